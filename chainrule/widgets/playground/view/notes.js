// Notes on the board, each with an arrow to what it explains, where there is room for them.

import { el, svgEl } from "../../shared.js";
import { TILE_SIZE } from "./layout.js";

/**
 * @import { Layout } from "./layout.js"
 *
 * @typedef {{ text: string, x: number, y: number, width: number, to: [number, number] }} Note
 */

const NEURON = "What one neuron says of every place. Point: large. Click: its formula.";
const WEIGHT = "A weight: wide where large, dashed where negative. Click to change it.";
const BIAS = "The small square is the bias.";
const [LEAST, DROP] = [96, 30]; // how wide a note is at least, how far below its arrow's end

/**
 * The notes of a network, from the most worth knowing.
 *
 * @param {Layout} layout
 * @returns {Note[]}
 */
function notesOf(layout) {
  const { last, sizes, pitch } = layout;
  const width = Math.min(pitch - 22, 178);
  if (width < LEAST) return [];
  const foot = (/** @type {number} */ column) =>
    layout.y(column, sizes[column] - 1) + TILE_SIZE + 6;
  const [out, before] = [layout.x(last), layout.x(last - 1)];
  const shown = Math.max(1, last - 2); // the layer whose last neuron is explained
  const neuron = {
    text: NEURON,
    ...{ x: layout.x(shown) - 6, y: foot(shown) + DROP, width: width + 6 },
    to: pair(layout.middle(shown), foot(shown)),
  };
  const bias = {
    text: BIAS,
    ...{ x: out - 50, y: foot(last) + DROP, width: 98 },
    to: pair(out + 1, foot(last) + 1),
  };
  const weight = {
    text: WEIGHT,
    ...{ x: before - 8, y: foot(last) + DROP - 12, width: Math.min(pitch - 50, 168) },
    to: pair(before + TILE_SIZE + (pitch - TILE_SIZE) * 0.62, foot(last) - 34),
  };
  return last > 1 ? [neuron, weight, bias] : [bias];
}

/** @type {(x: number, y: number) => [number, number]} */
const pair = (x, y) => [x, y];

/** The notes that fit between the tiles, and their arrows. */
export class Notes {
  arrows = svgEl("svg", { class: "pg-arrows", "aria-hidden": "true" });
  texts = el("div", { class: "pg-notes" });

  /**
   * Write them; whether all of them fit.
   *
   * @param {Layout} layout
   */
  build(layout) {
    const taken = tilesOf(layout);
    this.texts.replaceChildren();
    this.arrows.replaceChildren();
    const notes = notesOf(layout);
    const written = notes.filter((note) => this.write(note, layout, taken));
    return notes.length > 2 && written.length === notes.length;
  }

  /**
   * @param {Note} note
   * @param {Layout} layout
   * @param {Box[]} taken
   */
  write({ text, x, y, width, to }, layout, taken) {
    const style = `left:${x}px;top:${y}px;width:${width}px`;
    const node = el("p", { class: "pg-note", style }, text);
    this.texts.append(node);
    const box = { x, y, right: x + width, bottom: y + node.offsetHeight };
    const free = !taken.some((other) => overlap(box, other));
    if (!free || box.bottom > layout.height || box.right > layout.width + 2) {
      node.remove();
      return false;
    }
    taken.push(box);
    const [tx, ty] = to;
    const [x0, y0] = [x + 14, y - 2];
    const d = `M${x0},${y0}C${x0 - 10},${y0 - 14} ${tx - 8},${ty + 16} ${tx},${ty}`;
    this.arrows.append(svgEl("path", { d }), headOf(tx, ty));
    return true;
  }
}

/** @type {(x: number, y: number) => SVGGraphicsElement} */
const headOf = (x, y) => svgEl("path", { d: `M${x - 6},${y + 5}L${x},${y}L${x + 1},${y + 8}` });

/** @typedef {{ x: number, y: number, right: number, bottom: number }} Box */

/** @type {(a: Box, b: Box) => boolean} */
const overlap = (a, b) => a.x < b.right && b.x < a.right && a.y < b.bottom && b.y < a.bottom;

/**
 * Where tiles are.
 *
 * @param {Layout} layout
 * @returns {Box[]}
 */
const tilesOf = (layout) =>
  layout.sizes.flatMap((size, column) =>
    Array.from({ length: size }, (_, row) => {
      const [x, y] = [layout.x(column), layout.y(column, row)];
      return { x: x - 6, y: y - 2, right: x + TILE_SIZE + 4, bottom: y + TILE_SIZE + 6 };
    }),
  );
