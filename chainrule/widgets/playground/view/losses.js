// Training and test loss: the newest, and all of them as curves.

import { clamp, el } from "../../shared.js";
import { sharp } from "./colours.js";
import { number } from "./names.js";

/** @import { Frame, Store } from "./store.js" */

/**
 * @param {Frame} frame
 */
export function lossRows({ losses: [train, test], accuracies: [trainRight, testRight] }) {
  return [
    lossRow("test", "Test", test, testRight),
    lossRow("train", "Training", train, trainRight),
  ];
}

/**
 * @param {string} kind
 * @param {string} name
 * @param {number | null} loss
 * @param {number | null} accuracy
 */
function lossRow(kind, name, loss, accuracy) {
  return el(
    "div",
    { class: `pg-loss pg-${kind}` },
    el("span", {}, `${name} loss`),
    el("b", {}, loss === null ? "–" : loss.toFixed(3)),
    el("span", {}, accuracy === null ? "" : `${(100 * accuracy).toFixed(0)} % right`),
  );
}

/** @typedef {{ epoch: number, losses: [train: number, test: number] }} Past */

/** Training and test loss over the epochs; pointing (or arrow keys) tells the numbers. */
export class LossCurve {
  canvas = el("canvas", {
    class: "pg-curve",
    tabindex: 0,
    role: "img",
    "aria-label": "Losses over the epochs",
    "data-lm-suppress-shortcuts": "true",
  });
  said = el("div", { class: "pg-said", role: "status" });
  node = el("div", { class: "pg-curve-box" }, this.canvas, this.said);
  /** @type {number | null} */
  at = null;

  /** @param {Store} store */
  constructor(store) {
    this.store = store;
    this.canvas.addEventListener("pointermove", (event) => this.show(this.placeUnder(event)));
    this.canvas.addEventListener("pointerleave", () => this.show(null));
    this.canvas.addEventListener("blur", () => this.show(null));
    this.canvas.addEventListener("keydown", (event) => this.goByArrowKeys(event));
    store.refreshers.push(() => this.draw());
  }

  /** How many epochs there are numbers of. */
  get length() {
    return this.store.history.length / 3;
  }

  /**
   * @param {number} i
   * @returns {Past}
   */
  past(i) {
    const { history } = this.store;
    return { epoch: history[3 * i], losses: [history[3 * i + 1], history[3 * i + 2]] };
  }

  draw() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (!width) return;
    const context = sharp(this.canvas, width, height);
    const all = Array.from({ length: this.length }, (_, i) => this.past(i));
    const last = Math.max(1, all.at(-1)?.epoch ?? 1);
    const top = all.flatMap((one) => one.losses).reduce(largest, 1e-9);
    const x = (/** @type {Past} */ { epoch }) => 2 + (epoch / last) * (width - 4);
    const y = (/** @type {number} */ loss) => height - 3 - (loss / top) * (height - 8);
    context.strokeStyle = getComputedStyle(this.canvas).color;
    context.lineWidth = 1.6;
    LINES.forEach(({ dash, alpha }, kind) => {
      context.beginPath();
      context.setLineDash(dash);
      context.globalAlpha = alpha;
      for (const one of all)
        if (Number.isFinite(one.losses[kind])) context.lineTo(x(one), y(one.losses[kind]));
      context.stroke();
    });
    if (this.at === null || !all.length) return;
    context.fillRect(x(all[clamp(this.at, 0, all.length - 1)]), 0, 1, height);
  }

  /**
   * Point at an epoch and tell its numbers: when asked, never by a frame.
   *
   * @param {number | null} i
   */
  show(i) {
    this.at = i;
    this.said.textContent = i === null ? "" : told(this.past(i));
    this.draw();
  }

  /**
   * The epoch that a pointer is at.
   *
   * @param {PointerEvent} event
   */
  placeUnder(event) {
    if (!this.length) return null;
    const last = this.past(this.length - 1).epoch;
    const wanted = (event.offsetX / this.canvas.clientWidth) * last;
    let i = 0;
    while (i < this.length - 1 && this.past(i).epoch < wanted) i++;
    return i;
  }

  /** @param {KeyboardEvent} event */
  goByArrowKeys(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    if (this.length) this.show(clamp((this.at ?? this.length) + by, 0, this.length - 1));
  }
}

/** The curves of training and test loss. */
const LINES = [
  { dash: [4, 3], alpha: 0.65 },
  { dash: [], alpha: 1 },
];

/** @type {(top: number, loss: number) => number} */
const largest = (top, loss) => (Number.isFinite(loss) ? Math.max(top, loss) : top);

/** @type {(past: Past) => string} */
const told = ({ epoch, losses: [train, test] }) =>
  `Epoch ${epoch}: test ${number(test)}, training ${number(train)}`;
