// Lines and neurons that are cut or frozen: how they are asked for, and how they look.

import { able, button, el, show, svgEl } from "../../shared.js";
import { hidable } from "./controls.js";

/**
 * @import { Kernel } from "./kernel.js"
 * @import { Store } from "./store.js"
 *
 * A weight, a bias, or a whole neuron.
 * @typedef {{ column: number, row: number, place?: number, bias?: boolean }} Part
 */

const LOCK = "M-4,-1H4V5H-4ZM-2.5,-1V-3A2.5,2.5 0 0 1 2.5,-3V-1";
const CROSS = "M-3.5,-3.5L3.5,3.5M3.5,-3.5L-3.5,3.5";
const BROKEN = "M-8,0H-3M3,0H8M-2.5,5L2.5,-5";

/**
 * Whether a part is cut or frozen; a neuron is when all its lines on are, or all that is its own.
 *
 * @param {Store} store
 * @param {Part} part
 */
export function stayOf({ fixed, frame }, { column, row, place, bias }) {
  const of = (/** @type {(string | number)[]} */ ...at) => fixed.get(at.join());
  if (!fixed.size) return undefined;
  if (bias || place !== undefined) return of(column - 1, row, place ?? "bias");
  const sizes = [frame.features.length, ...frame.hidden, frame.outputs];
  const next = [...Array(sizes[column + 1] ?? 0).keys()];
  if (next.length && next.every((k) => of(column, k, row) === "cut")) return "cut";
  const own = ["bias", ...Array(sizes[column - 1]).keys()];
  return own.every((source) => of(column - 1, row, source)) ? "frozen" : undefined;
}

/**
 * Cut or freeze a part, or restore it if it is so already.
 *
 * @param {Kernel} view
 * @param {Store} store
 * @param {Part} part
 * @param {"cut" | "freeze"} what
 */
export function operate(view, store, part, what) {
  if (view.hides("surgery")) return;
  const stays = stayOf(store, part);
  const undo = stays === (what === "cut" ? "cut" : "frozen");
  const { column, row, place, bias } = part;
  if (stays === "cut" && !undo) return;
  const source = bias ? "bias" : (place ?? null);
  view.ask(undo ? "restore" : what, { layer: column - 1, neuron: row, source });
}

/**
 * Two buttons for a part, pressed while it is cut or frozen; with pictures where there are many.
 *
 * @param {Kernel} view
 * @param {Store} store
 * @param {Part} part
 * @param {string} name
 */
export function surgeryButtons(view, store, part, name, small = false) {
  const one = (/** @type {"cut" | "freeze"} */ what, /** @type {string} */ text) => {
    const node = button(text, `${text} ${name}`, () => operate(view, store, part, what));
    node.className = small ? "pg-pill pg-small" : "pg-pill";
    if (small) node.replaceChildren(icon(what === "cut" ? BROKEN : LOCK));
    return node;
  };
  const [cut, freeze] = [one("cut", "Cut"), one("freeze", "Freeze")];
  const output = part.place === undefined && !part.bias && part.column > store.frame.hidden.length;
  const node = el("span", { class: "pg-follow" }, output ? null : cut, freeze);
  const refresh = () => {
    const stays = stayOf(store, part);
    cut.setAttribute("aria-pressed", String(stays === "cut"));
    freeze.setAttribute("aria-pressed", String(stays === "frozen"));
    able(freeze, stays !== "cut");
  };
  refresh();
  return { node: hidable(view, node, "surgery"), refresh };
}

/**
 * A button that lets everything learn again, while anything does not.
 *
 * @param {Kernel} view
 * @param {Store} store
 * @param {() => void} focus what takes the focus over when it goes
 */
export function restoreAll(view, store, focus) {
  const node = button("Restore all", "Restore all that is cut or frozen", () => {
    view.ask("restore");
    focus();
  });
  node.className = "pg-pill";
  store.drawers.push(() => {
    show(node, store.fixed.size > 0 && !view.hides("surgery"));
  });
  return node;
}

/**
 * Keys on a tile: X cuts the neuron, F freezes it, or they restore it.
 *
 * @param {Kernel} view
 * @param {Store} store
 * @param {HTMLElement} tiles
 */
export function operateByKeys(view, store, tiles) {
  tiles.addEventListener("keydown", (event) => {
    const { at } = /** @type {HTMLElement} */ (event.target).dataset;
    const keys = /** @type {const} */ ({ x: "cut", f: "freeze" });
    const what = keys[/** @type {"x" | "f"} */ (event.key.toLowerCase())];
    const [column, row] = (at ?? "0,0").split(",").map(Number);
    if (!what || !column || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) operate(view, store, { column, row }, what);
  });
}

/**
 * A mark on a line, as a gap in it: a cross where it is cut, a lock where it is frozen.
 *
 * @param {SVGPathElement} line
 * @param {"cut" | "frozen"} stays
 */
export function markOn(line, stays) {
  const { x, y } = line.getPointAtLength(0.36 * line.getTotalLength());
  return svgEl(
    "g",
    { class: "pg-mark", transform: `translate(${x.toFixed(1)},${y.toFixed(1)})` },
    svgEl("circle", { r: 8 }),
    svgEl("path", { d: stays === "cut" ? CROSS : LOCK }),
  );
}

/** The lock in the corner of a tile. */
export const lock = () => el("span", { class: "pg-lock", "aria-hidden": "true" }, icon(LOCK));

/** @type {(d: string) => SVGElement} */
const icon = (d) =>
  svgEl(
    "svg",
    { viewBox: "-9 -9 18 18", class: "pg-mark", "aria-hidden": "true" },
    svgEl("path", { d }),
  );
