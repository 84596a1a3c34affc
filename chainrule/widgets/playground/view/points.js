// Own points: choose a label, then click into the map, or give two numbers.

import { button, el, labelled, minus, options } from "../../shared.js";
import { opener } from "./controls.js";

/** @import { Kernel } from "./kernel.js" */

/**
 * @param {Kernel} view
 * @param {HTMLElement} map
 */
export function pointAdder(view, map) {
  const labels = el("select", { "aria-label": "Label of new points" });
  const [x, y] = [coordinate("x₁ of the new point"), coordinate("x₂ of the new point")];
  const add = (/** @type {number} */ px, /** @type {number} */ py) => {
    const place = { x: Number(px.toFixed(3)), y: Number(py.toFixed(3)) };
    view.ask("point", { ...place, label: Number(labels.value) });
  };
  const give = button("Add", "Add the point", () => add(x.valueAsNumber, y.valueAsNumber));
  const clear = button("Clear", "Remove all points that were added", () =>
    view.ask("clear_points"),
  );
  const panel = el(
    "div",
    { class: "pg-adder" },
    labelled("Label", labels),
    el("span", { class: "pg-hint" }, "Click into the picture, or:"),
    el("span", { class: "pg-pair" }, x, y, give),
    clear,
  );
  const open = opener("Add points", panel, (yes) => map.classList.toggle("pg-adding", yes));
  map.addEventListener("click", (event) => {
    if (panel.hidden) return;
    const box = map.getBoundingClientRect();
    const [left, top] = [event.clientX - box.left, event.clientY - box.top];
    add((left / box.width) * 12 - 6, 6 - (top / box.height) * 12);
  });
  view.watch(["classes"], () => labels.replaceChildren(...labelChoices(view.get("classes"))));
  return el("div", {}, open.node, panel);
}

/** @type {(name: string) => HTMLInputElement} */
function coordinate(name) {
  const limits = { min: -6, max: 6, step: 0.5, value: 0 };
  return el("input", { type: "number", ...limits, "aria-label": name });
}

/** @type {(classes: number) => HTMLElement[]} */
function labelChoices(classes) {
  if (classes > 2) return options([...Array(classes).keys()]);
  const two = (/** @type {number} */ label) => (label > 0 ? "● 1 (blue)" : "■ −1 (orange)");
  return options([1, -1], classes === 2 ? two : minus);
}
