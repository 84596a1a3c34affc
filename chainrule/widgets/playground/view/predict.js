// Predict on the board: paint what the network will say, then see how far it agrees.

import { button, clamp, el, labelled, options, show, write } from "../../shared.js";
import { paintWords, sharp } from "./colours.js";
import { opener } from "./controls.js";
import { labelChoices } from "./points.js";

/**
 * @import { Kernel } from "./kernel.js"
 * @import { Store } from "./store.js"
 *
 * @typedef {[x: number, y: number]} Place
 */

const BRUSHES = new Map([
  ["0.7", "fine"],
  ["1.5", "medium"],
  ["3", "wide"],
]);
const [STEP, APART, MOST] = [0.5, 0.08, 2000]; // of a key; between places of a stroke; of those
const KEY = "Bold line: your border. Striped: there the two of you disagree.";

/** @type {(first: string) => string} */
const how = (first) =>
  "Drag over the picture where you think that the network will say this label; what you leave " +
  `counts as ${first}. By keys: arrows, and Space to paint, with Shift all along. Then press Play.`;

export class Predictor {
  said = el("p", { class: "pg-agrees", role: "status" });
  key = el("p", { class: "pg-key" }, KEY);
  spoken = el("p", { class: "pg-spoken", "aria-live": "polite" });
  how = el("span", { class: "pg-hint" });
  canvas = el("canvas", { class: "pg-guess", "aria-hidden": "true" });
  labels = el("select");
  widths = el("select", {}, ...options([...BRUSHES.keys()], (width) => BRUSHES.get(width) ?? ""));
  ring = el("span", { class: "pg-ring", "aria-hidden": "true" });
  brush = el(
    "div",
    { class: "pg-brush", tabindex: 0, role: "application", "aria-label": "Picture to paint" },
    this.ring,
  );
  /** @type {Place} */
  at = [0, 0];
  /** @type {Place[] | null} */
  stroke = null;
  /** @type {{ of: Int8Array | null, path: Path2D }} */
  border = { of: null, path: new Path2D() };
  epoch = 0;

  /**
   * @param {Kernel} view
   * @param {Store} store
   * @param {HTMLElement} map
   */
  constructor(view, store, map) {
    this.view = view;
    this.store = store;
    map.querySelector(".pg-heat")?.after(this.canvas);
    map.append(this.brush);
    this.brush.dataset.lmSuppressShortcuts = "true";
    const undo = button("Undo", "Take the last stroke back", () => view.ask("undo_paint"));
    const clear = button("Clear", "Forget what is painted", () => view.ask("clear_paint"));
    this.panel = el(
      "div",
      { class: "pg-tool" },
      labelled("Label", this.labels),
      labelled("Brush", this.widths),
      el("span", { class: "pg-pair" }, undo, clear),
      this.how,
    );
    this.open = opener("Predict", this.panel, (yes) => this.opened(yes));
    this.node = el("div", {}, this.open.node, this.panel, this.said, this.key, this.spoken);
    this.widths.selectedIndex = 1;
    this.listen();
  }

  listen() {
    const { brush, view, store } = this;
    view.watch(["classes"], () => {
      const classes = view.get("classes");
      this.open.node.hidden = !classes;
      this.labels.replaceChildren(...labelChoices(classes));
      this.labels.selectedIndex = classes > 2 ? 1 : 0;
      this.how.textContent = how(classes > 2 ? "0" : (this.labels.options[1].textContent ?? ""));
      if (!this.panel.hidden) this.open.toggle(false);
    });
    store.drawers.push(() => this.follow());
    store.refreshers.push(() => this.draw());
    brush.addEventListener("click", (event) => event.stopPropagation());
    brush.addEventListener("pointerdown", (event) => this.begin(event));
    brush.addEventListener("pointermove", (event) => this.move(event));
    brush.addEventListener("pointerup", () => this.end());
    brush.addEventListener("pointercancel", () => this.end());
    brush.addEventListener("keydown", (event) => this.keyed(event));
    this.panel.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    this.widths.addEventListener("change", () => this.putRing());
    const sized = new ResizeObserver(() => this.draw());
    sized.observe(brush.parentElement ?? brush);
    view.atEnd(() => sized.disconnect());
    this.opened(false);
  }

