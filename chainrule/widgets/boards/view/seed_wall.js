// Sixteen small outputs of sixteen seeds; any of them opens below as a playground.

import { significant } from "../../number_field.js";
import { problemPicker, timeBar } from "../../playground/view/bar.js";
import { paint, paintClasses } from "../../playground/view/colours.js";
import { dataColumn } from "../../playground/view/data.js";
import { FrameView } from "../../playground/view/frame_view.js";
import { inflated, Store, summed } from "../../playground/view/store.js";
import { progressTold } from "../../playground/view/told.js";
import { button, clamp, el, errorLine, write } from "../../shared.js";
import { choice, settingChoice } from "./choice.js";
import { Opened } from "./opened.js";
import { GOALS } from "./options.js";

/**
 * @import { AnyModel, RenderProps } from "@anywidget/types"
 * @import { Kernel } from "../../playground/view/kernel.js"
 *
 * @typedef {{
 *   epoch: number, losses: (number | null)[], accuracies: (number | null)[], diverged: boolean,
 * }} Small
 * @typedef {{
 *   number: number, epoch: number, playing: boolean, boards: Small[], states: string[],
 *   tally: string, meaning: string,
 * }} Wall
 */

const MANY = 16;
const SIDE = 32;

/** @param {RenderProps} props */
function render({ model, el: root }) {
  const wall = new SeedWallView(model);
  root.append(wall.node);
  wall.begin();
  return wall.view.end;
}

/** @extends {FrameView<Wall>} */
class SeedWallView extends FrameView {
  /** @type {Wall | null} */
  frame = null;
  tally = el("b", {});
  meaning = el("span", { class: "bd-meaning" });
  grid = el("div", { class: "bd-wall", role: "group", "aria-label": "Sixteen seeds" });

  /** @param {AnyModel} model */
  constructor(model) {
    super(model, "Seed wall", [new Store()]);
    const { view, stores } = this;
    const [store] = stores;
    this.tiles = Array.from({ length: MANY }, (_, k) => new Tile(view, store, k));
    this.grid.append(...this.tiles.map(({ node }) => node));
    this.grid.addEventListener("keydown", (event) => this.goByArrowKeys(event));
    this.grid.addEventListener("focusin", ({ target }) => this.reach(target));
    this.reach(this.tiles[0].node);
    const names = ["learning_rate", "hidden", "activation", "initialisation"];
    const lists = names.map((name) => settingChoice(view, name));
    const others = button("Other seeds", "Begin again with the next sixteen seeds", () =>
      view.ask("new_seed"),
    );
    others.className = "pg-pill";
    this.node.classList.add("bd");
    this.node.append(
      timeBar(view, this.epoch, goalChoice(view), ...lists, problemPicker(view)),
      this.lost,
      this.said,
      errorLine(view),
      el(
        "div",
        { class: "bd-both bd-seeds" },
        dataColumn(view, store, "Data of the wall"),
        el(
          "section",
          { class: "bd-all", "aria-label": "Wall" },
          el("p", { class: "bd-standing" }, this.tally, " ", this.meaning),
          this.grid,
          el("p", { class: "pg-hint bd-hint" }, others, el("span", {}, HINT)),
        ),
        new Opened(view, model, (place) => this.tiles[place].node.focus()).node,
      ),
      progressTold(store, () => this.frame?.tally ?? ""),
    );
    view.on(["opened", "seed"], () => this.schedule());
    view.on(["discretise"], () => this.schedule());
    store.refreshers.push(() => this.schedule());
  }

  /**
   * Let Tab come to this tile.
   *
   * @param {EventTarget | null} tile
   */
  reach(tile) {
    for (const { node } of this.tiles) node.tabIndex = node === tile ? 0 : -1;
  }

