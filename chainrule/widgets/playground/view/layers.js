// How many hidden layers there are, and what stands above each: its size and its activation.

import { able, button, clamp, el, options, svgEl } from "../../shared.js";
import { hidable } from "./controls.js";
import { activationName, titled } from "./names.js";

/**
 * @import { Kernel } from "./kernel.js"
 * @import { Layout } from "./layout.js"
 * @import { Store } from "./store.js"
 */

const [MOST_LAYERS, MOST_NEURONS] = [6, 8];

/** How many hidden layers there are, above a bracket that holds them together. */
export class LayersTitle {
  /** @param {Kernel} view */
  constructor(view) {
    const count = el("h3");
    const plus = button("+", "Add a hidden layer", () => {
      const hidden = view.get("hidden");
      const size = Math.min(hidden.at(-1) ?? 4, 2) || 2;
      if (hidden.length < MOST_LAYERS) view.choose({ hidden: [...hidden, size] });
    });
    const less = button("−", "Remove a hidden layer", () =>
      view.choose({ hidden: view.get("hidden").slice(0, -1) }),
    );
    view.watch(["hidden"], () => {
      const n = view.get("hidden").length;
      count.textContent = n === 1 ? "1 hidden layer" : `${n} hidden layers`;
      able(plus, n < MOST_LAYERS);
      able(less, n > 0);
    });
    const [one, other] = [less, plus].map((node) => hidable(view, node, "hidden"));
    this.node = el("div", { class: "pg-layers" }, one, count, other);
    this.path = svgEl("path", {});
    this.bracket = svgEl("svg", { class: "pg-bracket", "aria-hidden": "true" }, this.path);
  }

  /** @param {Layout} layout */
  place(layout) {
    const { from, to, middle } = layout.bracket();
    this.node.style.left = `${middle}px`;
    const at = clamp(middle, from, to);
    this.path.setAttribute("d", `M${from},46V38H${to}V46M${at},38V32`);
  }
}

/**
 * @param {Kernel} view
 * @param {Store} store
 * @param {number} i
 * @param {Layout} layout
 */
export function layerHead(view, store, i, layout) {
  const name = `layer ${i + 1}`;
  const size = store.frame.hidden[i];
  const words = layout.roomy ? `${size} neuron${size > 1 ? "s" : ""}` : `${size}`;
  const style = `left:${layout.middle(i + 1)}px;width:${Math.min(layout.pitch - 6, 124)}px`;
  const look = { class: "pg-head", style, role: "group", "aria-label": titled(name) };
  const hides = view.hides("hidden");
  const [plus, less] = sizeButtons(view, i, name);
  const count = el("span", { class: "pg-count" }, words);
  const sizes = el("span", { class: "pg-pair" }, hides ? null : less, count, hides ? null : plus);
  return el(
    "div",
    look,
    sizes,
    view.hides("layer_activation") ? null : activationList(view, store, i, name),
  );
}

/**
 * @param {Kernel} view
 * @param {number} i
 * @param {string} name
 */
function sizeButtons(view, i, name) {
  const change = (/** @type {number} */ by) => {
    const hidden = [...view.get("hidden")];
    hidden[i] = clamp(hidden[i] + by, 1, MOST_NEURONS);
    if (hidden[i] !== view.get("hidden")[i]) view.choose({ hidden });
  };
  const plus = button("+", `Add a neuron to ${name}`, () => change(1));
  const less = button("−", `Remove a neuron from ${name}`, () => change(-1));
  return [plus, less];
}

/**
 * @param {Kernel} view
 * @param {Store} store
 * @param {number} i
 * @param {string} layer
 */
function activationList(view, { frame, opening }, i, layer) {
  const choices = options(opening.activations, activationName);
  const list = el("select", { "aria-label": `Activation of ${layer}` }, ...choices);
  list.value = frame.activations[i];
  list.addEventListener("change", () => {
    const all = frame.activations.map((name, k) => (k === i ? list.value : name));
    view.choose({ activation: all.every((one) => one === all[0]) ? all[0] : all });
  });
  return list;
}
