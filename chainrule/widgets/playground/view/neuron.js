// The chosen neuron: its formula, and a field for each of its numbers.

import { button, el, labelled } from "../../shared.js";
import { number, titled } from "./controls.js";
import { FEATURE_NAMES, neuronName } from "./network.js";

const ACTIVATION_WORDS = {
  tanh: "tanh", relu: "max(0, ·)", sigmoid: "σ", linear: "", leaky_relu: "leaky ReLU", prelu: "PReLU", elu: "ELU",
  softplus: "softplus", gelu: "GELU", softmax: "softmax", none: "",
};

export function neuronPanel(view, store) {
  const formula = el("p", { class: "pg-formula" }), fields = el("div", { class: "cr-row" }), title = el("h3", {});
  const close = button("×", "Close the neuron", () => store.select(null));
  const node = el("section", { class: "pg-neuron", "aria-label": "Chosen neuron" }, el("div", { class: "pg-title" }, title, close), formula, fields);
  node.hidden = true;
  let built = "";

  function build({ column, row }, layer) {
    const key = JSON.stringify([column, row, layer.inputs, store.frame.features]);
    if (key === built) return;
    built = key;
    title.textContent = titled(neuronName(store, column, row));
    const field = (label, at) => labelled(label, el("input", { type: "number", step: 0.1, "data-at": JSON.stringify(at),
      onchange: (e) => Number.isFinite(e.target.valueAsNumber) && store.setParameter(at, e.target.valueAsNumber) }));
    fields.replaceChildren(field("bias", { column, row, bias: true }), ...Array.from({ length: layer.inputs }, (_, place) =>
      field(`from ${neuronName(store, column - 1, place)}`, { column, row, place })));
  }

  return { node, draw() {
    const at = store.selected, layer = at && store.layers[at.column - 1];
    const there = Boolean(layer) && at.row < layer.biases.length;
    node.hidden = !there;
    if (!there) { built = ""; return; }
    build(at, layer);
    const value = (place) => (place.bias ? layer.biases[at.row] : layer.weights[at.row * layer.inputs + place.place]);
    for (const input of fields.querySelectorAll("input"))
      if (document.activeElement !== input) input.value = Number(value(JSON.parse(input.dataset.at)).toFixed(3));
    formula.textContent = formulaOf(store, at, layer);
  } };
}

function formulaOf(store, { column, row }, layer) {
  const { hidden, activations, squash, slopes } = store.frame, last = column > hidden.length;
  const input = (i) => (column === 1 ? FEATURE_NAMES[store.frame.features[i]] : `h${sub(column - 1)},${sub(i + 1)}`);
  const terms = Array.from({ length: layer.inputs }, (_, i) => signed(layer.weights[row * layer.inputs + i], ` · ${input(i)}`));
  const sum = [...terms, signed(layer.biases[row], "")].join(" ").replace(/^\+ /, "");
  const name = ACTIVATION_WORDS[last ? squash : activations[column - 1]];
  const alpha = !last && slopes[column - 1] !== null && slopes[column - 1] !== undefined ? `   with α = ${number(slopes[column - 1])}` : "";
  return `${last ? "output" : `h${sub(column)},${sub(row + 1)}`} = ${name ? `${name}(${sum})` : sum}${alpha}`;
}

const sub = (n) => String(n).replace(/\d/g, (d) => "₀₁₂₃₄₅₆₇₈₉"[d]);
const signed = (x, what) => `${x < 0 ? "−" : "+"} ${Math.abs(x).toFixed(2)}${what}`;
