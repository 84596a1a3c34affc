// Features, hidden layers and the output: a tile for each neuron, a line for each weight.

import { significant } from "../../number_field.js";
import { clamp, el, focused, write } from "../../shared.js";
import { ParameterCard } from "./card.js";
import { LayersTitle, layerHead } from "./layers.js";
import { Layout } from "./layout.js";
import { Links } from "./links.js";
import { Notes } from "./notes.js";
import { passes } from "./passes.js";
import { operateByKeys } from "./surgery.js";
import { featureTile, NeuronTile } from "./tiles.js";

/**
 * @import { Kernel } from "./kernel.js"
 * @import { Store } from "./store.js"
 * @import { Choosing } from "./tiles.js"
 */

const HINT =
  "Each square is what one neuron says all over the plane: point at it to see it large, " +
  "click it for its formula. Each line is a weight, the wider the larger, dashed where " +
  "negative: click it to change it. The small square is the bias.";

export class NetworkColumn {
  built = "";
  width = 0; // of what is to be filled, as it was laid out last
  /** @type {HTMLButtonElement[][]} */
  buttons = [];
  /** @type {NeuronTile[]} */
  neurons = [];
  tiles = el("div", { class: "pg-tiles", role: "group", "aria-label": "Features and neurons" });
  heads = el("div", { class: "pg-heads" });
  board = el("div", { class: "pg-board" });
  scroll = el("div", { class: "pg-scroll" }, this.board);
  hint = el("p", { class: "pg-hint" }, HINT);
  notes = new Notes();

  /**
   * @param {Kernel} view
   * @param {Store} store
   * @param {Choosing} choosing
   */
  constructor(view, store, choosing) {
    this.view = view;
    this.store = store;
    this.choosing = choosing;
    this.node = el("section", { class: "pg-network", "aria-label": "Network" });
    this.title = new LayersTitle(view);
    this.card = new ParameterCard(view, store, this.node, choosing.focus);
    this.links = new Links(store, this.card);
    const { arrows, texts } = this.notes;
    const { bracket, node } = this.title;
    this.board.append(this.links.node, arrows, bracket, node, this.heads, texts, this.tiles);
    this.node.append(this.scroll, passes(view, store, choosing.focus), this.hint, this.card.node);
    this.tiles.addEventListener("keydown", (event) => this.goByArrowKeys(event));
    operateByKeys(view, store, this.tiles);
    this.drawWhenNeeded();
  }

  /** Draw between frames when there is other room, other colours, or other parts are hidden. */
  drawWhenNeeded() {
    const sized = new ResizeObserver(() => {
      this.width = this.scroll.clientWidth;
      this.draw();
    });
    sized.observe(this.scroll);
    this.view.atEnd(() => sized.disconnect());
    this.view.on(["hide"], () => this.draw());
    this.store.refreshers.push(() => {
      this.built = "";
      this.draw();
    });
  }

  draw() {
    if (!this.store.frame || !this.store.opening || !this.width) return;
    this.buildIfOther();
    for (const tile of this.neurons) tile.draw();
    this.links.draw();
    this.card.draw();
    this.drawValues();
  }

  /** Write on each tile what it says of the point that is followed. */
  drawValues() {
    const { features, hidden } = this.store.frame;
    const matters = fitting(this.store.matters?.values, hidden);
    const most = Math.max(1e-12, ...(matters ?? []).flat());
    const followed = matters ? null : this.store.frame.followed;
    this.node.classList.toggle("pg-following", Boolean(followed));
    this.buttons.forEach((column, i) => {
      column.forEach((tile, row) => {
        const place = i ? row : features.indexOf(this.store.opening.features[row]);
        const value = matters ? matters[i - 1]?.[row] : followed?.values[i]?.[place];
        const faint = matters && value !== undefined && value < 0.05 * most;
        tile.classList.toggle("pg-faint", Boolean(faint));
        const node = /** @type {HTMLElement} */ (tile.querySelector(".pg-value"));
        const sign = matters && value !== undefined && value > 0 ? "+" : "";
        write(node, value === undefined ? "" : sign + significant(value));
      });
    });
  }

