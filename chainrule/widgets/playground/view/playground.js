// The whole view: it shows the newest frame, and asks the kernel for everything else.

import { el, errorLine } from "../../shared.js";
import { missionLine, topBar } from "./bar.js";
import { isDark } from "./colours.js";
import { Clipboard, linkOf } from "./copy.js";
import { dataColumn } from "./data.js";
import { foot, showProgram } from "./foot.js";
import { drawInside } from "./inside.js";
import { kernelOf } from "./kernel.js";
import { NetworkColumn } from "./network.js";
import { NeuronPanel } from "./neuron.js";
import { OutputColumn } from "./output.js";
import { inflated, Store } from "./store.js";
import { progressTold } from "./told.js";

/**
 * @import { AnyModel, RenderProps } from "@anywidget/types"
 * @import { Frame, Opening } from "./store.js"
 */

const ACKNOWLEDGE = 8; // frames between two answers: the kernel waits after 16
const LOST = "Disconnected: the kernel was restarted or has stopped. Run the cell again.";

const COPIED = "The link is copied; Playground.from_state reads it, too.";

/** @type {Record<string, string>} */
const ACTIONS = { s: "step", b: "back", r: "reset", " ": "play" };
const HELD = ["step", "back"]; // what a key goes on doing while it is held

/** @param {RenderProps} props */
function render({ model, el: root }) {
  const playground = new PlaygroundView(model);
  root.append(playground.node);
  playground.begin();
  return playground.view.end;
}

class PlaygroundView {
  store = new Store();
  /** @type {{ frame: Frame, buffers: DataView[] } | null} */
  newest = null;
  scheduled = false;
  acknowledged = 0;
  visible = true;
  name = Math.random().toString(36).slice(2);
  flowedAt = -1;
  drawnFor = "";
  epoch = el("output", { "aria-live": "off" }, "0");
  lost = el("p", { class: "cr-error", role: "alert" });
  said = el("p", { class: "cr-says", "aria-live": "polite" });
  inside = el("div", { class: "pg-inside" });
  code = el("div", { class: "pg-code" });
  clipboard = new Clipboard();
  node = el("div", {
    class: "cr pg",
    role: "group",
    "aria-label": "Playground",
    tabindex: -1,
    "data-lm-suppress-shortcuts": "true",
  });

  /** @param {AnyModel} model */
  constructor(model) {
    const { store } = this;
    const view = kernelOf(model);
    this.model = model;
    this.view = view;
    this.network = new NetworkColumn(view, store, this);
    this.neuron = new NeuronPanel(view, store, this);
    this.output = new OutputColumn(view, store);
    const { into } = this.output;
    const columns = [dataColumn(view, store), this.network.node, this.output.node, into.node];
    this.main = el("div", { class: "pg-main" }, ...columns);
    this.node.append(
      topBar(view, this.epoch),
      missionLine(view),
      this.lost,
      this.said,
      errorLine(view),
      this.main,
      this.neuron.node,
      foot(view, this.inside, this.code, this.clipboard),
      progressTold(store),
    );
  }

  /** Listen to the kernel, the keys and the page, and say that there is a view. */
  begin() {
    this.node.addEventListener("keydown", (event) => this.keyed(event));
    this.node.addEventListener("keyup", ({ key }) => key.toLowerCase() === "g" && this.turn(false));
    this.listenTo("msg:custom", (content, buffers) => this.heard(content, buffers));
    this.listenTo("comm_live_update", () => this.lineShaken());
    this.view.on(["playing"], () => this.playingChanged());
    this.view.watch(["message"], () => this.say());
    this.view.line.onChange(() => this.lineChanged());
    this.drawIntoWhenSized();
    this.watchTheme();
    const seen = new IntersectionObserver(([entry]) => this.looked(entry.isIntersecting));
    seen.observe(this.node);
    this.view.atEnd(() => seen.disconnect());
    this.view.atEnd(() => this.view.ask("sight", { view: this.name, seen: false }));
    this.view.ask("hello");
  }

  /**
   * Say whether it is in sight. Scrolled away it takes frames up without drawing them, and training
   * goes slowly; where there is no room for it at all, as behind another tab, it takes none.
   *
   * @param {boolean} seen
   */
  looked(seen) {
    this.visible = seen;
    if (seen || this.node.offsetWidth) this.view.ask("sight", { view: this.name, seen });
    this.schedule();
  }

  /**
   * @param {string} event
   * @param {(content: any, buffers: DataView[]) => void} callback
   */
  listenTo(event, callback) {
    this.model.on(event, callback);
    this.view.atEnd(() => this.model.off(event, callback));
  }

  /** What was said last, unless nobody is there any more. */
  say() {
    this.said.textContent = this.view.line.lost() ? "" : this.view.get("message");
  }

  drawIntoWhenSized() {
    const draw = () => this.output.drawInto(this.main, this.network.outputs());
    const sized = new ResizeObserver(draw);
    for (const node of [this.main, this.output.map]) sized.observe(node);
    this.network.scroll.addEventListener("scroll", draw);
    this.store.refreshers.push(draw);
    this.view.atEnd(() => sized.disconnect());
  }

  /** Take the focus, so that keys go on working, without moving the page. */
  focus = () => this.node.focus({ preventScroll: true });

  watchTheme() {
    const repaint = () => {
      if (this.store.dark !== isDark()) this.paint();
    };
    const themes = new MutationObserver(repaint);
    const preference = matchMedia("(prefers-color-scheme: dark)");
    themes.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
    preference.addEventListener("change", repaint);
    this.view.atEnd(() => themes.disconnect());
    this.view.atEnd(() => preference.removeEventListener("change", repaint));
    this.paint();
  }

