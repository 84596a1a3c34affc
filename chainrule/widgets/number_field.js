// A field for a number, which takes whatever people type and print: −1,5 and 1/2 and 3·10⁻⁴.

import { clamp, el, minus } from "./shared.js";

/** @import { Attribute } from "./shared.js" */

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const GROUPED = /^[+-]?[1-9]\d{0,2},\d{3}$/; // 1,500 may be either: it is none
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * The number that a text says; NaN if it says none.
 *
 * @param {string} text
 */
export function parsedNumber(text) {
  const plain = text.trim().replace(/[−–]/g, "-").replace(/\s+/g, "");
  if (GROUPED.test(plain)) return Number.NaN;
  const parts = plain
    .replace(/[·×*]10(\^?[-⁻]?[\d⁰¹²³⁴-⁹]+)$/, powerOf)
    .replace(/,/g, ".")
    .split("/");
  if (parts.length > 2 || !parts.every((part) => NUMBER.test(part))) return Number.NaN;
  const [above, below = 1] = parts.map(Number);
  return Number.isFinite(above / below) ? above / below : Number.NaN;
}

/** @type {(all: string, raised: string) => string} */
const powerOf = (_, raised) =>
  `e${raised
    .replace("^", "")
    .replace("⁻", "-")
    .replace(/[⁰-⁹¹²³]/g, (digit) => String(RAISED.indexOf(digit)))}`;

/**
 * A number of unknown size with so many digits that count: 0.23, 1.3·10⁻⁵.
 *
 * @type {(x: number | null | undefined, digits?: number) => string}
 */
export function significant(x, digits = 2) {
  if (typeof x !== "number" || !Number.isFinite(x)) return "–";
  if (x === 0 || (Math.abs(x) >= 1e-3 && Math.abs(x) < 1e5))
    return minus(Math.abs(x) >= 1 ? Number(x.toFixed(digits)) : Number(x.toPrecision(digits)));
  const [front, power] = x.toExponential(digits - 1).split("e");
  const raised = power
    .replace("+", "")
    .replace("-", "⁻")
    .replace(/\d/g, (d) => RAISED[Number(d)]);
  return `${minus(front)}·10${raised}`;
}

/**
 * A field for the number `now()`; what is typed goes to `take`, and if it is no number or is
 * refused the old one comes back.
 *
 * @param {Record<string, Attribute>} attributes
 * @param {() => number} now
 * @param {(value: number) => void} take
 * @param {{ min?: number, max?: number, step?: number }} limits
 */
export function numberField(attributes, now, take, { min, max, step = 0.1 } = {}) {
  const look = { type: "text", inputmode: "decimal", role: "spinbutton", autocomplete: "off" };
  const reach = { "aria-valuemin": min, "aria-valuemax": max };
  const node = el("input", { ...look, ...reach, ...attributes });
  let shown = "";
  const revert = () => {
    shown = minus(Number(now().toPrecision(6)));
    node.value = shown;
    node.setAttribute("aria-valuenow", String(now()));
  };
  const refresh = () => {
    if (document.activeElement !== node) revert();
  };
  node.addEventListener("change", () => {
    if (node.value === shown) return;
    const value = parsedNumber(node.value);
    if (Number.isNaN(value)) return revert();
    shown = node.value;
    take(value);
  });
  node.addEventListener("blur", revert);
  node.addEventListener("keydown", (event) => {
    const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!way) return;
    event.preventDefault();
    const value = (parsedNumber(node.value) || 0) + way * step;
    node.value = minus(Number(clamp(value, min ?? -1e9, max ?? 1e9).toPrecision(6)));
    node.dispatchEvent(new Event("change"));
  });
  revert();
  return { node, refresh, revert };
}
