// A look inside: histograms a layer, the confusion matrix, layers of two neurons as a plane.

import { significant } from "../../number_field.js";
import { clamp, el, svgEl } from "../../shared.js";
import { mark, sharp } from "./colours.js";

/**
 * @import { Histogram, Insights, Store } from "./store.js"
 */

/**
 * Redraw the look inside, if the newest frame has one.
 *
 * @param {HTMLElement} body
 * @param {Store} store
 */
export function drawInside(body, store) {
  const { inside, hidden } = store.frame;
  if (!inside) return;
  const name = (/** @type {number} */ i) => (i < hidden.length ? `Layer ${i + 1}` : "Output");
  const planes = Object.entries(inside.spaces).map(([i, rows]) =>
    chart(`${name(Number(i))} as a plane`, planeOf(rows, store)),
  );
  const sizes = chart("Mean |∂ loss / ∂ w|", sizesOf(inside.sizes, name));
  const parts = [...histograms(inside, name), sizes, ...planes, ...confusion(inside.confusion)];
  body.replaceChildren(...parts);
}

/** @type {(name: string, ...parts: HTMLElement[]) => HTMLElement} */
const chart = (name, ...parts) => el("div", { class: "pg-chart" }, el("b", {}, name), ...parts);

/**
 * @param {Insights} inside
 * @param {(i: number) => string} name
 */
function histograms({ activations, gradients }, name) {
  return activations.map((says, i) =>
    chart(name(i), histogramOf(says, "says"), histogramOf(gradients[i], "∂ loss / ∂ w")),
  );
}

/**
 * @param {Histogram} histogram
 * @param {string} what
 */
function histogramOf({ low, high, counts }, what) {
  const [width, height] = [110, 34];
  const most = Math.max(1, ...counts);
  const step = width / Math.max(1, counts.length);
  const bars = counts.map((n, i) => {
    const tall = (n / most) * height;
    const place = { x: i * step, y: height - tall };
    return svgEl("rect", { ...place, width: step - 0.6, height: tall, fill: "currentColor" });
  });
  const label = `Histogram of what it ${what}: from ${significant(low)} to ${significant(high)}`;
  const look = { viewBox: `0 0 ${width} ${height}`, width, height };
  const svg = svgEl("svg", { ...look, role: "img", "aria-label": label }, ...bars);
  const caption = `${what}: ${significant(low)} … ${significant(high)}`;
  return el("figure", {}, svg, el("figcaption", {}, caption));
}

/**
 * A bar a layer, on a logarithmic axis: where gradients vanish, each is a step shorter.
 *
 * @param {number[]} sizes
 * @param {(i: number) => string} name
 */
function sizesOf(sizes, name) {
  const powers = sizes.filter((size) => size > 0).map(Math.log10);
  const [low, high] = [
    Math.floor(Math.min(...powers, -1)) - 0.5,
    Math.ceil(Math.max(...powers, 0)),
  ];
  const part = (/** @type {number} */ size) =>
    size > 0 ? clamp((Math.log10(size) - low) / (high - low), 0, 1) : 0;
  const rows = sizes.map((size, i) => {
    const bar = el("span", { class: "pg-size", style: `width:${(100 * part(size)).toFixed(1)}%` });
    const [head, said] = [el("th", { scope: "row" }, name(i)), el("td", {}, significant(size))];
    return el("tr", {}, head, el("td", { class: "pg-size-bar" }, bar), said);
  });
  return el("table", { class: "pg-sizes" }, el("tbody", {}, ...rows));
}

/**
 * @param {number[][]} rows
 * @param {Store} store
 */
function planeOf(rows, { points, table }) {
  const label = "Where this layer puts the training points";
  const canvas = el("canvas", { class: "pg-space", role: "img", "aria-label": label });
  const context = sharp(canvas, 130, 130);
  const [x0, dx] = span(rows.map((row) => row[0]));
  const [y0, dy] = span(rows.map((row) => row[1]));
  const look = { classes: points?.classes ?? 2, table, test: false };
  for (const [x, y, kind] of rows) {
    const [left, top] = [8 + ((x - x0) / dx) * 114, 122 - ((y - y0) / dy) * 114];
    mark(context, left, top, kind, 2.4, look);
  }
  return canvas;
}

/** @type {(values: number[]) => [low: number, width: number]} */
function span(values) {
  const low = Math.min(...values);
  return [low, Math.max(...values) - low || 1];
}

/**
 * The confusion matrix, where there is one.
 *
 * @param {number[][]} rows
 */
function confusion(rows) {
  if (!rows.length) return [];
  const names = rows.length === 2 ? ["■ −1", "● 1"] : rows.map((_, i) => `class ${i}`);
  const head = (/** @type {string} */ scope, /** @type {string} */ name) =>
    el("th", { scope }, name);
  const columns = el("tr", {}, el("td"), ...names.map((name) => head("col", name)));
  const body = rows.map((row, i) =>
    el("tr", {}, head("row", names[i]), ...row.map((n) => el("td", {}, String(n)))),
  );
  const caption = "Test points: true class (rows), taken for (columns)";
  return [
    el(
      "table",
      { class: "pg-confusion" },
      el("caption", {}, caption),
      el("thead", {}, columns),
      el("tbody", {}, ...body),
    ),
  ];
}