  /** The tiles of the outputs. */
  outputs() {
    return this.buttons.at(-1) ?? [];
  }

  /** Build anew only what looks otherwise: a frame alone moves no tile. */
  buildIfOther() {
    const { features, hidden, outputs, activations } = this.store.frame;
    const { width } = this;
    const hide = this.view.get("hide");
    const key = JSON.stringify([features, hidden, outputs, activations, width, hide]);
    if (key === this.built) return;
    this.built = key;
    const sizes = [this.store.opening.features.length, ...hidden, outputs];
    this.build(new Layout(sizes, width));
  }

  /** @param {Layout} layout */
  build(layout) {
    const at = focused(this.tiles)?.getAttribute("data-at");
    this.card.hide(); // what it was about may stand elsewhere now
    const head = focused(this.heads)?.getAttribute("aria-label");
    this.board.style.width = `${layout.width}px`;
    this.board.style.height = `${layout.height}px`;
    this.board.classList.toggle("pg-roomy", layout.roomy);
    this.buildTiles(layout);
    this.title.place(layout);
    this.heads.replaceChildren(...this.newHeads(layout));
    this.links.build(layout);
    this.hint.hidden = this.notes.build(layout);
    const all = this.buttons.flat();
    const reached = all.find((node) => node.dataset.at === (at ?? "0,0")) ?? all[0];
    reached.tabIndex = 0;
    if (at) reached.focus({ preventScroll: true });
    if (head) {
      const named = [...this.heads.querySelectorAll("[aria-label]")];
      const same = named.find((node) => node.getAttribute("aria-label") === head);
      const next = /** @type {HTMLElement | undefined} */ (same) ?? reached;
      next.focus({ preventScroll: true });
    }
  }

  /** @param {Layout} layout */
  buildTiles(layout) {
    const { view, store, choosing, card } = this;
    const [features, ...columns] = layout.sizes.map((size) => [...Array(size).keys()]);
    const tiles = columns.map((rows, i) =>
      rows.map(
        (row) => new NeuronTile(view, store, layout, choosing, card, { column: i + 1, row }),
      ),
    );
    this.neurons = tiles.flat();
    this.buttons = [
      features.map((row) => featureTile(view, store, layout, choosing, row)),
      ...tiles.map((column) => column.map((tile) => tile.node)),
    ];
    this.tiles.replaceChildren(...this.buttons.flat());
  }

  /** @param {Layout} layout */
  newHeads(layout) {
    const heads = this.store.frame.hidden.map((_, i) =>
      layerHead(this.view, this.store, i, layout),
    );
    const above = (/** @type {number} */ column) => `top:${layout.y(column, 0) - 26}px`;
    const left = `left:${layout.middle(layout.last)}px`;
    const features = el("h3", { class: "pg-head-in", style: above(0) }, "Features");
    const style = `${left};${above(layout.last)}`;
    return [features, ...heads, el("span", { class: "pg-head-out", style }, "Output")];
  }

  /** @param {KeyboardEvent} event */
  goByArrowKeys(event) {
    const { at } = /** @type {HTMLElement} */ (event.target).dataset;
    const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[
      event.key
    ];
    if (!at || !way) return;
    event.preventDefault();
    event.stopPropagation();
    const [from, row] = at.split(",").map(Number);
    const column = this.buttons[clamp(from + way[0], 0, this.buttons.length - 1)];
    const next = column[clamp(row + way[1], 0, column.length - 1)];
    for (const node of this.buttons.flat()) node.tabIndex = node === next ? 0 : -1;
    next.focus();
  }
}

/**
 * What was told of the hidden neurons, if it is about as many as there are now.
 *
 * @param {number[][] | undefined} values
 * @param {number[]} hidden
 */
const fitting = (values, hidden) =>
  values?.map((layer) => layer.length).join() === hidden.join() && values ? values : null;