  /** @param {boolean} yes */
  opened(yes) {
    this.brush.hidden = !yes;
    this.epoch = this.store.frame?.epoch ?? 0;
    this.putRing();
    this.draw();
  }

  close() {
    this.open.toggle(false);
    this.open.node.focus({ preventScroll: true });
  }

  /** Draw with each frame; what learns is to be seen, so the brush is put away. */
  follow() {
    const open = !this.panel.hidden;
    const { epoch } = this.store.frame;
    const learns = this.view.playing() || epoch > this.epoch;
    this.epoch = epoch;
    if (open && learns) {
      const inside = this.panel.contains(document.activeElement);
      if (inside || document.activeElement === this.brush) this.close();
      else this.open.toggle(false);
    } else this.draw();
  }

  draw() {
    const { agreement } = this.store.frame ?? {};
    const done = Boolean(this.store.guess && agreement && this.panel.hidden);
    show(this.canvas, done || !this.panel.hidden);
    show(this.key, done);
    this.said.setAttribute("aria-live", this.view.playing() ? "off" : "polite");
    const text = done && agreement ? sentence(agreement) : "";
    write(this.said, text);
    if (done) this.drawOverlap();
    else if (!this.panel.hidden) this.drawPaint();
  }

  /** What is painted so far, in place of what the network says. */
  drawPaint() {
    const { guess, opening } = this.store;
    const side = opening?.side ?? 1;
    paintWords(this.canvas, side, side, (i) => this.colourOf(guess ? guess[i] : this.first()));
    if (this.stroke) this.drawStroke(this.stroke);
  }

  first() {
    return this.view.get("classes") > 2 ? 0 : -1;
  }

  /** @param {number} label */
  colourOf(label) {
    const { numbers, classes } = this.store.maps;
    if (this.view.get("classes") > 2) return classes[label][255];
    return numbers[label > 0 ? 255 : 1];
  }

  /** @param {Place[]} stroke */
  drawStroke(stroke) {
    const context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    const unit = this.canvas.width / 12;
    const word = this.colourOf(Number(this.labels.value));
    context.strokeStyle = `rgb(${word & 255},${(word >> 8) & 255},${(word >> 16) & 255})`;
    context.lineWidth = this.width() * unit;
    context.lineCap = context.lineJoin = "round";
    context.beginPath();
    for (const [x, y] of [stroke[0], ...stroke]) context.lineTo((x + 6) * unit, (6 - y) * unit);
    context.stroke();
  }

  /** The border of what was painted, and stripes where the network says otherwise. */
  drawOverlap() {
    const { guess, opening, dark } = this.store;
    const side = this.brush.parentElement?.clientWidth ?? 0;
    if (!guess || !side || !opening) return;
    const context = sharp(this.canvas, side, side);
    const ink = dark ? ["#fff", "#1d2126"] : ["#1d2126", "#fff"];
    context.scale(side / opening.side, side / opening.side);
    context.save();
    context.clip(this.differing(guess, opening.side));
    for (const [width, colour] of [
      [0.9, ink[1]],
      [0.45, ink[0]],
    ]) {
      stripes(context, opening.side, Number(width), String(colour));
    }
    context.restore();
    if (this.border.of !== guess) this.border = { of: guess, path: borderOf(guess, opening.side) };
    for (const [width, colour] of [
      [5, ink[1]],
      [2.5, ink[0]],
    ]) {
      context.lineWidth = (Number(width) * opening.side) / side;
      context.strokeStyle = String(colour);
      context.stroke(this.border.path);
    }
  }

  /**
   * Where the network says another label than was guessed.
   *
   * @param {Int8Array} guess
   * @param {number} side
   */
  differing(guess, side) {
    const path = new Path2D();
    const { large } = this.store;
    const same = (/** @type {number} */ i) => guess[i] === labelAt(large, i);
    for (let i = 0; i < guess.length; i++) {
      if (same(i)) continue;
      const from = i;
      while ((i + 1) % side && !same(i + 1)) i++;
      path.rect(from % side, Math.floor(from / side), i - from + 1, 1);
    }
    return path;
  }

  // The brush

  width() {
    return Number(this.widths.value);
  }

  putRing() {
    const [x, y] = this.at;
    const percent = (/** @type {number} */ n) => `${(n / 12) * 100}%`;
    const style = { left: percent(x + 6), top: percent(6 - y), width: percent(this.width()) };
    Object.assign(this.ring.style, style);
  }

