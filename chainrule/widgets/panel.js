// One view for all panels: controls in a row, the picture, the sentence.

import { slider } from "./fields.js";
import { dragHandles, moveHandlesByKeys, pictureBox } from "./picture_box.js";
import { button, el, labelled, minus, options, says, viewOf } from "./shared.js";

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
    .map((one) => (KINDS[one.kind] ?? sliderOf)(view, one));
  const box = pictureBox(view);
  dragHandles(view, box);
  moveHandlesByKeys(view, box);
  root.append(
    el(
      "div",
      { class: "cr", role: "group", "aria-label": view.get("title") },
      el("div", { class: "cr-row" }, ...controls),
      box,
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
function sliderOf(view, { name, label, low, high, step }) {
  const digits = Math.max(0, Math.ceil(-Math.log10(step)));
  const text = (/** @type {number} */ value) => minus(Number(value.toFixed(digits)));
  const limits = { min: low, max: high, step };
  const { input, shown, show } = slider(label, limits, text, (value) => view.set(name, value));
  view.watch([name], () => show(view.get(name)));
  return el("span", { class: "cr-row cr-inner cr-slider" }, labelled(label, input), shown);
}

export default { render };
