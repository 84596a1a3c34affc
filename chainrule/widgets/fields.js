// What is typed and slid: the one slider, and the formula with its values.

import { numberField, parsedNumber } from "./number_field.js";
import { el, errorLine, labelled, oncePerFrame, pretty } from "./shared.js";

/** @import { View } from "./shared.js" */

/**
 * A slider and what it says of its value; `show` puts it elsewhere, unless a hand is on it.
 *
 * @param {string} label
 * @param {Record<string, number | string>} limits
 * @param {(value: number) => string} text
 * @param {(value: number) => void} moved
 */
export function slider(label, limits, text, moved) {
  const input = el("input", { type: "range", "aria-label": label, ...limits });
  const shown = el("output", { class: "cr-quiet" });
  const move = oncePerFrame(moved);
  const tell = (/** @type {number} */ value) => {
    shown.textContent = text(value);
    input.setAttribute("aria-valuetext", shown.textContent);
  };
  input.addEventListener("input", () => {
    tell(input.valueAsNumber);
    move(input.valueAsNumber);
  });
  const show = (/** @type {number} */ value) => {
    if (move.due()) return;
    const near = Math.abs(input.valueAsNumber - value) <= Number(input.step);
    if (document.activeElement !== input || !near) input.value = String(value);
    tell(value);
  };
  return { input, shown, show };
}

/**
 * The formula and a number field for each of its variables.
 *
 * @param {View} view
 */
export function formulaRow(view) {
  const formula = el("input", {
    type: "text",
    class: "cr-formula",
    spellcheck: "false",
    value: view.get("expression"),
    onchange: (event) => view.set("expression", event.target.value),
  });
  view.watch(["expression", "error"], () => {
    if (document.activeElement !== formula) formula.value = view.get("expression");
    // Where a field does not follow what is typed by itself.
    formula.size = Math.max(1, formula.value.length);
    formula.setAttribute("aria-invalid", String(Boolean(view.get("error"))));
  });
  const wrong = errorLine(view);
  const tell = (/** @type {string} */ refusal) => {
    wrong.textContent = refusal || view.get("error");
  };
  const row = el("div", { class: "cr-row" }, labelled("f =", formula), variables(view, tell));
  return el("div", {}, row, wrong);
}

/**
 * @param {View} view
 * @param {(refusal: string) => void} tell
 */
function variables(view, tell) {
  const row = el("span", { class: "cr-row cr-inner" });
  /** @type {ReturnType<typeof variable>[]} */
  let fields = [];
  view.watch(["expression", "values", "error"], () => {
    const names = Object.keys(view.get("values"));
    if (row.dataset.names !== names.join()) {
      row.dataset.names = names.join();
      fields = names.map((name) => variable(view, name, tell));
      row.replaceChildren(...fields.map(({ node }, i) => labelled(pretty(names[i]), node)));
    }
    for (const { refresh } of fields) refresh();
  });
  return row;
}

/**
 * The field of one variable; what is no number is refused in a sentence.
 *
 * @param {View} view
 * @param {string} name
 * @param {(refusal: string) => void} tell
 */
function variable(view, name, tell) {
  const now = () => view.get("values")[name];
  const take = (/** @type {number} */ value) =>
    view.set("values", { ...view.get("values"), [name]: value });
  const field = numberField({ class: "cr-number", "data-name": name }, now, take);
  const judge = () => {
    const text = field.node.value;
    const wrong = Number.isNaN(parsedNumber(text));
    tell(wrong ? `“${text}” is not a number for ${name}: write 0.25, −3 or 1/4.` : "");
  };
  field.node.addEventListener("change", judge, true); // before the old number stands there again
  return field;
}