  paint() {
    this.store.takeTheme();
    this.node.dataset.dark = String(this.store.dark);
    this.store.refresh();
    this.schedule(); // JupyterLab hides the notebook while it changes its theme
  }

  /**
   * Choose a neuron, or none.
   *
   * @param {number | null} column
   */
  select(column, row = 0) {
    const before = this.store.selected;
    this.store.selected = column === null ? null : { column, row };
    this.schedule();
    if (column !== null || !before) return;
    const tile = this.network.buttons[before.column]?.[before.row] ?? this.node;
    tile.focus({ preventScroll: true });
  }

  /**
   * Show large what is pointed at.
   *
   * @param {Store["hovered"]} at
   */
  hover(at) {
    this.store.hovered = at;
    this.output.drawHeat();
  }

  /**
   * @param {any} content
   * @param {DataView[]} buffers
   */
  heard(content, buffers) {
    /** @type {Record<string, () => unknown>} */
    const kinds = {
      opening: () => this.open(content, buffers),
      frame: () => this.heardFrame(content, buffers),
      matters: () => {
        this.store.matters = content;
        this.schedule();
      },
      code: () => showProgram(this.code, content, this.clipboard),
      link: () => this.clipboard.copy(linkOf(content.state), COPIED),
      table: () => this.output.table.heard(content.said),
      points: () => {
        this.store.takePoints(content, buffers);
        this.output.drawDots();
      },
      guess: () => {
        this.store.takeGuess(buffers);
        this.output.predictor.draw();
      },
    };
    kinds[content.kind]?.();
  }

  /**
   * @param {Opening} opening
   * @param {DataView[]} buffers
   */
  open(opening, buffers) {
    this.store.takeOpening(opening, buffers);
    this.acknowledged = 0;
    this.view.line.found();
    this.view.expectPlaying(null);
    this.store.refresh();
  }

  /**
   * @param {Frame} frame
   * @param {DataView[]} buffers
   */
  heardFrame(frame, buffers) {
    this.store.takeHistory(frame, buffers[2]);
    const expected = this.view.expected();
    if (expected === false && frame.playing) return this.acknowledge(frame); // paused here already
    if (expected && !frame.playing) this.playingChanged(); // asked to play, and it could not
    this.newest = { frame, buffers };
    if (!this.visible && this.node.offsetWidth && !document.hidden) this.acknowledge(frame);
    this.schedule();
  }

  playingChanged() {
    this.view.expectPlaying(null);
    this.schedule();
  }

  /** The kernel was restarted, or is another one: taken for lost, unless somebody answers. */
  lineShaken() {
    this.view.line.lose();
    this.view.ask("hello");
  }

  /** Say whether there is a kernel, and take back what was expected of it. */
  lineChanged() {
    const lost = this.view.line.lost();
    this.lost.textContent = lost ? LOST : "";
    this.node.dataset.lost = String(lost);
    this.say();
    if (lost) this.view.expectPlaying(false);
  }

  /** @param {Frame} frame */
  acknowledge({ number }) {
    if (number - this.acknowledged < ACKNOWLEDGE && number >= this.acknowledged) return;
    this.acknowledged = number;
    this.view.ask("drawn", { frame: number });
  }

  schedule() {
    if (!this.visible || this.scheduled) return;
    this.scheduled = true;
    requestAnimationFrame(async () => {
      await this.takeNewest();
      this.scheduled = false;
      this.draw();
      if (this.newest) this.schedule();
    });
  }

  draw() {
    const { store } = this;
    const { frame } = store;
    if (!frame) return;
    const shown = String(frame.epoch)
      .padStart(6, "0")
      .replace(/(\d{3})$/, ",$1");
    if (this.epoch.textContent !== shown) this.epoch.textContent = shown;
    this.network.draw();
    if (frame.playing && frame.epoch !== this.flowedAt) this.network.links.flow();
    this.flowedAt = frame.epoch;
    this.neuron.draw();
    this.output.draw();
    for (const draw of store.drawers) draw();
    if (this.drawnFor !== this.network.built)
      this.output.drawInto(this.main, this.network.outputs());
    this.drawnFor = this.network.built;
    if (this.view.get("inside")) drawInside(this.inside, this.store);
    this.node.dataset.epoch = String(frame.epoch);
    this.node.dataset.drawn = String(Number(this.node.dataset.drawn ?? 0) + 1);
  }

  async takeNewest() {
    if (!this.newest || !this.store.opening) return;
    const { frame, buffers } = this.newest;
    this.newest = null;
    this.store.takeFrame(frame, await inflated(buffers[0]), buffers[1], buffers[3]);
    this.acknowledge(frame);
  }

  /**
   * Turn to the backward pass while a key is held, or away from it.
   *
   * @param {boolean} backward
   */
  turn(backward) {
    if (this.view.hides("backward") || backward === this.view.get("backward")) return;
    this.view.choose({ backward });
  }

  /**
   * Space plays or pauses, S steps, B goes back, R resets, G held turns to the backward pass.
   *
   * @param {KeyboardEvent} event
   */
  keyed(event) {
    const { tagName, classList } = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(tagName)) return;
    const pressing = tagName === "BUTTON" && !classList.contains("pg-tile"); // Space presses it
    if (event.key.toLowerCase() === "g" && !event.repeat) this.turn(true);
    const action = ACTIONS[event.key.toLowerCase()];
    if (!action || (action === "play" && pressing)) return;
    event.preventDefault();
    if ((event.repeat && !HELD.includes(action)) || this.view.hides(action)) return;
    if (action === "play") this.view.playOrPause();
    else this.view.ask(action);
  }
}

export default { render };
