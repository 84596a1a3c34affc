// The right column: losses, the large map with the points, legend and switches.

import { button, el, labelled } from "../../shared.js";
import { enlarged, mark, paint, paintClasses, sharp } from "./colours.js";
import { checkbox, hidable, number, opener } from "./controls.js";
import { FEATURE_NAMES, neuronName } from "./network.js";

export function outputColumn(view, store) {
  const losses = el("div", { class: "pg-losses" }), curve = lossCurve(view, store);
  const heat = el("canvas", { class: "pg-heat", "aria-hidden": "true" }), dots = el("canvas", { class: "pg-dots", "aria-hidden": "true" });
  const caption = el("p", { class: "pg-caption" });
  const map = el("div", { class: "pg-map", role: "img", "aria-label": "Output" }, heat, dots);
  const ticks = ["−6", "−3", "0", "3", "6"];
  const frame = el("div", { class: "pg-frame" }, map,
    el("div", { class: "pg-axis-y", "aria-hidden": "true" }, ...[...ticks].reverse().map((t) => el("span", {}, t))),
    el("div", { class: "pg-axis-x", "aria-hidden": "true" }, ...ticks.map((t) => el("span", {}, t))));
  const adding = pointAdder(view, store, map);
  const node = el("section", { class: "pg-output", "aria-label": "Output" }, el("h3", {}, "Output"), losses, curve.node, caption, frame,
    legend(view, store), el("div", { class: "pg-checks" }, checkbox(view, "show_test", "Show test data"), checkbox(view, "discretise", "Discretise output")),
    hidable(view, adding, "points"));

  function drawDots() {
    const side = map.clientWidth;
    if (!side || !store.points) return;
    const context = sharp(dots, side, side), { rows, train, classes } = store.points;
    const size = side / 110 + 0.4, end = view.get("show_test") ? rows.length / 3 : train;
    for (let i = 0; i < end; i++)
      mark(context, ((rows[3 * i] + 6) / 12) * side, ((6 - rows[3 * i + 1]) / 12) * side, rows[3 * i + 2], size, { classes, table: store.table, test: i >= train });
  }

  function drawHeat() {
    const { frame: f, hovered } = store, discrete = view.get("discretise");
    if (!f) return;
    const tile = hovered && store.tileOf(hovered.column, hovered.row);
    const wanted = hovered && !(hovered.column > f.hidden.length && f.outputs === 1);
    if (wanted && tile) paint(heat, enlarged(tile, store.opening.side), store.table, discrete);
    else if (f.outputs === 1) paint(heat, store.large[0], store.table, discrete);
    else paintClasses(heat, store.large, store.dark, discrete);
    caption.textContent = wanted && tile ? `Shown: ${neuronName(store, hovered.column, hovered.place ?? hovered.row)}` : "";
    if (hovered?.column === 0) caption.textContent = `Shown: ${FEATURE_NAMES[store.opening.features[hovered.row]]}`;
  }

  function draw() {
    const { losses: [train, test], accuracies, epoch } = store.frame, percent = (a) => `${(100 * a).toFixed(0)} %`;
    const row = (kind, name, loss, accuracy) => el("div", { class: `pg-loss pg-${kind}` }, el("span", {}, `${name} loss`), el("b", {}, loss === null ? "–" : loss.toFixed(3)),
      el("span", {}, accuracy === null ? "" : `${percent(accuracy)} right`));
    losses.replaceChildren(row("test", "Test", test, accuracies[1]), row("train", "Training", train, accuracies[0]));
    map.setAttribute("aria-label", `Output of the network over the plane, with ${store.points?.train ?? 0} training points`);
    curve.draw();
    drawHeat();
  }

  const sized = new ResizeObserver(drawDots);
  sized.observe(map);
  view.atEnd(() => sized.disconnect());
  view.on(["show_test"], drawDots);
  view.on(["discretise"], drawHeat);
  store.refreshers.push(() => { drawDots(); drawHeat(); });
  return { node, draw, drawDots, drawHeat };
}

