// What is typed and slid: the one field for numbers, the one slider, the formula with its values.

import { el, errorLine, labelled, oncePerFrame, pretty } from "./shared.js";

/** @import { View } from "./shared.js" */

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * A typed number: decimal with point or comma, fraction, or with the minus of print; or NaN.
 *
 * @param {string} text
 */
function parsed(text) {
  const parts = text.replaceAll("−", "-").replaceAll(",", ".").split("/");
  const [top, bottom] = parts.map((part) => (NUMBER.test(part.trim()) ? Number(part) : Number.NaN));
  const number = parts.length > 2 ? Number.NaN : parts.length > 1 ? top / bottom : top;
  return Number.isFinite(number) ? number : Number.NaN;
}

/**
 * A field for a number. What is none is refused in a sentence, and the old one stands there again.
 *
 * @param {string} name
 * @param {() => number} now
 * @param {(value: number) => void} take
 * @param {(refusal: string) => void} tell
 */
function numberField(name, now, take, tell) {
  const look = { type: "text", inputmode: "decimal", autocomplete: "off", class: "cr-number" };
  const input = el("input", { ...look, "data-name": name });
  const show = () => {
    input.value = shownNumber(now());
  };
  input.addEventListener("change", () => {
    const value = parsed(input.value);
    const wrong = Number.isNaN(value);
    tell(wrong ? `“${input.value}” is not a number for ${name}: write 0.25, −3 or 1/4.` : "");
    if (!wrong) take(value);
    show();
  });
  return { input, show };
}

/** @type {(value: number) => string} */
const shownNumber = (value) => String(value).replace("-", "−");

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
  /** @type {ReturnType<typeof numberField>[]} */
  let fields = [];
  view.watch(["expression", "values", "error"], () => {
    const names = Object.keys(view.get("values"));
    if (row.dataset.names !== names.join()) {
      row.dataset.names = names.join();
      fields = names.map((name) => variable(view, name, tell));
      row.replaceChildren(...fields.map(({ input }, i) => labelled(pretty(names[i]), input)));
    }
    for (const { input, show } of fields) if (document.activeElement !== input) show();
  });
  return row;
}

/**
 * @param {View} view
 * @param {string} name
 * @param {(refusal: string) => void} tell
 */
function variable(view, name, tell) {
  const now = () => view.get("values")[name];
  const take = (/** @type {number} */ value) =>
    view.set("values", { ...view.get("values"), [name]: value });
  return numberField(name, now, take, tell);
}
