// Two boards, A and B: their outputs side by side, their losses in one chart, one set of buttons.

import { problemPicker, timeBar } from "../../playground/view/bar.js";
import { dataColumn } from "../../playground/view/data.js";
import { FrameView } from "../../playground/view/frame_view.js";
import { LossCurve, Losses } from "../../playground/view/losses.js";
import { legend, OutputMap, switches, withAxes } from "../../playground/view/output.js";
import { inflated, Store } from "../../playground/view/store.js";
import { progressTold } from "../../playground/view/told.js";
import { el, errorLine, show, write } from "../../shared.js";
import { choice, sentenceCase, settingChoice } from "./choice.js";
import { OPTIONS } from "./options.js";

/**
 * @import { AnyModel, RenderProps } from "@anywidget/types"
 * @import { Kernel } from "../../playground/view/kernel.js"
 * @import { Frame } from "../../playground/view/store.js"
 *
 * @typedef {Frame & { diverged: boolean }} Board
 * @typedef {{
 *   number: number, epoch: number, playing: boolean, boards: Board[],
 *   difference: string, standing: string,
 * }} Both
 */

const NAMES = ["A", "B"];
/** @type {(name: string) => string} */
const inkOf = (name) => `--bd-ink:var(--bd-${name})`;
const NONE = new DataView(new ArrayBuffer(0)); // the parameters, of which this view draws none

/** @param {RenderProps} props */
function render({ model, el: root }) {
  const boards = new TwoBoardsView(model);
  root.append(boards.node);
  boards.begin();
  return boards.view.end;
}

/** @extends {FrameView<Both>} */
class TwoBoardsView extends FrameView {
  /** @type {Both | null} */
  frame = null;
  difference = el("p", { class: "bd-difference", role: "status" });
  standing = el("p", { class: "bd-standing" });

  /** @param {AnyModel} model */
  constructor(model) {
    super(model, "Two boards", [new Store(), new Store()]);
    const { view, stores } = this;
    const [store] = stores;
    this.boards = stores.map((one, i) => new BoardColumn(view, one, i));
    const runs = stores.map((one, i) => ({ store: one, name: NAMES[i], ink: `--bd-${NAMES[i]}` }));
    this.curve = new LossCurve(view, store, runs);
    this.node.classList.add("bd");
    this.node.append(
      this.bar(),
      this.difference,
      this.standing,
      this.lost,
      this.said,
      errorLine(view),
      el(
        "div",
        { class: "bd-both" },
        dataColumn(view, store, "Data of both boards"),
        ...this.boards.map(({ node }) => node),
        this.chart(),
      ),
      el("div", { class: "bd-foot" }, switches(view), legend(view)),
      progressTold(store, () => this.frame?.standing ?? ""),
    );
  }

  bar() {
    const { view } = this;
    const names = ["learning_rate", "hidden", "activation", "optimizer"];
    const lists = names.map((name) => shared(view, name));
    return timeBar(view, this.epoch, whatDiffers(view), ...lists, problemPicker(view));
  }

  chart() {
    const lines = el("span", {}, "Solid: test loss. Dashed: training loss.");
    const keys = NAMES.map((name) => el("span", { class: "bd-key", style: inkOf(name) }, name));
    return el(
      "section",
      { class: "bd-chart", "aria-label": "Losses of both" },
      el("p", { class: "bd-keys" }, ...keys, lines),
      this.curve.node,
    );
  }

  /**
   * @param {any} content
   * @param {DataView[]} buffers
   */
  heard(content, buffers) {
    super.heard(content, buffers);
    if (content.kind !== "points") return;
    this.stores[content.place].takePoints(content, buffers);
    this.boards[content.place].output.drawDots();
  }

  /**
   * @param {Both} frame
   * @param {DataView[]} buffers
   */
  takeAlways({ boards }, buffers) {
    for (const [i, store] of this.stores.entries())
      store.takeHistory(boards[i], buffers[2 * i + 1]);
  }