/** Training and test loss over the epochs; pointing (or arrow keys) tells the numbers. */
function lossCurve(view, store) {
  const canvas = el("canvas", { class: "pg-curve", tabindex: 0, role: "img", "aria-label": "Losses over the epochs", "data-lm-suppress-shortcuts": "true" });
  const said = el("div", { class: "pg-said", role: "status" }), node = el("div", { class: "pg-curve-box" }, canvas, said);
  let at = null;

  function draw() {
    const h = store.history, n = h ? h.length / 3 : 0, width = canvas.clientWidth, height = canvas.clientHeight;
    if (!width) return;
    const context = sharp(canvas, width, height), ink = getComputedStyle(canvas).color, last = n ? Math.max(1, h[3 * (n - 1)]) : 1;
    let top = 1e-9;
    for (let i = 0; i < n; i++) top = Math.max(top, ...[h[3 * i + 1], h[3 * i + 2]].filter(Number.isFinite));
    const x = (i) => 2 + (h[3 * i] / last) * (width - 4), y = (v) => height - 3 - (v / top) * (height - 8);
    [[1, [4, 3], 0.65], [2, [], 1]].forEach(([column, dash, alpha]) => {
      context.beginPath();
      context.setLineDash(dash);
      context.globalAlpha = alpha;
      context.strokeStyle = ink;
      context.lineWidth = 1.6;
      for (let i = 0; i < n; i++) if (Number.isFinite(h[3 * i + column])) context.lineTo(x(i), y(h[3 * i + column]));
      context.stroke();
    });
    if (at === null || !n) return;
    const i = Math.max(0, Math.min(at, n - 1));
    context.setLineDash([]);
    context.fillRect(x(i), 0, 1, height);
  }

  /** Point at an epoch and tell its numbers: when asked, never by a frame. */
  function show(i) {
    at = i;
    const h = store.history;
    said.textContent = i === null ? "" : `Epoch ${h[3 * i]}: test ${number(h[3 * i + 2])}, training ${number(h[3 * i + 1])}`;
    draw();
  }

  canvas.addEventListener("pointermove", (e) => {
    const h = store.history, n = h ? h.length / 3 : 0, wanted = (e.offsetX / canvas.clientWidth) * (h?.[3 * (n - 1)] ?? 0);
    let i = 0;
    while (i < n - 1 && h[3 * i] < wanted) i++;
    show(n ? i : null);
  });
  canvas.addEventListener("pointerleave", () => show(null));
  canvas.addEventListener("blur", () => show(null));
  canvas.addEventListener("keydown", (e) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[e.key], n = (store.history?.length ?? 0) / 3;
    if (!by) return;
    e.preventDefault();
    e.stopPropagation();
    if (n) show(Math.max(0, Math.min((at ?? n) + by, n - 1)));
  });
  store.refreshers.push(draw);
  return { node, draw };
}

/** What colours, shapes and strokes mean. */
function legend(view, store) {
  const bar = el("canvas", { class: "pg-legend-bar", "aria-hidden": "true" }), key = el("p", { class: "pg-key" });
  const box = el("div", { class: "pg-legend-box" }, el("span", {}, "−1"), bar, el("span", {}, "1"));
  const refresh = () => {
    bar.width = 255;
    bar.height = 1;
    const context = bar.getContext("2d"), image = context.createImageData(255, 1);
    new Uint32Array(image.data.buffer).set(store.table.subarray(1));
    context.putImageData(image, 0, 0);
    const classes = view.get("classes");
    box.hidden = classes > 2;
    key.textContent = classes > 2 ? "Colour and shape: the class. Dark ring: test data." : classes === 2
      ? "■ −1, ● 1; white ring: training, dark ring: test data." : "White ring: training, dark ring: test data.";
  };
  view.on(["classes"], refresh);
  store.refreshers.push(refresh);
  refresh();
  return el("div", { class: "pg-legend" }, el("p", { class: "pg-key" }, "Colours show data, neurons and weights."), box, key);
}

/** Own points: choose a label, then click into the map, or give two numbers. */
function pointAdder(view, store, map) {
  const labels = el("select", { "aria-label": "Label of new points" }), at = (name) => el("input", { type: "number", min: -6, max: 6, step: 0.5, value: 0, "aria-label": name });
  const x = at("x₁ of the new point"), y = at("x₂ of the new point");
  const add = (px, py) => view.ask("point", { x: Number(px.toFixed(3)), y: Number(py.toFixed(3)), label: Number(labels.value) });
  const panel = el("div", { class: "pg-adder" },
    labelled("Label", labels), el("span", { class: "pg-hint" }, "Click into the picture, or:"),
    el("span", { class: "pg-pair" }, x, y, button("Add", "Add the point", () => add(x.valueAsNumber, y.valueAsNumber))),
    button("Clear", "Remove all points that were added", () => view.ask("clear_points")));
  const open = opener("Add points", panel, (yes) => map.classList.toggle("pg-adding", yes));
  map.addEventListener("click", (e) => {
    if (panel.hidden) return;
    const box = map.getBoundingClientRect();
    add(((e.clientX - box.left) / box.width) * 12 - 6, 6 - ((e.clientY - box.top) / box.height) * 12);
  });
  const refresh = () => {
    const classes = view.get("classes"), names = classes > 2 ? [...Array(classes).keys()] : [1, -1];
    labels.replaceChildren(...names.map((n) => el("option", { value: n }, classes === 2 ? (n > 0 ? "● 1 (blue)" : "■ −1 (orange)") : String(n).replace("-", "−"))));
  };
  view.on(["classes"], refresh);
  refresh();
  return el("div", {}, open, panel);
}
