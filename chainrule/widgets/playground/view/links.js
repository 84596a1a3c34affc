// A line for each weight, and a wider one that cannot be seen for the pointer.

import { clamp, svgEl } from "../../shared.js";
import { shade } from "./colours.js";
import { markOn, stayOf } from "./surgery.js";

/**
 * @import { ParameterCard } from "./card.js"
 * @import { Layout } from "./layout.js"
 * @import { Parameter, Store } from "./store.js"
 */

export class Links {
  flowing = svgEl("g", { class: "pg-flow" }); // apart, or all the picture is laid out each time
  node = svgEl("svg", { class: "pg-links", "aria-hidden": "true" }, this.flowing);
  /** @type {Link[]} */
  all = [];
  flowed = 0;
  marks = svgEl("g", { class: "pg-marks" });
  marked = "";

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
    this.flowing.replaceChildren(...this.all.map((link) => link.line));
    this.node.replaceChildren(this.flowing, ...this.all.map((link) => link.hit), this.marks);
    this.marked = "anew";
  }

  draw() {
    const { table } = this.store;
    const lookOf = this.meaning();
    this.flowing.classList.toggle("pg-back", Boolean(this.store.slopes));
    this.mark();
    for (const link of this.all) link.draw(...lookOf(link.parameter), table);
  }

  /** Mark the lines that are cut or frozen. */
  mark() {
    const now = JSON.stringify(this.store.frame.fixed.map((one) => [...one.slice(0, 3), !one[3]]));
    if (now === this.marked) return;
    this.marked = now;
    const marks = this.all.map((link) => link.mark(stayOf(this.store, link.parameter)));
    this.marks.replaceChildren(...marks.flat());
  }

  /**
   * What lines show, as a value with its sign and a width: the weights; what they carry of the
   * point that is followed; or, going backward, how the loss hangs on them, over four powers of 10.
   *
   * @returns {(parameter: Parameter) => [value: number, width: number]}
   */
  meaning() {
    const { store } = this;
    if (store.slopes) {
      const most = store.steepest() || 1;
      return (parameter) => {
        const slope = store.slopeOf(parameter);
        const part = clamp(1 + Math.log10(Math.abs(slope) / most) / 4, 0, 1);
        return [Math.sign(slope) * 2 * part, 0.8 + 7.2 * part];
      };
    }
    const value = store.frame.followed ? "carriedBy" : "valueOf";
    return (parameter) => {
      const x = store[value](parameter);
      return [x, 1 + 1.8 * Math.abs(x) || 1];
    };
  }

  /** Move all dashes on towards the output: called when it has learned, it shows how fast. */
  flow() {
    if (this.store.slopes) return; // these flow back by themselves
    this.flowed = (this.flowed + 2) % PERIOD;
    this.flowing.style.strokeDashoffset = `${-this.flowed}px`;
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
    this.hit.addEventListener("click", (event) => card.clicked(event, parameter));
  }

  /**
   * Show whether it is cut or frozen, by a mark too.
   *
   * @param {"cut" | "frozen" | undefined} stays
   */
  mark(stays) {
    this.stays = stays;
    this.line.classList.toggle("pg-cut", stays === "cut");
    this.line.classList.toggle("pg-frozen", stays === "frozen");
    return stays ? [markOn(/** @type {SVGPathElement} */ (this.line), stays)] : [];
  }

  /**
   * As full of colour as the value is large, in steps that the eye takes for none.
   *
   * @param {number} value
   * @param {number} wide
   * @param {Uint32Array} table
   */
  draw(value, wide, table) {
    const width = Math.round(5 * Math.min(9, wide)) / 5;
    const part = Math.round(24 * Math.tanh(Math.abs(value))) / 24;
    const full = Math.sign(value) * (0.35 + 0.65 * part);
    const stroke = this.stays === "cut" ? "var(--pg-hair)" : shade(table, full);
    if (this.shown === width + stroke) return;
    this.shown = width + stroke;
    this.line.style.strokeWidth = String(width);
    this.line.style.stroke = stroke;
    this.line.classList.toggle("pg-negative", value < 0);
  }
}
