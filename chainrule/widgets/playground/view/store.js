// What the view knows: the newest frame, the points, and what is chosen or pointed at.

import { colourTable, isDark } from "./colours.js";

/**
 * @typedef {{ name: string, regression: boolean, points: number[][] }} DataSet
 * @typedef {{
 *   side: number, tile: number, features: string[], activations: string[], datasets: DataSet[],
 * }} Opening
 *
 * @typedef {{ low: number, high: number, counts: number[] }} Histogram
 * @typedef {{
 *   activations: Histogram[], gradients: Histogram[],
 *   spaces: Record<string, number[][]>, confusion: number[][],
 * }} Insights
 * @typedef {{
 *   number: number, epoch: number, playing: boolean, outputs: number,
 *   features: string[], hidden: number[], activations: string[], squash: string,
 *   losses: (number | null)[], accuracies: (number | null)[],
 *   dead: number[][], slopes: (number | null)[], inside?: Insights,
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
  /** @type {(() => void)[]} */
  refreshers = [];
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
  /** @type {Int8Array[]} */
  large = [];
  /** @type {Int8Array} */
  tiles;
  /** @type {Layer[]} */
  layers = [];
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
   * @param {Frame} frame
   * @param {DataView[]} buffers
   */
  takeFrame(frame, [large, tiles, parameters, history]) {
    this.frame = frame;
    this.tiles = bytes(tiles);
    this.history = floats(history);
    this.large = parts(bytes(large), this.opening.side ** 2);
    const sizes = [frame.features.length, ...frame.hidden, frame.outputs];
    this.layers = layersOf(floats(parameters), sizes);
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

  /** @param {Parameter} parameter */
  valueOf({ column, row, place, bias }) {
    const layer = this.layers[column - 1];
    return bias ? layer.biases[row] : layer.weights[row * layer.inputs + Number(place)];
  }
}

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
