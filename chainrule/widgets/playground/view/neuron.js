// The chosen neuron: its formula, and a field for each of its numbers.

import { numberField } from "../../number_field.js";
import { button, el, labelled, show, subscript } from "../../shared.js";
import { setParameter } from "./card.js";
import { FEATURE_NAMES, neuronName, number, titled } from "./names.js";
import { surgeryButtons } from "./surgery.js";

/**
 * @import { Kernel } from "./kernel.js"
 * @import { Layer, Parameter, Store } from "./store.js"
 * @import { Choosing } from "./tiles.js"
 */

/**
 * What is not written as it is called.
 * @type {Record<string, string>}
 */
const ACTIVATION_WORDS = {
  relu: "max(0, ·)",
  sigmoid: "σ",
  linear: "",
  leaky_relu: "leaky ReLU",
  prelu: "PReLU",
  elu: "ELU",
  gelu: "GELU",
  none: "",
};

export class NeuronPanel {
  built = "";
  /** @type {(() => void)[]} */
  fresh = [];
  title = el("h3");
  whole = el("span");
  formula = el("p", { class: "pg-formula" });
  fields = el("div", { class: "cr-row" });
  node = el("section", { class: "pg-neuron", "aria-label": "Chosen neuron" });

  /**
   * @param {Kernel} view
   * @param {Store} store
   * @param {Choosing} choosing
   */
  constructor(view, store, choosing) {
    this.view = view;
    this.store = store;
    const close = button("×", "Close the neuron", () => choosing.select(null));
    close.className = "pg-pill";
    const head = el("div", { class: "pg-title" }, this.title, this.whole, close);
    this.node.append(head, this.formula, this.fields);
    this.node.hidden = true;
    this.node.addEventListener("keydown", (event) => {
      if (event.key === "Escape") choosing.select(null);
    });
  }

  draw() {
    const { selected: at, layers } = this.store;
    const layer = at ? layers[at.column - 1] : undefined;
    show(this.node, Boolean(at && layer && at.row < layer.biases.length));
    if (!at || !layer || this.node.hidden) {
      this.built = "";
      return;
    }
    this.buildIfOther(at, layer);
    for (const refresh of this.fresh) refresh();
    this.formula.textContent = formulaOf(this.store, at, layer);
  }

  /**
   * @param {{ column: number, row: number }} at
   * @param {Layer} layer
   */
  buildIfOther({ column, row }, layer) {
    const key = JSON.stringify([column, row, layer.inputs, this.store.frame.features]);
    if (key === this.built) return;
    this.built = key;
    this.fresh = [];
    const name = neuronName(this.store, column, row);
    this.title.textContent = titled(name);
    const { node, refresh } = surgeryButtons(this.view, this.store, { column, row }, name);
    this.whole.replaceChildren(node);
    this.fresh.push(refresh);
    const weights = Array.from({ length: layer.inputs }, (_, place) => {
      const from = neuronName(this.store, column - 1, place);
      return this.field(`from ${from}`, { column, row, place }, `the weight from ${from}`);
    });
    const bias = this.field("bias", { column, row, bias: true }, "the bias");
    this.fields.replaceChildren(bias, ...weights);
  }

  /**
   * @param {string} label
   * @param {Parameter} parameter
   * @param {string} name
   */
  field(label, parameter, name) {
    const now = () => Number(this.store.valueOf(parameter)?.toPrecision(4) ?? 0);
    const take = (/** @type {number} */ value) => setParameter(this.view, parameter, value);
    const { node, refresh } = numberField({}, now, take);
    const surgery = surgeryButtons(this.view, this.store, parameter, name, true);
    this.fresh.push(refresh, surgery.refresh);
    return el("span", { class: "pg-number" }, labelled(label, node), surgery.node);
  }
}

/**
 * @param {Store} store
 * @param {{ column: number, row: number }} at
 * @param {Layer} layer
 */
function formulaOf({ frame }, { column, row }, layer) {
  const { features, hidden, activations, squash, slopes } = frame;
  const last = column > hidden.length;
  const hiddenName = (/** @type {number} */ k, /** @type {number} */ i) =>
    `h${subscript(k)},${subscript(i + 1)}`;
  const input = (/** @type {number} */ i) =>
    column === 1 ? FEATURE_NAMES[features[i]] : hiddenName(column - 1, i);
  const weights = layer.weights.subarray(row * layer.inputs, (row + 1) * layer.inputs);
  const terms = Array.from(weights, (weight, i) => signed(weight, ` · ${input(i)}`));
  const sum = [...terms, signed(layer.biases[row], "")].join(" ").replace(/^\+ /, "");
  const key = last ? squash : activations[column - 1];
  const name = ACTIVATION_WORDS[key] ?? key;
  const slope = last ? null : (slopes[column - 1] ?? null);
  const said = name ? `${name}(${sum})` : sum;
  const alpha = slope === null ? "" : `   with α = ${number(slope)}`;
  return `${last ? "output" : hiddenName(column, row)} = ${said}${alpha}`;
}

/** @type {(x: number, what: string) => string} */
const signed = (x, what) => `${x < 0 ? "−" : "+"} ${Math.abs(x).toFixed(2)}${what}`;