  /** @param {KeyboardEvent} event */
  goByArrowKeys(event) {
    const nodes = this.tiles.map(({ node }) => node);
    const at = nodes.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    const across = nodes.filter(({ offsetTop }) => offsetTop === nodes[0].offsetTop).length;
    const ends = { Home: -MANY, End: MANY };
    /** @type {Record<string, number>} */
    const ways = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across, ArrowUp: -across, ...ends };
    const by = ways[event.key];
    if (at < 0 || !by) return;
    event.preventDefault();
    event.stopPropagation();
    const to = at + by;
    const row = Math.abs(by) === across && across > 1;
    nodes[row && (to < 0 || to >= MANY) ? at : clamp(to, 0, MANY - 1)].focus();
  }

  /**
   * @param {any} content
   * @param {DataView[]} buffers
   */
  heard(content, buffers) {
    if (content.kind === "points") this.stores[0].takePoints(content, buffers);
    else super.heard(content, buffers);
  }

  /**
   * @param {Wall} frame
   * @param {DataView[]} buffers
   */
  async unpack(frame, [packed]) {
    const maps = summed(await inflated(packed), SIDE);
    return () => this.take(frame, maps);
  }

  /**
   * @param {Wall} frame
   * @param {Int8Array} maps
   */
  take(frame, maps) {
    this.frame = frame;
    const each = maps.length / MANY;
    this.tiles.forEach((tile, k) => {
      const own = maps.subarray(k * each, (k + 1) * each);
      const outputs = each / SIDE ** 2;
      tile.maps = Array.from({ length: outputs }, (_, i) =>
        own.subarray(i * SIDE ** 2, (i + 1) * SIDE ** 2),
      );
    });
  }

  draw() {
    const { frame } = this;
    if (!frame) return;
    this.drawEpoch(frame);
    write(this.tally, frame.tally);
    write(this.meaning, `Learned: ${frame.meaning}.`);
    for (const [k, tile] of this.tiles.entries()) tile.draw(frame.boards[k], frame.states[k]);
    this.stores[0].frame = /** @type {any} */ (frame); // what is told is told of it
    for (const draw of this.stores[0].drawers) draw();
  }
}

const HINT =
  "Each square is what the network of one seed says all over the plane. Click one, or press " +
  "Enter on it, and it opens below as a playground.";
/** @type {Record<string, string>} */
const BADGES = { learned: "✓", stuck: "stuck", diverged: "diverged" };

/** The output of one seed, small, with its number, its loss and what has become of it. */
class Tile {
  /** @type {Int8Array[]} */
  maps = [];
  label = "";
  canvas = el("canvas", { "aria-hidden": "true" });
  badge = el("span", { class: "bd-badge", "aria-hidden": "true" });
  seed = el("b", {});
  loss = el("span", {});

  /**
   * @param {Kernel} view
   * @param {Store} store
   * @param {number} place
   */
  constructor(view, store, place) {
    this.view = view;
    this.store = store;
    this.place = place;
    const words = el("span", { class: "bd-words" }, this.seed, this.loss);
    const onclick = () => view.ask("unfold", { place });
    const named = { "aria-label": `Seed ${view.get("seed") + place}`, "aria-expanded": "false" };
    const look = { type: "button", class: "bd-tile", tabindex: -1, onclick, ...named };
    const map = el("span", { class: "bd-map" }, this.canvas, this.badge);
    this.node = el("button", look, map, words);
  }

  /**
   * @param {Small} board
   * @param {string} state
   */
  draw({ losses }, state) {
    const { maps, classes } = { ...this.store.maps, maps: this.maps };
    const discrete = this.view.get("discretise");
    if (maps.length === 1) paint(this.canvas, maps[0], this.store.maps.numbers, discrete);
    else if (maps.length) paintClasses(this.canvas, maps, classes, discrete);
    const seed = this.view.get("seed") + this.place;
    const [, loss] = losses;
    const plain = loss !== null && loss >= 0.01 && loss < 100;
    write(this.seed, String(seed));
    write(this.loss, plain ? loss.toFixed(3) : significant(loss));
    write(this.badge, BADGES[state] ?? "");
    this.node.dataset.state = state;
    this.node.setAttribute("aria-expanded", String(this.view.get("opened") === this.place));
    this.name(`Seed ${seed}`, `, ${state}, test loss ${this.loss.textContent}`);
  }

  /**
   * Say its numbers too, unless they change all the time.
   *
   * @param {string} name
   * @param {string} numbers
   */
  name(name, numbers) {
    const label = this.view.playing() ? name : name + numbers;
    if (label !== this.label) this.node.setAttribute("aria-label", label);
    this.label = label;
  }
}

/**
 * When a network has learned.
 *
 * @param {Kernel} view
 */
function goalChoice(view) {
  const take = (/** @type {any} */ goal) => view.choose({ goal });
  const { node, refresh } = choice("goal", "Learned means", GOALS, () => view.get("goal"), take);
  view.on(["goal", "error"], refresh);
  return node;
}

export default { render };
