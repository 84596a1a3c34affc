// What the view knows: the newest frame, the points, and what is chosen or pointed at.

import { colourTable, isDark, MapColours } from "./colours.js";

/**
 * @typedef {{ name: string, regression: boolean, points: number[][] }} DataSet
 * @typedef {{
 *   side: number, tile: number, features: string[], activations: string[], datasets: DataSet[],
 * }} Opening
 *
 * @typedef {{ low: number, high: number, counts: number[] }} Histogram
 * @typedef {{
 *   activations: Histogram[], gradients: Histogram[], sizes: number[],
 *   spaces: Record<string, number[][]>, confusion: number[][],
 * }} Insights
 *
 * A weight or bias that stays as it is; 0 is a cut.
 * @typedef {[layer: number, neuron: number, source: number | "bias", value: number]} Fixed
 * @typedef {{
 *   number: number, reach: [first: number, last: number], epoch: number, playing: boolean,
 *   outputs: number, known: number,
 *   features: string[], hidden: number[], activations: string[], squash: string,
 *   losses: (number | null)[], accuracies: (number | null)[],
 *   followed?: { point: [x: number, y: number, t: number], values: number[][], loss: number },
 *   dead: number[][], slopes: (number | null)[], inside?: Insights,
 *   fixed: Fixed[], agreement?: [picture: number, points: number],
 * }} Frame
 *
 * @typedef {{ train: number, classes: number, rows: Float32Array }} Points
 * @typedef {{ inputs: number, weights: Float32Array, biases: Float32Array }} Layer
 *
 * A weight by its layer, neuron and place among the neuron's inputs, or the neuron's bias.
 * @typedef {{ column: number, row: number, place?: number, bias?: boolean }} Parameter
 */

export class Store {
  dark = isDark();
  table = colourTable(this.dark);
  maps = new MapColours(this.dark);
  /** @type {(() => void)[]} */
  refreshers = [];
  /**
   * What else is to be drawn with each frame.
   * @type {(() => void)[]}
   */
  drawers = [];
  /** @type {Opening} */
  opening;
  /** @type {Int8Array} */
  featureTiles;
  /** @type {Frame} */
  frame;
  /** @type {Points} */
  points;
  /** @type {Float32Array} */
  history = new Float32Array();
  /**
   * The history of another branch, which was left.
   * @type {Float32Array}
   */
  ghost = new Float32Array();
  /** @type {Int8Array[]} */
  large = [];
  /** @type {Int8Array} */
  tiles;
  /** @type {Layer[]} */
  layers = [];
  /**
   * How much each hidden neuron matters, if that was asked of the present epoch.
   * @type {{ epoch: number, values: number[][] } | null}
   */
  matters = null;
  /**
   * The gradient, where the backward pass is shown.
   * @type {Layer[] | null}
   */
  slopes = null;
  /**
   * The label that was guessed of each square of the picture.
   * @type {Int8Array | null}
   */
  guess = null;
  /**
   * What is cut or frozen, by layer, neuron and source.
   * @type {Map<string, "cut" | "frozen">}
   */
  fixed = new Map();
  /** @type {{ column: number, row: number } | null} */
  selected = null;
  /** @type {{ column: number, row: number, place?: number } | null} */
  hovered = null;

  /**
   * Colours are others now, or the features are known.
   */
  refresh() {
    for (const refresh of this.refreshers) refresh();
  }

  /**
   * Take the page's theme over; whether it is another one.
   */
  takeTheme() {
    if (this.dark === isDark()) return false;
    this.dark = isDark();
    this.table = colourTable(this.dark);
    this.maps = new MapColours(this.dark);
    return true;
  }

  /**
   * @param {Opening} opening
   * @param {DataView[]} buffers
   */
  takeOpening(opening, [tiles]) {
    this.opening = opening;
    this.featureTiles = bytes(tiles);
  }

  /**
   * @param {Omit<Points, "rows">} points
   * @param {DataView[]} buffers
   */
  takePoints(points, [rows]) {
    this.points = { ...points, rows: floats(rows) };
  }

  /**
   * Take over what a frame tells of the history: each frame does, drawn or not.
   *
   * @param {Frame} frame
   * @param {DataView} rows
   */
  takeHistory({ known, epoch }, rows) {
    const [before, end] = [this.history, this.history.at(-3) ?? 0];
    const old = this.history.subarray(0, 3 * known);
    const fresh = floats(rows);
    this.history = new Float32Array(old.length + fresh.length);
    this.history.set(old);
    this.history.set(fresh, old.length);
    const now = this.history.at(-3) ?? 0;
    if (epoch === 0) this.ghost = new Float32Array();
    else if (now < end && now !== this.frame?.epoch) this.ghost = before; // not of a pause
  }

