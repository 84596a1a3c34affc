// Features, hidden layers and the output: a tile for each neuron, a line for each weight.

import { able, button, el } from "../../shared.js";
import { fromWord, paint } from "./colours.js";
import { activationName, hidable, number, svgEl, titled } from "./controls.js";

export const FEATURE_NAMES = {
  x1: "X₁", x2: "X₂", x1_squared: "X₁²", x2_squared: "X₂²", x1_x2: "X₁X₂", sin_x1: "sin X₁", sin_x2: "sin X₂",
};
const TILE_SIZE = 36, ROW = 47, HEAD = 92, LABEL = 52, NARROWEST = 62;

/** Names of neurons: column 0 are the features, the last column the outputs. */
export function neuronName(store, column, row) {
  const { features, hidden } = store.frame;
  if (column === 0) return FEATURE_NAMES[features[row]];
  if (column <= hidden.length) return `layer ${column}, neuron ${row + 1}`;
  return store.frame.outputs > 1 ? `output ${row}` : "output";
}

export function networkColumn(view, store) {
  const lines = svgEl("svg", { class: "pg-links", "aria-hidden": "true" });
  const tiles = el("div", { class: "pg-tiles", role: "group", "aria-label": "Features and neurons" });
  const heads = el("div", { class: "pg-heads" }), card = el("div", { class: "pg-card" });
  const board = el("div", { class: "pg-board" }, lines, heads, tiles, card);
  const scroll = el("div", { class: "pg-scroll" }, board);
  const title = layersTitle(view);
  const node = el("section", { class: "pg-network", "aria-label": "Network" }, title, scroll,
    el("p", { class: "pg-hint" }, "Each square is what one neuron says all over the plane: point at it to see it large, click it for its formula. " +
      "Each line is a weight, the wider the larger, dashed where negative: click it to change it. The small square is the bias."));
  let built = "", nodes = [], links = [];
  card.hidden = true;

  function build() {
    const f = store.frame, width = scroll.clientWidth;
    const key = JSON.stringify([f.features, f.hidden, f.outputs, f.activations, width, view.get("hide")]);
    if (key === built || !width || !store.opening) return;
    const focus = tiles.contains(document.activeElement) ? document.activeElement.dataset.at : null;
    const headFocus = heads.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") : null;
    built = key;
    const sizes = [store.opening.features.length, ...f.hidden, f.outputs], columns = sizes.length;
    const pitch = Math.max(NARROWEST, (width - LABEL - TILE_SIZE - 8) / (columns - 1));
    const x = (column) => LABEL + column * pitch;
    board.style.width = `${x(columns - 1) + TILE_SIZE + 8}px`;
    const rows = Math.max(7, ...f.hidden);
    board.style.height = `${HEAD + rows * ROW}px`;
    const y = (column, row) => HEAD + row * ROW + (column === columns - 1 ? ((rows - f.outputs) * ROW) / 2 : 0);
    nodes = sizes.map((size, column) => Array.from({ length: size }, (_, row) => tile(column, row, x(column), y(column, row))));
    tiles.replaceChildren(...nodes.flat().map((n) => n.node));
    heads.replaceChildren(...f.hidden.map((n, i) => layerHead(view, store, i, x(i + 1) + TILE_SIZE / 2, pitch)), outputHead(x(columns - 1), y(columns - 1, 0)));
    drawLinks(x, y);
    const first = tiles.querySelector(focus ? `[data-at="${focus}"]` : ".pg-tile");
    if (first) first.tabIndex = 0;
    if (focus && first) first.focus();
    if (headFocus) [...heads.querySelectorAll("[aria-label]")].find((n) => n.getAttribute("aria-label") === headFocus)?.focus();
  }

  const outputHead = (left, top) => el("span", { class: "pg-head-out", style: `left:${left + TILE_SIZE / 2}px;top:${top - 24}px` }, "Output");

  function tile(column, row, left, top) {
    const canvas = el("canvas", { "aria-hidden": "true" }), name = store.opening.features[row];
    const isFeature = column === 0, place = isFeature ? store.frame.features.indexOf(name) : row;
    const node = el("button", {
      type: "button", class: `pg-tile${isFeature ? " pg-feature" : ""}`, tabindex: -1, "data-at": `${column},${row}`,
      style: `left:${left}px;top:${top}px`, onclick: () => (isFeature ? toggle(name) : store.select(column, row)),
      onpointerenter: () => store.hover({ column, row, place }), onpointerleave: () => store.hover(null),
      onfocus: () => store.hover({ column, row, place }), onblur: () => store.hover(null),
    }, canvas);
    if (isFeature) {
      node.setAttribute("aria-pressed", String(place >= 0));
      node.setAttribute("aria-label", `Feature ${FEATURE_NAMES[name]}`);
      node.prepend(el("span", { class: "pg-feature-name", "aria-hidden": "true" }, FEATURE_NAMES[name]));
      paint(canvas, store.featureTiles.subarray(row * store.tileLength, (row + 1) * store.tileLength), store.table);
      if (view.get("hide").includes("features")) node.hidden = place < 0;
      return { node, canvas, place };
    }
    const bias = el("span", { class: "pg-bias", onclick: (e) => { e.stopPropagation(); edit(e, { column, row, bias: true }); },
      onpointerenter: (e) => showCard(e, { column, row, bias: true }), onpointerleave: hideCard });
    const badge = el("span", { class: "pg-dead", "aria-hidden": "true" }, "dead");
    node.append(bias, badge);
    return { node, canvas, bias, badge };
  }

  function toggle(name) {
    const now = view.get("features");
    view.choose({ features: now.includes(name) ? now.filter((n) => n !== name) : [...now, name] });
  }

  function drawLinks(x, y) {
    const { features, hidden, outputs } = store.frame;
    const rows = [features.map((n) => store.opening.features.indexOf(n)), ...hidden.map((n) => [...Array(n).keys()]), [...Array(outputs).keys()]];
    links = [];
    for (let column = 1; column < rows.length; column++)
      rows[column].forEach((to, row) => rows[column - 1].forEach((from, place) => {
        const [x0, y0] = [x(column - 1) + TILE_SIZE, y(column - 1, from) + TILE_SIZE / 2];
        const [x1, y1] = [x(column), y(column, to) + TILE_SIZE / 2], middle = (x0 + x1) / 2;
        const d = `M${x0},${y0}C${middle},${y0} ${middle},${y1} ${x1},${y1}`;
        const line = svgEl("path", { d, class: "pg-link" }), hit = svgEl("path", { d, class: "pg-hit" });
        const link = { column, row, place, line, hit };
        hit.addEventListener("pointerenter", (e) => showCard(e, link));
        hit.addEventListener("pointerleave", hideCard);
        hit.addEventListener("click", (e) => edit(e, link));
        links.push(link);
      }));
    lines.replaceChildren(...links.map((l) => l.line), ...links.map((l) => l.hit));
  }

  // The card on a weight or a bias: shown by pointing, edited by clicking.
  let shown = null, editing = false;
  const valueOf = ({ column, row, place, bias }) => {
    const layer = store.layers[column - 1];
    return bias ? layer.biases[row] : layer.weights[row * layer.inputs + place];
  };
  const wording = (at) => (at.bias ? `Bias of ${neuronName(store, at.column, at.row)}`
    : `Weight ${neuronName(store, at.column - 1, at.place)} → ${neuronName(store, at.column, at.row)}`);
  const put = (event) => {
    const box = board.getBoundingClientRect();
    card.style.left = `${Math.min(event.clientX - box.left + 10, box.width - 190)}px`;
    card.style.top = `${event.clientY - box.top + 10}px`;
    card.hidden = false;
  };
  function showCard(event, at) {
    if (editing) return;
    shown = at;
    put(event);
    card.textContent = `${wording(at)}: ${number(valueOf(at))}`;
  }
  function hideCard() { if (!editing) { card.hidden = true; shown = null; } }
  function edit(event, at) {
    editing = true;
    shown = at;
    put(event);
    const done = () => { editing = false; hideCard(); };
    const input = el("input", { type: "number", step: 0.1, "aria-label": wording(at), value: Number(valueOf(at).toFixed(4)),
      onkeydown: (e) => { e.stopPropagation(); if (e.key === "Escape") done(); },
      onchange: (e) => { if (Number.isFinite(e.target.valueAsNumber)) store.setParameter(at, e.target.valueAsNumber); },
      onblur: done });
    input.addEventListener("keydown", (e) => e.key === "Enter" && done());
    card.replaceChildren(el("label", {}, `${wording(at)} `, input));
    input.focus();
    input.select();
  }

  function draw() {
    build();
    if (!nodes.length) return;
    const { frame: f } = store;
    f.hidden.forEach((n, i) => nodes[i + 1].forEach((t, row) => {
      paint(t.canvas, store.tileOf(i + 1, row), store.table);
      dress(t, i + 1, row, f.dead[i].includes(row));
    }));
    nodes.at(-1).forEach((t, row) => {
      paint(t.canvas, store.tileOf(nodes.length - 1, row), store.table);
      dress(t, nodes.length - 1, row, false);
    });
    for (const link of links) dressLink(link);
    if (shown && !editing) card.textContent = `${wording(shown)}: ${number(valueOf(shown))}`;
  }

  function dress(t, column, row, dead) {
    const bias = valueOf({ column, row, bias: true }), selected = store.selected;
    t.bias.style.background = fromWord(store.table[Math.round(127 * Math.tanh(bias)) + 128]);
    t.badge.hidden = !dead;
    const label = `${titled(neuronName(store, column, row))}, bias ${number(bias, 2)}${dead ? ", dead: the same for every point" : ""}`;
    if (!store.playing && t.label !== label) t.node.setAttribute("aria-label", t.label = label);
    else if (!t.label) t.node.setAttribute("aria-label", t.label = titled(neuronName(store, column, row)));
    t.node.setAttribute("aria-pressed", String(selected?.column === column && selected?.row === row));
  }

  function dressLink(link) {
    const w = valueOf(link), sign = w < 0;
    link.line.style.strokeWidth = Math.min(9, 0.6 + 2.4 * Math.abs(w) || 0.6);
    if (link.sign !== sign) { link.line.classList.toggle("pg-negative", sign); link.sign = sign; }
  }

  tiles.addEventListener("keydown", (event) => {
    const at = event.target.dataset?.at?.split(",").map(Number);
    const move = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
    if (!at || !move) return;
    event.preventDefault();
    event.stopPropagation();
    const column = nodes[at[0] + move[0]] ? at[0] + move[0] : at[0];
    const next = nodes[column][Math.max(0, Math.min(at[1] + move[1], nodes[column].length - 1))];
    nodes.flat().forEach((n) => { n.node.tabIndex = -1; });
    next.node.tabIndex = 0;
    next.node.focus();
  });
  const sized = new ResizeObserver(() => store.frame && draw());
  sized.observe(scroll);
  view.atEnd(() => sized.disconnect());
  view.on(["hide"], () => store.frame && draw());
  store.refreshers.push(() => { built = ""; if (store.frame) draw(); });
  return { node, draw };
}

