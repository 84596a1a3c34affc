// How many hidden layers there are, and what stands above each: its size and its activation.

import { able, button, clamp, el, options } from "../../shared.js";
import { hidable } from "./controls.js";
import { activationName, titled } from "./names.js";

/**
 * @import { Kernel } from "./kernel.js"
 * @import { Store } from "./store.js"
 */

const [MOST_LAYERS, MOST_NEURONS] = [6, 8];

/**
 * Features, and how many hidden layers there are.
 *
 * @param {Kernel} view
 */
export function layersTitle(view) {
  const count = el("span");
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
  const pair = hidable(view, el("span", { class: "pg-pair" }, plus, less), "hidden");
  const layers = el("div", { class: "pg-layers" }, pair, el("h3", {}, count));
  return el("div", { class: "pg-title" }, el("h3", {}, "Features"), layers);
}

/**
 * @param {Kernel} view
 * @param {Store} store
 * @param {number} i
 * @param {number} middle
 * @param {number} pitch
 */
export function layerHead(view, store, i, middle, pitch) {
  const name = `layer ${i + 1}`;
  const size = store.frame.hidden[i];
  const words = pitch > 75 ? `${size} neuron${size > 1 ? "s" : ""}` : `${size}`;
  const style = `left:${middle}px;width:${Math.min(pitch - 4, 110)}px`;
  return el(
    "div",
    { class: "pg-head", style, role: "group", "aria-label": titled(name) },
    view.hides("hidden") ? null : sizeButtons(view, i, name),
    el("span", { class: "pg-count" }, words),
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
  return el("span", { class: "pg-pair" }, plus, less);
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
