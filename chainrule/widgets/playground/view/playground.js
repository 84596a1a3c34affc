// The whole view: it shows the newest frame, and asks the kernel for everything else.

import { el, errorLine, says } from "../../shared.js";
import { missionLine, topBar } from "./bar.js";
import { isDark } from "./colours.js";
import { dataColumn } from "./data.js";
import { foot, showProgram } from "./foot.js";
import { drawInside } from "./inside.js";
import { kernelOf } from "./kernel.js";
import { NetworkColumn } from "./network.js";
import { NeuronPanel } from "./neuron.js";
import { OutputColumn } from "./output.js";
import { Store } from "./store.js";

/**
 * @import { AnyModel, RenderProps } from "@anywidget/types"
 * @import { Frame, Opening } from "./store.js"
 */

const ACKNOWLEDGE = 8; // frames between two answers: the kernel waits after 16
const LOST = "Disconnected: the kernel was restarted or has stopped. Run the cell again.";

/** @type {Record<string, string>} */
const ACTIONS = { s: "step", b: "back", r: "reset", " ": "play" };

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
  epoch = el("output", { "aria-live": "off" }, "0");
  lost = el("p", { class: "cr-error", role: "alert" });
  inside = el("div", { class: "pg-inside" });
  code = el("div", { class: "pg-code" });
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
    const columns = [dataColumn(view, store), this.network.node, this.output.node];
    this.node.append(
      topBar(view, this.epoch),
      missionLine(view),
      this.lost,
      says(view, ["message"], () => view.get("message")),
      errorLine(view),
      el("div", { class: "pg-main" }, ...columns),
      this.neuron.node,
      foot(view, this.inside, this.code),
    );
  }

  /** Listen to the kernel, the keys and the page, and say that there is a view. */
  begin() {
    this.node.addEventListener("keydown", (event) => this.keyed(event));
    this.listenTo("msg:custom", (content, buffers) => this.heard(content, buffers));
    this.listenTo("comm_live_update", () => this.lineChanged());
    this.view.on(["playing"], () => this.playingChanged());
    this.watchTheme();
    const seen = new IntersectionObserver(([entry]) => {
      this.visible = entry.isIntersecting;
      this.schedule();
    });
    seen.observe(this.node);
    this.view.atEnd(() => seen.disconnect());
    this.view.ask("hello");
  }

  /**
   * @param {string} event
   * @param {(content: any, buffers: DataView[]) => void} callback
   */
  listenTo(event, callback) {
    this.model.on(event, callback);
    this.view.atEnd(() => this.model.off(event, callback));
  }

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
    this.store.selected = column === null ? null : { column, row };
    this.schedule();
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
    if (content.kind === "opening") this.open(content, buffers);
    else if (content.kind === "frame") this.heardFrame(content, buffers);
    else if (content.kind === "code") showProgram(this.code, content);
    else if (content.kind === "points") {
      this.store.takePoints(content, buffers);
      this.output.drawDots();
    }
  }

  /**
   * @param {Opening} opening
   * @param {DataView[]} buffers
   */
  open(opening, buffers) {
    this.store.takeOpening(opening, buffers);
    this.acknowledged = 0;
    this.lost.textContent = "";
    this.view.expectPlaying(null);
    this.store.refresh();
  }

  /**
   * @param {Frame} frame
   * @param {DataView[]} buffers
   */
  heardFrame(frame, buffers) {
    const expected = this.view.expected();
    if (expected === false && frame.playing) return this.acknowledge(frame); // paused here already
    if (expected && !frame.playing) this.playingChanged(); // asked to play, and it could not
    this.newest = { frame, buffers };
    this.schedule();
  }

  playingChanged() {
    this.view.expectPlaying(null);
    this.schedule();
  }

  /** The line to the kernel has changed: taken for lost, unless somebody answers. */
  lineChanged() {
    this.view.expectPlaying(false);
    this.lost.textContent = LOST;
    try {
      this.view.ask("hello");
    } catch {
      // nobody there, as is said
    }
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
    requestAnimationFrame(() => this.draw());
  }

  draw() {
    this.scheduled = false;
    this.takeNewest();
    const { frame } = this.store;
    if (!frame) return;
    const shown = String(frame.epoch)
      .padStart(6, "0")
      .replace(/(\d{3})$/, ",$1");
    if (this.epoch.textContent !== shown) this.epoch.textContent = shown;
    this.network.draw();
    this.neuron.draw();
    this.output.draw();
    if (this.view.get("inside")) drawInside(this.inside, this.store);
    this.node.dataset.epoch = String(frame.epoch);
    this.node.dataset.drawn = String(Number(this.node.dataset.drawn ?? 0) + 1);
  }

  takeNewest() {
    if (!this.newest || !this.store.opening) return;
    this.store.takeFrame(this.newest.frame, this.newest.buffers);
    this.acknowledge(this.newest.frame);
    this.newest = null;
  }

  /**
   * Space plays or pauses, S steps, B goes back, R resets.
   *
   * @param {KeyboardEvent} event
   */
  keyed(event) {
    const { tagName, classList } = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(tagName)) return;
    const pressing = tagName === "BUTTON" && !classList.contains("pg-tile"); // Space presses it
    const action = ACTIONS[event.key.toLowerCase()];
    if (!action || (action === "play" && pressing)) return;
    event.preventDefault();
    if ((event.repeat && action !== "step") || this.view.hides(action)) return;
    if (action === "play") this.view.playOrPause();
    else this.view.ask(action);
  }
}

export default { render };
