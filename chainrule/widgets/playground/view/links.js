// A line for each weight, and a wider one that cannot be seen for the pointer.

import { svgEl } from "../../shared.js";
import { shade } from "./colours.js";

/**
 * @import { ParameterCard } from "./card.js"
 * @import { Layout } from "./layout.js"
 * @import { Store } from "./store.js"
 */

export class Links {
  node = svgEl("svg", { class: "pg-links", "aria-hidden": "true" });
  /** @type {Link[]} */
  all = [];
  flowed = 0;

  /**
   * @param {Store} store
   * @param {ParameterCard} card
   */
  constructor(store, card) {
    this.store = store;
    this.card = card;
  }

  /** @param {Layout} layout */
  build(layout) {
    const { features, hidden, outputs } = this.store.frame;
    const known = this.store.opening.features;
    const rows = [
      features.map((name) => known.indexOf(name)),
      ...[...hidden, outputs].map((size) => [...Array(size).keys()]),
    ];
    this.all = rows.slice(1).flatMap((to, i) =>
      to.flatMap((row) =>
        rows[i].map((from, place) => {
          const parameter = { column: i + 1, row, place };
          return new Link(parameter, layout.curve(i, from, row), this.card);
        }),
      ),
    );
    const lines = this.all.map((link) => link.line);
    this.node.replaceChildren(...lines, ...this.all.map((link) => link.hit));
  }

  draw() {
    const { table } = this.store;
    for (const link of this.all) link.draw(this.store.valueOf(link.parameter), table);
  }

  /** Move all dashes on towards the output: called when it has learned, it shows how fast. */
  flow() {
    this.flowed = (this.flowed + 2) % PERIOD;
    this.node.style.strokeDashoffset = `${-this.flowed}px`;
  }
}

const PERIOD = 180; // of the dashes of positive (10 2) and of negative lines (5 4)

class Link {
  shown = "";

  /**
   * @param {{ column: number, row: number, place: number }} parameter
   * @param {string} d
   * @param {ParameterCard} card
   */
  constructor(parameter, d, card) {
    this.parameter = parameter;
    this.line = svgEl("path", { d, class: "pg-link" });
    this.hit = svgEl("path", { d, class: "pg-hit" });
    this.hit.addEventListener("pointerenter", (event) => card.show(event, parameter));
    this.hit.addEventListener("pointerleave", () => card.hide());
    this.hit.addEventListener("click", (event) => card.edit(event, parameter));
  }

  /**
   * As wide and as full of colour as the weight is large.
   *
   * @param {number} weight
   * @param {Uint32Array} table
   */
  draw(weight, table) {
    const width = Math.min(9, 1 + 2.4 * Math.abs(weight) || 1).toFixed(1);
    const stroke = shade(table, Math.sign(weight) * (0.35 + 0.65 * Math.tanh(Math.abs(weight))));
    if (this.shown === width + stroke) return;
    this.shown = width + stroke;
    this.line.style.strokeWidth = width;
    this.line.style.stroke = stroke;
    this.line.classList.toggle("pg-negative", weight < 0);
  }
}