/** Features, and how many hidden layers there are. */
function layersTitle(view) {
  const count = el("span", {});
  const change = (by) => {
    const hidden = view.get("hidden");
    if (by < 0) view.choose({ hidden: hidden.slice(0, -1) });
    else if (hidden.length < 6) view.choose({ hidden: [...hidden, Math.min(hidden.at(-1) ?? 4, 2) || 2] });
  };
  const plus = button("+", "Add a hidden layer", () => change(1)), minus = button("−", "Remove a hidden layer", () => change(-1));
  const refresh = () => {
    const n = view.get("hidden").length;
    count.textContent = n === 1 ? "1 hidden layer" : `${n} hidden layers`;
    able(plus, n < 6);
    able(minus, n > 0);
  };
  view.on(["hidden"], refresh);
  refresh();
  return el("div", { class: "pg-title" }, el("h3", {}, "Features"),
    el("div", { class: "pg-layers" }, hidable(view, el("span", { class: "pg-pair" }, plus, minus), "hidden"), el("h3", {}, count)));
}

/** What stands above a hidden layer: its size and its activation. */
function layerHead(view, store, i, middle, pitch) {
  const hidden = store.frame.hidden, name = `layer ${i + 1}`;
  const change = (by) => {
    const now = [...view.get("hidden")];
    now[i] = Math.max(1, Math.min(8, now[i] + by));
    if (now[i] !== view.get("hidden")[i]) view.choose({ hidden: now });
  };
  const activation = el("select", { "aria-label": `Activation of ${name}`, onchange: (e) => {
    const all = [...store.frame.activations];
    all[i] = e.target.value;
    view.choose({ activation: all.every((a) => a === all[0]) ? all[0] : all });
  } }, ...store.opening.activations.map((a) => el("option", { value: a }, activationName(a))));
  activation.value = store.frame.activations[i];
  const hide = view.get("hide");
  return el("div", { class: "pg-head", style: `left:${middle}px;width:${Math.min(pitch - 4, 110)}px`, role: "group", "aria-label": titled(name) },
    hide.includes("hidden") ? null : el("span", { class: "pg-pair" }, button("+", `Add a neuron to ${name}`, () => change(1)), button("−", `Remove a neuron from ${name}`, () => change(-1))),
    el("span", { class: "pg-count" }, pitch > 75 ? `${hidden[i]} neuron${hidden[i] > 1 ? "s" : ""}` : `${hidden[i]}`),
    hide.includes("layer_activation") ? null : activation);
}
