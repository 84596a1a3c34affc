// A line for each weight, and a wider one that cannot be seen for the pointer.

import { svgEl } from "../../shared.js";

/**
 * @import { ParameterCard } from "./card.js"
 * @import { Layout } from "./layout.js"
 * @import { Store } from "./store.js"
 */

export class Links {
  node = svgEl("svg", { class: "pg-links", "aria-hidden": "true" });
  /** @type {Link[]} */
  all = [];

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
    for (const link of this.all) link.draw(this.store.valueOf(link.parameter));
  }
}

class Link {
  negative = false;

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

  /** @param {number} weight */
  draw(weight) {
    this.line.style.strokeWidth = String(Math.min(9, 0.6 + 2.4 * Math.abs(weight) || 0.6));
    if (this.negative === weight < 0) return;
    this.negative = weight < 0;
    this.line.classList.toggle("pg-negative", this.negative);
  }
}
