// A tile for each feature and each neuron: what it says all over the plane.

import { el, show, write } from "../../shared.js";
import { paint, shade, still } from "./colours.js";
import { FEATURE_NAMES, neuronName, number, titled } from "./names.js";
import { lock, operate, stayOf } from "./surgery.js";

/**
 * @import { Attribute } from "../../shared.js"
 * @import { ParameterCard } from "./card.js"
 * @import { Kernel } from "./kernel.js"
 * @import { Layout } from "./layout.js"
 * @import { Store } from "./store.js"
 *
 * @typedef {{
 *   select: (column: number | null, row?: number) => void,
 *   hover: (at: Store["hovered"]) => void,
 *   focus: () => void,
 * }} Choosing
 */

/**
 * The button that a tile is.
 *
 * @param {number} column
 * @param {number} row
 * @param {Layout} layout
 * @param {Record<string, Attribute>} attributes
 * @param {HTMLElement[]} children
 */
function tileButton(column, row, layout, attributes, ...children) {
  const place = {
    tabindex: -1,
    "data-at": `${column},${row}`,
    style: `left:${layout.x(column)}px;top:${layout.y(column, row)}px`,
  };
  return el("button", { type: "button", ...place, ...attributes }, ...children);
}

/**
 * @param {Choosing} choosing
 * @param {NonNullable<Store["hovered"]>} at
 */
function hovering(choosing, at) {
  const [onto, off] = [() => choosing.hover(at), () => choosing.hover(null)];
  return { onpointerenter: onto, onfocus: onto, onpointerleave: off, onblur: off };
}

/**
 * The tile of a feature, by its row among all features.
 *
 * @param {Kernel} view
 * @param {Store} store
 * @param {Layout} layout
 * @param {Choosing} choosing
 * @param {number} row
 */
export function featureTile(view, store, layout, choosing, row) {
  const name = store.opening.features[row];
  const place = store.frame.features.indexOf(name);
  const picture = still((canvas) => paint(canvas, store.tileOf(0, row), store.maps.numbers));
  const printed = el("span", { class: "pg-feature-name", "aria-hidden": "true" });
  printed.textContent = FEATURE_NAMES[name];
  const value = el("span", { class: "pg-value", "aria-hidden": "true" });
  const attributes = {
    class: "pg-tile pg-feature",
    onclick: () => toggleFeature(view, name),
    ...hovering(choosing, { column: 0, row, place }),
    "aria-pressed": String(place >= 0),
    "aria-label": `Feature ${FEATURE_NAMES[name]}`,
  };
  const node = tileButton(0, row, layout, attributes, printed, picture, value);
  node.hidden = view.hides("features") && place < 0;
  return node;
}

/**
 * @param {Kernel} view
 * @param {string} name
 */
function toggleFeature(view, name) {
  /** @type {string[]} */
  const now = view.get("features");
  const rest = now.filter((other) => other !== name);
  view.choose({ features: now.includes(name) ? rest : [...now, name] });
}

export class NeuronTile {
  label = "";
  tint = "";

  /**
   * @param {Kernel} view
   * @param {Store} store
   * @param {Layout} layout
   * @param {Choosing} choosing
   * @param {ParameterCard} card
   * @param {{ column: number, row: number }} at
   */
  constructor(view, store, layout, choosing, card, { column, row }) {
    this.view = view;
    this.store = store;
    this.at = { column, row };
    this.canvas = el("canvas", { "aria-hidden": "true" });
    const parameter = { column, row, bias: true };
    this.bias = el("span", {
      class: "pg-bias",
      onclick: (event) => {
        event.stopPropagation();
        card.clicked(event, parameter);
      },
      onpointerenter: (event) => card.show(event, parameter),
      onpointerleave: () => card.hide(),
    });
    this.badge = el("span", { class: "pg-dead", "aria-hidden": "true" });
    this.lock = lock();
    const onclick = (/** @type {MouseEvent} */ event) => {
      if (event.altKey) operate(view, store, this.at, "cut");
      else choosing.select(column, row);
    };
    const attributes = { class: "pg-tile", onclick };
    Object.assign(attributes, hovering(choosing, { column, row, place: row }));
    const value = el("span", { class: "pg-value", "aria-hidden": "true" });
    const children = [this.canvas, value, this.bias, this.badge, this.lock];
    this.node = tileButton(column, row, layout, attributes, ...children);
  }

  draw() {
    const { column, row } = this.at;
    const { table, selected, frame } = this.store;
    const dead = Boolean(frame.dead[column - 1]?.includes(row));
    const parameter = { column, row, bias: true };
    const bias = this.store.valueOf(parameter);
    const slope = this.store.slopeOf(parameter) / (this.store.steepest() || 1);
    paint(this.canvas, this.store.tileOf(column, row), this.store.coloursOf(column, row));
    const tint = shade(table, this.store.slopes ? slope : Math.tanh(bias));
    const [stays, ofBias] = [stayOf(this.store, this.at), stayOf(this.store, parameter)];
    const fill = ofBias === "cut" ? "" : tint;
    if (this.tint !== fill) this.bias.style.background = this.tint = fill;
    this.bias.className = `pg-bias${ofBias ? ` pg-${ofBias}` : ""}`;
    show(this.lock, stays === "frozen");
    const state = stays === "cut" ? "cut" : dead ? "dead" : "";
    show(this.badge, Boolean(state));
    write(this.badge, state);
    this.name(bias, (dead ? ", dead: the same for every point" : "") + (stays ? `, ${stays}` : ""));
    const chosen = String(selected?.column === column && selected.row === row);
    if (this.node.getAttribute("aria-pressed") !== chosen)
      this.node.setAttribute("aria-pressed", chosen);
  }

  /**
   * Say its numbers too, unless they change all the time.
   *
   * @param {number} bias
   * @param {string} end
   */
  name(bias, end) {
    const name = titled(neuronName(this.store, this.at.column, this.at.row));
    const full = `${name}, bias ${number(bias, 2)}${end}`;
    const label = this.view.playing() ? this.label || name : full;
    if (label !== this.label) this.node.setAttribute("aria-label", label);
    this.label = label;
  }
}