  /**
   * @param {Both} frame
   * @param {DataView[]} buffers
   */
  async unpack(frame, buffers) {
    const maps = await Promise.all(this.stores.map((_, i) => inflated(buffers[2 * i])));
    return () => {
      this.frame = frame;
      this.stores.forEach((store, i) => {
        const { playing } = frame;
        const board = { ...frame.boards[i], features: [], hidden: [], fixed: [], playing };
        store.takeFrame(board, maps[i], NONE, NONE);
      });
    };
  }

  draw() {
    const { frame } = this;
    if (!frame) return;
    this.curve.draw(); // first, while nothing is written: text in a canvas lays the page out
    this.drawEpoch(frame);
    write(this.difference, frame.difference);
    write(this.standing, frame.standing);
    for (const [i, board] of this.boards.entries()) board.draw(frame.boards[i]);
    for (const draw of this.stores[0].drawers) draw();
  }
}

/** One of the two: what it has of its own, its losses and its output. */
class BoardColumn {
  losses = new Losses();
  gone = el("p", { class: "bd-gone" }, "Diverged: its numbers are no longer finite.");
  settings = el("div", { class: "bd-settings" });

  /**
   * @param {Kernel} view
   * @param {Store} store
   * @param {number} place
   */
  constructor(view, store, place) {
    this.store = store;
    this.output = new OutputMap(view, store);
    const name = NAMES[place];
    const title = el("h3", {}, el("span", { class: "bd-name" }, name));
    this.node = el(
      "section",
      { class: "bd-board", "aria-label": `Board ${name}`, style: inkOf(name) },
      el("div", { class: "bd-head" }, title, this.settings),
      this.losses.node,
      this.gone,
      withAxes(this.output.map),
    );
    /** @type {(() => void)[]} */
    let refreshers = [];
    let built = "";
    const build = () => {
      const names = Object.keys(view.get("other"));
      if (String(names) !== built) {
        built = String(names);
        const lists = names.map((one) => ownChoice(view, one, place));
        this.settings.replaceChildren(...lists.map(({ node }) => node));
        refreshers = lists.map(({ refresh }) => refresh);
      }
      for (const refresh of refreshers) refresh();
    };
    build();
    const names = Object.keys(OPTIONS);
    view.on(["other", "error", ...names], build);
  }

  /** @param {Board} board */
  draw({ diverged }) {
    this.losses.draw(this.store.frame);
    show(this.gone, diverged);
    this.output.draw();
  }
}

/**
 * Which setting differs.
 *
 * @param {Kernel} view
 */
function whatDiffers(view) {
  /** @type {[any, string][]} */
  const names = Object.entries(OPTIONS).map(([name, { label }]) => [name, label]);
  const now = () => {
    const found = Object.keys(view.get("other"));
    return found.length === 1 ? found[0] : `${found.length} settings`;
  };
  const take = (/** @type {string} */ name) => view.ask("differ", { name });
  const { node, refresh } = choice("differs", "What differs", names, now, take);
  node.classList.add("bd-differs");
  view.on(["other", "error"], refresh);
  return node;
}

/**
 * A setting that both share, as long as they do.
 *
 * @param {Kernel} view
 * @param {string} name
 */
function shared(view, name) {
  const node = settingChoice(view, name);
  view.watch(["other"], () => {
    node.hidden = name in view.get("other");
  });
  return node;
}

/**
 * The list for a setting that differs: A's is the setting itself, B's is in `other`.
 *
 * @param {Kernel} view
 * @param {string} name
 * @param {number} place
 */
function ownChoice(view, name, place) {
  const { label, values } = OPTIONS[name] ?? { label: name, values: [] };
  const other = () => view.get("other");
  const now = () => (place ? other()[name] : view.get(name));
  const take = (/** @type {any} */ value) =>
    view.choose(place ? { other: { ...other(), [name]: value } } : { [name]: value });
  return choice(name, sentenceCase(label), values, now, take);
}

export default { render };
