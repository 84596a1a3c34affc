// Own points: choose a label, then paint into the map, or give two numbers.

import { numberField, parsedNumber } from "../../number_field.js";
import { button, el, labelled, minus, options } from "../../shared.js";
import { opener } from "./controls.js";

/** @import { Kernel } from "./kernel.js" */

const [APART, NEAR] = [16, 9]; // pixels between painted points; how near a click takes one away

/**
 * @param {Kernel} view
 * @param {HTMLElement} map
 * @param {() => boolean} loading points of a table, which are not to be painted
 */
export function pointAdder(view, map, loading = () => false) {
  const labels = el("select", { "aria-label": "Label of new points" });
  const [x, y] = [coordinate("x₁ of the new point"), coordinate("x₂ of the new point")];
  const add = (/** @type {number} */ px, /** @type {number} */ py, other = false) => {
    const place = { x: Number(px.toFixed(3)), y: Number(py.toFixed(3)) };
    const label = Number(labels.value);
    view.ask("point", { ...place, label: other ? otherLabel(label, view.get("classes")) : label });
  };
  const give = button("Add", "Add the point", () =>
    add(parsedNumber(x.value), parsedNumber(y.value)),
  );
  const undo = button("Undo", "Take the newest point away", () => view.ask("undo_point"));
  const clear = button("Clear", "Remove all points that were added", () =>
    view.ask("clear_points"),
  );
  const how = "Click or drag in the picture; with Shift for the other label; click a point away.";
  const panel = el(
    "div",
    { class: "pg-adder" },
    labelled("Label", labels),
    el("span", { class: "pg-pair" }, undo, clear),
    el("span", { class: "pg-hint" }, how),
    el("span", { class: "pg-pair" }, x, y, give),
  );
  const open = opener("Add points", panel, (yes) => map.classList.toggle("pg-adding", yes));
  let ours = false; // opened for own points, and closed with them
  view.watch(["dataset"], () => {
    const own = view.get("dataset") === "own";
    if (own ? panel.hidden && !loading() : ours && !panel.hidden) open.toggle(own);
    ours = own;
  });
  paintable(map, () => !panel.hidden, {
    add,
    remove: (i) => view.ask("remove_point", { place: i }),
    points: () => view.get("points"),
  });
  view.watch(["classes"], () => labels.replaceChildren(...labelChoices(view.get("classes"))));
  return el("div", {}, open.node, panel);
}

/**
 * @typedef {{
 *   add: (x: number, y: number, other: boolean) => void, remove: (i: number) => void,
 *   points: () => number[][],
 * }} Canvas
 */

/**
 * Let points be painted into a map, and those that were be clicked away.
 *
 * @param {HTMLElement} map
 * @param {() => boolean} open
 * @param {Canvas} canvas
 */
function paintable(map, open, canvas) {
  /** @type {[left: number, top: number] | null} */
  let last = null;
  const place = (/** @type {PointerEvent} */ event) => {
    const box = map.getBoundingClientRect();
    const [left, top] = [event.clientX - box.left, event.clientY - box.top];
    const at = [(left / box.width) * 12 - 6, 6 - (top / box.height) * 12];
    return { left, top, at, unit: box.width / 12 };
  };
  const put = (/** @type {PointerEvent} */ event) => {
    const { left, top, at } = place(event);
    if (Math.max(...at.map(Math.abs)) > 6) return;
    canvas.add(at[0], at[1], event.shiftKey);
    last = [left, top];
  };
  map.addEventListener("pointerdown", (event) => {
    if (!open() || event.button) return;
    event.preventDefault();
    const { at, unit } = place(event);
    const far = canvas.points().map(([x, y]) => Math.hypot(x - at[0], y - at[1]) * unit);
    const near = far.findIndex((pixels) => pixels < NEAR);
    if (near >= 0) return canvas.remove(near);
    map.setPointerCapture(event.pointerId);
    put(event);
  });
  map.addEventListener("pointermove", (event) => {
    if (!last) return;
    const { left, top } = place(event);
    if (Math.hypot(left - last[0], top - last[1]) >= APART) put(event);
  });
  const end = () => {
    last = null;
  };
  map.addEventListener("pointerup", end);
  map.addEventListener("pointercancel", end);
}

/** @type {(name: string) => HTMLInputElement} */
function coordinate(name) {
  let value = 0;
  const take = (/** @type {number} */ given) => {
    value = given;
  };
  const limits = { min: -6, max: 6, step: 0.5 };
  return numberField({ "aria-label": name }, () => value, take, limits).node;
}

/** @type {(label: number, classes: number) => number} */
const otherLabel = (label, classes) => (classes > 2 ? (label + 1) % classes : -label);

/** @type {(classes: number) => HTMLElement[]} */
export function labelChoices(classes) {
  if (classes > 2) return options([...Array(classes).keys()]);
  const two = (/** @type {number} */ label) => (label > 0 ? "● 1 (blue)" : "■ −1 (orange)");
  return options([1, -1], classes === 2 ? two : minus);
}
