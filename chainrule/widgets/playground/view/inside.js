// A look inside: histograms a layer, the confusion matrix, layers of two neurons as a plane.

import { el } from "../../shared.js";
import { mark, sharp } from "./colours.js";
import { number, svgEl } from "./controls.js";

export function insidePanel(view, store) {
  const body = el("div", { class: "pg-inside" });
  function draw() {
    const inside = store.frame?.inside;
    if (!inside || !view.get("inside")) return;
    const { hidden } = store.frame, name = (i) => (i < hidden.length ? `Layer ${i + 1}` : "Output");
    const charts = inside.activations.map((h, i) => el("div", { class: "pg-chart" }, el("b", {}, name(i)),
      histogramOf(h, "says"), histogramOf(inside.gradients[i], "∂ loss / ∂ w")));
    const spaces = Object.entries(inside.spaces).map(([i, rows]) => el("div", { class: "pg-chart" },
      el("b", {}, `${name(Number(i))} as a plane`), spaceOf(rows, store)));
    body.replaceChildren(...charts, ...spaces, ...(inside.confusion.length ? [confusionOf(inside.confusion)] : []));
  }
  return { node: body, draw };
}

function histogramOf({ low, high, counts }, what) {
  const most = Math.max(1, ...counts), width = 110, height = 34, step = width / Math.max(1, counts.length);
  const svg = svgEl("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img",
    "aria-label": `Histogram of what it ${what}: from ${number(low)} to ${number(high)}` });
  counts.forEach((n, i) => svg.append(svgEl("rect", { x: i * step, width: step - 0.6, y: height - (n / most) * height, height: (n / most) * height, fill: "currentColor" })));
  return el("figure", {}, svg, el("figcaption", {}, `${what}: ${number(low, 2)} … ${number(high, 2)}`));
}

function spaceOf(rows, store) {
  const canvas = el("canvas", { class: "pg-space", role: "img", "aria-label": "Where this layer puts the training points" }), context = sharp(canvas, 130, 130);
  const xs = rows.map((r) => r[0]), ys = rows.map((r) => r[1]), span = (v) => [Math.min(...v), Math.max(...v) - Math.min(...v) || 1];
  const [x0, dx] = span(xs), [y0, dy] = span(ys);
  for (const [x, y, label] of rows)
    mark(context, 8 + ((x - x0) / dx) * 114, 122 - ((y - y0) / dy) * 114, label, 2.4, { classes: store.points?.classes ?? 2, table: store.table, test: false });
  return canvas;
}

function confusionOf(rows) {
  const names = rows.length === 2 ? ["■ −1", "● 1"] : rows.map((_, i) => `class ${i}`);
  return el("table", { class: "pg-confusion" }, el("caption", {}, "Test points: true class (rows), taken for (columns)"),
    el("thead", {}, el("tr", {}, el("td", {}), ...names.map((n) => el("th", { scope: "col" }, n)))),
    el("tbody", {}, ...rows.map((row, i) => el("tr", {}, el("th", { scope: "row" }, names[i]), ...row.map((n) => el("td", {}, String(n)))))));
}
