// One view for all panels: controls in a row, the picture, the sentence.

import {
  button,
  clamp,
  el,
  focused,
  labelled,
  minus,
  oncePerFrame,
  options,
  says,
  viewOf,
} from "./shared.js";

/**
 * @import { RenderProps } from "@anywidget/types"
 * @import { View } from "./shared.js"
 *
 * @typedef {{
 *   kind: string, name: string, label: string,
 *   low: number, high: number, step: number, options: string[],
 * }} Control
 */

/** @param {RenderProps} props */
function render({ model, el: root }) {
  const view = viewOf(model);
  /** @type {Control[]} */
  const listed = view.get("controls");
  const controls = listed
    .filter(({ kind }) => kind !== "point")
    .map((one) => (KINDS[one.kind] ?? slider)(view, one));
  root.append(
    el(
      "div",
      { class: "cr", role: "group", "aria-label": view.get("title") },
      el("div", { class: "cr-row" }, ...controls),
      pictureBox(view),
      says(view, ["picture"], () => view.get("picture").sentence),
    ),
  );
  return view.end;
}

/**
 * Controls of a trait by their kinds; all others are sliders.
 *
 * @type {Record<string, (view: View, control: Control) => HTMLElement>}
 */
const KINDS = {
  button: (view, { name, label }) => button(label, label, () => view.send({ press: name })),
  choice: (view, { name, label, options: values }) => {
    const select = el("select", { "aria-label": label }, ...options(values));
    select.addEventListener("change", () => view.set(name, select.value));
    view.watch([name], () => {
      select.value = view.get(name);
    });
    return labelled(label, select);
  },
  text: (view, { name, label }) => {
    const field = el("input", { type: "text", "aria-label": label });
    field.addEventListener("change", () => view.set(name, field.value));
    view.watch([name], () => {
      if (document.activeElement !== field) field.value = view.get(name);
    });
    return labelled(label, field);
  },
};

/** @type {(view: View, control: Control) => HTMLElement} */
function slider(view, { name, label, low, high, step }) {
  const shown = el("output", { class: "cr-quiet" });
  const limits = { min: low, max: high, step };
  const input = el("input", { type: "range", "aria-label": label, ...limits });
  const move = oncePerFrame(() => view.set(name, input.valueAsNumber));
  input.addEventListener("input", () => move());
  const digits = Math.max(0, Math.ceil(-Math.log10(step)));
  view.watch([name], () => {
    const value = view.get(name);
    const held = document.activeElement === input && Math.abs(input.valueAsNumber - value) <= step;
    if (!held) input.value = value;
    shown.textContent = minus(Number(value.toFixed(digits)));
  });
  return el("span", { class: "cr-row", style: "margin:0" }, labelled(label, input), shown);
}

/**
 * The picture, drawn anew without loss of the focus that a handle had.
 *
 * @param {View} view
 */
function pictureBox(view) {
  const box = el("div", { class: "cr-graph-box", "data-lm-suppress-shortcuts": "true" });
  view.watch(["picture"], () => {
    const name = focused(box)?.getAttribute("data-name");
    box.innerHTML = view.get("picture").svg;
    if (name) handleOf(box, name)?.focus({ preventScroll: true });
  });
  dragHandles(view, box);
  moveHandlesByKeys(view, box);
  return box;
}

/** @type {(box: HTMLElement, name: string) => SVGGraphicsElement | null} */
const handleOf = (box, name) => box.querySelector(`[data-name="${name}"]`);

/** @type {(event: Event) => SVGGraphicsElement | null} */
const handleAt = ({ target }) => /** @type {Element} */ (target).closest(".cr-handle");

/** @type {(handle: SVGGraphicsElement) => number[]} */
const scaleOf = (handle) => String(handle.dataset.scale).split(",").map(Number);

/**
 * Points of the picture are dragged.
 *
 * @param {View} view
 * @param {HTMLElement} box
 */
function dragHandles(view, box) {
  let held = "";
  const move = oncePerFrame((/** @type {string} */ name, /** @type {number[]} */ place) =>
    view.set(name, place),
  );
  box.addEventListener("pointerdown", (event) => {
    const handle = handleAt(event);
    if (!handle) return;
    held = String(handle.dataset.name);
    box.setPointerCapture(event.pointerId);
    handle.focus();
    event.preventDefault();
  });
  box.addEventListener("pointermove", (event) => {
    const handle = held && handleOf(box, held);
    if (handle) move(held, placeOf(handle, event));
  });
  for (const end of ["pointerup", "pointercancel"])
    box.addEventListener(end, () => {
      held = "";
    });
}

/**
 * Where a pointer is in the numbers of the handle's own axes, which it does not leave.
 *
 * @param {SVGGraphicsElement} handle
 * @param {PointerEvent} event
 */
function placeOf(handle, event) {
  const svg = /** @type {SVGSVGElement} */ (handle.ownerSVGElement);
  const screen = /** @type {DOMMatrix} */ (svg.getScreenCTM());
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(screen.inverse());
  const panel = /** @type {SVGGraphicsElement} */ (/** @type {unknown} */ (handle.parentNode));
  const left = panel.transform.baseVal.consolidate()?.matrix.e ?? 0;
  const [x0, x1, px0, px1, y0, y1, py0, py1] = scaleOf(handle);
  return [
    clamp(x0 + ((at.x - left - px0) / (px1 - px0)) * (x1 - x0), x0, x1),
    clamp(y0 + ((at.y - py0) / (py1 - py0)) * (y1 - y0), y0, y1),
  ];
}

/** @type {Record<string, number[]>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * Points of the picture are moved by arrow keys.
 *
 * @param {View} view
 * @param {HTMLElement} box
 */
function moveHandlesByKeys(view, box) {
  box.addEventListener("keydown", (event) => {
    const handle = handleAt(event);
    const way = WAYS[event.key];
    if (!handle || !way) return;
    event.preventDefault();
    const name = String(handle.dataset.name);
    const [x, y] = view.get(name);
    const [x0, x1, , , y0, y1] = scaleOf(handle);
    const step = Number(handle.dataset.step) * (event.shiftKey ? 5 : 1);
    view.set(name, [clamp(x + way[0] * step, x0, x1), clamp(y + way[1] * step, y0, y1)]);
  });
}

export default { render };