  /**
   * @param {Frame} frame
   * @param {Int8Array} maps as steps
   * @param {DataView} parameters
   * @param {DataView} slopes
   */
  takeFrame(frame, maps, parameters, slopes) {
    const area = this.opening.side ** 2;
    this.frame = frame;
    if (this.matters?.epoch !== frame.epoch) this.matters = null;
    const large = maps.subarray(0, frame.outputs * area);
    this.large = parts(summed(large, this.opening.side), area);
    this.tiles = summed(maps.subarray(large.length), this.opening.tile);
    const sizes = [frame.features.length, ...frame.hidden, frame.outputs];
    this.layers = layersOf(floats(parameters), sizes);
    this.slopes = slopes?.byteLength ? layersOf(floats(slopes), sizes) : null;
    this.fixed = new Map(
      frame.fixed.map(([layer, neuron, source, value]) => [
        `${layer},${neuron},${source}`,
        value ? "frozen" : "cut",
      ]),
    );
  }

  /** @param {DataView[]} buffers */
  takeGuess([labels]) {
    this.guess = labels ? bytes(labels) : null;
  }

  /**
   * What a neuron says all over the plane; column 0 are the features, the last one the outputs.
   *
   * @param {number} column
   * @param {number} row
   */
  tileOf(column, row) {
    const { hidden } = this.frame;
    const length = this.opening.tile ** 2;
    if (column > hidden.length) return this.large[row];
    const before = hidden.slice(0, Math.max(0, column - 1)).reduce((a, b) => a + b, 0);
    const at = (before + row) * length;
    return (column === 0 ? this.featureTiles : this.tiles).subarray(at, at + length);
  }

  /**
   * The colours of a neuron's map: those of its class, if it is the output for one.
   *
   * @param {number} column
   * @param {number} row
   */
  coloursOf(column, row) {
    const { hidden, outputs } = this.frame;
    const { numbers, classes } = this.maps;
    return column > hidden.length && outputs > 1 ? classes[row] : numbers;
  }

  /** @param {Parameter} parameter */
  valueOf(parameter) {
    return numberOf(this.layers, parameter);
  }

  /** @param {Parameter} parameter */
  slopeOf(parameter) {
    return this.slopes ? numberOf(this.slopes, parameter) : 0;
  }

  /** The largest slope of a weight. */
  steepest() {
    const all = (this.slopes ?? []).map(({ weights }) => weights.reduce(steeper, 0));
    return Math.max(0, ...all);
  }

  /**
   * What a line brings to the next neuron of the point that is followed.
   *
   * @param {Parameter} parameter
   */
  carriedBy(parameter) {
    const said = this.frame.followed?.values[parameter.column - 1];
    return said ? this.valueOf(parameter) * said[Number(parameter.place)] : 0;
  }
}

/**
 * What was deflated.
 *
 * @param {DataView} buffer
 */
export async function inflated({ buffer, byteOffset, byteLength }) {
  const { readable, writable } = new DecompressionStream("deflate");
  const writer = writable.getWriter();
  writer.write(new Uint8Array(/** @type {ArrayBuffer} */ (buffer), byteOffset, byteLength));
  writer.close();
  return new Int8Array(await new Response(readable).arrayBuffer());
}

/**
 * Square maps, of their steps from column to column and from row to row.
 *
 * @param {Int8Array} maps
 * @param {number} side
 */
export function summed(maps, side) {
  for (let i = 0; i < maps.length; i++) if (i % side) maps[i] += maps[i - 1];
  for (let i = 0; i < maps.length; i++) if (i % (side * side) >= side) maps[i] += maps[i - side];
  return maps;
}

/** @type {(layers: Layer[], parameter: Parameter) => number} */
function numberOf(layers, { column, row, place, bias }) {
  const layer = layers[column - 1];
  return bias ? layer.biases[row] : layer.weights[row * layer.inputs + Number(place)];
}

/** @type {(most: number, slope: number) => number} */
const steeper = (most, slope) => Math.max(most, Math.abs(slope));

/** @param {DataView} buffer */
const bytes = (buffer) => new Int8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);

/**
 * Numbers of four bytes, which may begin anywhere in a message.
 *
 * @param {DataView} buffer
 */
const floats = ({ buffer, byteOffset, byteLength }) =>
  new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));

/**
 * @param {Int8Array} all
 * @param {number} length
 */
const parts = (all, length) =>
  Array.from({ length: all.length / length }, (_, k) => all.subarray(k * length, (k + 1) * length));

/**
 * Each layer's weights, row by row, and then its biases.
 *
 * @param {Float32Array} values
 * @param {number[]} sizes
 */
function layersOf(values, sizes) {
  let at = 0;
  const next = (/** @type {number} */ n) => {
    at += n;
    return values.subarray(at - n, at);
  };
  return sizes.slice(1).map((size, i) => {
    const inputs = sizes[i];
    return { inputs, weights: next(size * inputs), biases: next(size) };
  });
}