  /** @param {PointerEvent} event */
  goTo(event) {
    const box = this.brush.getBoundingClientRect();
    const inside = (/** @type {number} */ n) => Number(clamp(n, -6, 6).toFixed(2));
    this.at = [
      inside(((event.clientX - box.left) / box.width) * 12 - 6),
      inside(6 - ((event.clientY - box.top) / box.height) * 12),
    ];
    this.putRing();
  }

  /** @param {PointerEvent} event */
  begin(event) {
    event.stopPropagation();
    if (event.button) return;
    event.preventDefault();
    this.brush.focus({ preventScroll: true });
    this.brush.setPointerCapture(event.pointerId);
    this.goTo(event);
    this.stroke = [this.at];
    this.drawPaint();
  }

  /** @param {PointerEvent} event */
  move(event) {
    this.goTo(event);
    const last = this.stroke?.at(-1);
    if (!this.stroke || !last || this.stroke.length >= MOST) return;
    if (Math.hypot(this.at[0] - last[0], this.at[1] - last[1]) < APART) return;
    this.stroke.push(this.at);
    this.drawStroke(this.stroke);
  }

  end() {
    if (this.stroke) this.paint(this.stroke);
    this.stroke = null;
  }

  /** @param {Place[]} path */
  paint(path) {
    this.view.ask("paint", { path, label: Number(this.labels.value), width: this.width() });
  }

  /** @param {KeyboardEvent} event */
  keyed(event) {
    const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] }[
      event.key
    ];
    const undo = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey);
    if (!way && !undo && ![" ", "Enter", "Escape", "Backspace"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") return this.close();
    if (undo || event.key === "Backspace") return this.view.ask("undo_paint");
    const from = this.at;
    const next = (/** @type {number} */ k) => clamp(from[k] + STEP * (way?.[k] ?? 0), -6, 6);
    this.at = [next(0), next(1)];
    this.putRing();
    if (!way || event.shiftKey) this.paint([from, this.at]);
    const painted = !way || event.shiftKey ? `, painted ${this.labels.value}` : "";
    this.spoken.textContent = `x₁ ${this.at[0]}, x₂ ${this.at[1]}${painted}`;
  }
}

/** @type {(agreement: [picture: number, points: number]) => string} */
function sentence([picture, points]) {
  const percent = (/** @type {number} */ share) => `${Math.round(100 * share)} %`;
  const shares = `${percent(picture)} of the picture and on ${percent(points)} of the points`;
  return `You and the network agree on ${shares}.`;
}

/**
 * What the network says in a square: the label of the largest output, or of the sign of one.
 *
 * @param {Int8Array[]} maps
 * @param {number} i
 */
function labelAt(maps, i) {
  if (maps.length === 1) return maps[0][i] > 0 ? 1 : -1;
  let best = 0;
  for (let k = 1; k < maps.length; k++) if (maps[k][i] > maps[best][i]) best = k;
  return best;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} side
 * @param {number} width
 * @param {string} colour
 */
function stripes(context, side, width, colour) {
  context.beginPath();
  for (let x = -side; x < side; x += 2.4) {
    context.moveTo(x, side);
    context.lineTo(x + side, 0);
  }
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.stroke();
}

/**
 * The lines between labels, through the middles between squares.
 *
 * @param {Int8Array} labels
 * @param {number} side
 */
function borderOf(labels, side) {
  const path = new Path2D();
  for (const label of new Set(labels)) {
    for (let i = 0; i < labels.length - side; i++) {
      if ((i + 1) % side === 0) continue;
      const [x, y] = [(i % side) + 0.5, Math.floor(i / side) + 0.5];
      const [a, b, c, d] = [i, i + 1, i + side + 1, i + side].map((j) => labels[j] === label);
      const crossed = [];
      if (d !== a) crossed.push([x, y + 0.5]);
      if (a !== b) crossed.push([x + 0.5, y]);
      if (b !== c) crossed.push([x + 1, y + 0.5]);
      if (c !== d) crossed.push([x + 0.5, y + 1]);
      crossed.forEach(([left, top], k) => {
        if (k % 2) path.lineTo(left, top);
        else path.moveTo(left, top);
      });
    }
    if (new Set(labels).size === 2) break; // the border of one is that of the other
  }
  return path;
}
