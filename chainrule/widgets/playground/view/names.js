// Names and numbers as they are printed.

import { minus } from "../../shared.js";

/** @import { Store } from "./store.js" */

/** @type {Record<string, string>} */
export const FEATURE_NAMES = {
  x1: "X₁",
  x2: "X₂",
  x1_squared: "X₁²",
  x2_squared: "X₂²",
  x1_x2: "X₁X₂",
  sin_x1: "sin X₁",
  sin_x2: "sin X₂",
};

/** @type {Record<string, string>} */
const ACTIVATION_NAMES = {
  relu: "ReLU",
  prelu: "PReLU",
  elu: "ELU",
  gelu: "GELU",
  leaky_relu: "Leaky ReLU",
};

/** @type {(name: string) => string} */
export const titled = (name) => name.replace(/_/g, " ").replace(/^./, (c) => c.toUpperCase());

/** @type {(name: string) => string} */
export const activationName = (name) => ACTIVATION_NAMES[name] ?? titled(name);

/** @type {(x: number | null | undefined, digits?: number) => string} */
export const number = (x, digits = 3) =>
  typeof x === "number" && Number.isFinite(x) ? minus(Number(x.toFixed(digits))) : "–";

/**
 * Names of neurons: column 0 are the features, the last column the outputs.
 *
 * @param {Store} store
 * @param {number} column
 * @param {number} row
 */
export function neuronName({ frame }, column, row) {
  if (column === 0) return FEATURE_NAMES[frame.features[row]];
  if (column <= frame.hidden.length) return `layer ${column}, neuron ${row + 1}`;
  return frame.outputs > 1 ? `output ${row}` : "output";
}
