// What all views of what learns do: take frames up and draw the newest, hear keys, see themes.

import { el, write } from "../../shared.js";
import { isDark } from "./colours.js";
import { kernelOf } from "./kernel.js";

/**
 * @import { AnyModel } from "@anywidget/types"
 * @import { Opening, Store } from "./store.js"
 *
 * @typedef {{ number: number, epoch: number, playing: boolean }} Stamp
 */

const ACKNOWLEDGE = 16; // frames between two answers, each of which busies JupyterLab, too
const LOST = "Disconnected: the kernel was restarted or has stopped. Run the cell again.";

/** @type {Record<string, string>} */
const ACTIONS = { s: "step", b: "back", r: "reset", " ": "play" };
const HELD = ["step", "back"]; // what a key goes on doing while it is held

/**
 * A view of frames of a kind.
 *
 * @template {Stamp} Frame
 */
export class FrameView {
  /** @type {{ frame: Frame, buffers: DataView[] } | null} */
  newest = null;
  scheduled = false;
  acknowledged = 0;
  skipped = 0; // since then
  visible = true;
  opened = false;
  name = Math.random().toString(36).slice(2);
  epoch = el("output", { "aria-live": "off" }, "0");
  lost = el("p", { class: "cr-error", role: "alert" });
  said = el("p", { class: "cr-says", "aria-live": "polite" });

  /**
   * @param {AnyModel} model
   * @param {string} label
   * @param {Store[]} stores one for each board
   */
  constructor(model, label, stores) {
    this.model = model;
    this.view = kernelOf(model);
    this.stores = stores;
    this.node = el("div", {
      class: "cr pg",
      role: "group",
      "aria-label": label,
      tabindex: -1,
      "data-lm-suppress-shortcuts": "true",
    });
  }

  /** Listen to the kernel, the keys and the page, and say that there is a view. */
  begin() {
    this.node.addEventListener("keydown", (event) => this.keyed(event));
    this.listenTo("msg:custom", (content, buffers) => this.heard(content, buffers));
    this.listenTo("comm_live_update", () => this.lineShaken());
    this.view.on(["playing"], () => this.playingChanged());
    this.view.watch(["message"], () => this.say());
    this.view.line.onChange(() => this.lineChanged());
    this.watchTheme();
    const seen = new IntersectionObserver(([entry]) => this.looked(entry.isIntersecting));
    seen.observe(this.node);
    this.view.atEnd(() => seen.disconnect());
    this.view.atEnd(() => this.view.ask("sight", { view: this.name, seen: false }));
    this.view.ask("hello");
  }

  /**
   * What a frame tells that is to be known of each, drawn or not.
   *
   * @param {Frame} _frame
   * @param {DataView[]} _buffers
   */
  takeAlways(_frame, _buffers) {}

  /**
   * Unpack a frame; what takes it over.
   *
   * @param {Frame} _frame
   * @param {DataView[]} _buffers
   */
  async unpack(_frame, _buffers) {
    return () => {};
  }

  /** Draw what was taken over. */
  draw() {}

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

  /** Take the focus, so that keys go on working, without moving the page. */
  focus = () => this.node.focus({ preventScroll: true });

  watchTheme() {
    const repaint = () => {
      if (this.node.dataset.dark !== String(isDark())) this.paint();
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
    for (const store of this.stores) store.takeTheme();
    this.node.dataset.dark = String(isDark());
    for (const store of this.stores) store.refresh();
    this.schedule(); // JupyterLab hides the notebook while it changes its theme
  }

  /**
   * @param {any} content
   * @param {DataView[]} buffers
   */
  heard(content, buffers) {
    if (content.kind === "opening") this.open(content, buffers);
    else if (content.kind === "frame") this.heardFrame(content, buffers);
  }

  /**
   * @param {Opening} opening
   * @param {DataView[]} buffers
   */
  open(opening, buffers) {
    for (const store of this.stores) store.takeOpening(opening, buffers);
    this.opened = true;
    this.acknowledged = 0;
    this.view.line.found();
    this.view.expectPlaying(null);
    for (const store of this.stores) store.refresh();
  }

  /**
   * @param {Frame} frame
   * @param {DataView[]} buffers
   */
  heardFrame(frame, buffers) {
    this.takeAlways(frame, buffers);
    const expected = this.view.expected();
    if (this.view.late(frame)) return this.acknowledge(frame);
    if (expected && !frame.playing) this.playingChanged(); // asked to play, and it could not
    if (this.newest) this.skipped++;
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
    this.view.ask("drawn", { frame: number, skipped: this.skipped });
    this.acknowledged = number;
    this.skipped = 0;
  }

  schedule() {
    if (!this.visible || this.scheduled) return;
    this.scheduled = true;
    this.unpackNewest().then((take) =>
      requestAnimationFrame(() => {
        this.scheduled = false;
        take();
        this.draw();
        if (this.newest) this.schedule();
      }),
    );
  }

  /** What takes the newest frame over, so that taking and drawing it is one. */
  async unpackNewest() {
    if (!this.newest || !this.opened) return () => {};
    const { frame, buffers } = this.newest;
    this.newest = null;
    const take = await this.unpack(frame, buffers);
    return () => {
      if (!this.view.late(frame)) take();
      this.acknowledge(frame);
    };
  }

  /**
   * Write the epoch, and that a frame was drawn.
   *
   * @param {Stamp} frame
   */
  drawEpoch({ epoch }) {
    const shown = String(epoch)
      .padStart(6, "0")
      .replace(/(\d{3})$/, ",$1");
    write(this.epoch, shown);
    this.view.sees(epoch);
    this.node.dataset.epoch = String(epoch);
    this.node.dataset.drawn = String(Number(this.node.dataset.drawn ?? 0) + 1);
  }

  /**
   * What another key does.
   *
   * @param {KeyboardEvent} _event
   */
  otherKey(_event) {}

  /**
   * Space plays or pauses, S steps, B goes back, R resets.
   *
   * @param {KeyboardEvent} event
   */
  keyed(event) {
    const { tagName, classList } = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.defaultPrevented) return; // a view inside of this one has taken it
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(tagName)) return;
    const pressing = tagName === "BUTTON" && !classList.contains("pg-tile"); // Space presses it
    this.otherKey(event);
    const action = ACTIONS[event.key.toLowerCase()];
    if (!action || (action === "play" && pressing)) return;
    event.preventDefault();
    if ((event.repeat && !HELD.includes(action)) || this.view.hides(action)) return;
    if (action === "play") this.view.playOrPause();
    else this.view.ask(action);
  }
}
