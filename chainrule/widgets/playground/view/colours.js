// Numbers as colours: orange below 0, blue above; classes have colours and shapes of their own.

import { clamp, el } from "../../shared.js";

/** @typedef {{ classes: number, table: Uint32Array, test: boolean }} Look */

const CLASS_COLOURS = [
  [245, 147, 34],
  [8, 119, 189],
  [46, 139, 87],
  [150, 80, 160],
  [110, 110, 110],
];
const LIGHT = [[232, 234, 235], CLASS_COLOURS[0], CLASS_COLOURS[1]];
const DARK = [
  [38, 42, 48],
  [255, 160, 50],
  [60, 165, 240],
];

/** Whether the page is dark: by JupyterLab's theme, elsewhere by what the reader prefers. */
export function isDark() {
  const theme = document.body.dataset.jpThemeLight;
  return theme ? theme === "false" : matchMedia("(prefers-color-scheme: dark)").matches;
}

/** How full the colours of maps are, so that points on them and lines between them stand out. */
const GROUND = 0.6;

/**
 * The colours of the bytes -128 … 127 as one RGBA word each: of numbers, or less full for maps.
 *
 * @param {boolean} dark
 */
export const colourTable = (dark, full = 1) => tableOf(dark ? DARK : LIGHT, full);

/** @type {(colours: number[][], full: number) => Uint32Array} */
const tableOf = ([middle, low, high], full) =>
  Uint32Array.from({ length: 256 }, (_, i) => {
    const v = Math.max(-1, (i - 128) / 127);
    return word(mixed(middle, v < 0 ? low : high, Math.abs(v) * full));
  });

/** @type {(from: number[], to: number[], share: number) => number[]} */
const mixed = (from, to, share) => from.map((c, k) => c + share * (to[k] - c));

/** The colours of maps, one for numbers and one for the probability of each class. */
export class MapColours {
  /** @param {boolean} dark */
  constructor(dark) {
    const [middle] = dark ? DARK : LIGHT;
    this.middle = middle;
    this.numbers = colourTable(dark, GROUND);
    this.classes = CLASS_COLOURS.map((colour) => tableOf([middle, middle, colour], GROUND));
  }
}

/** @type {(rgb: number[]) => number} */
const word = ([r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;

/**
 * The colour of a number from -1 to 1.
 *
 * @param {Uint32Array} table
 * @param {number} value
 */
export function shade(table, value) {
  const w = table[Math.round(127 * clamp(value, -1, 1)) + 128];
  return `rgb(${w & 255},${(w >> 8) & 255},${(w >> 16) & 255})`;
}

/**
 * The colour of a point with that label.
 *
 * @param {Uint32Array} table
 * @param {number} classes
 * @param {number} label
 */
export const labelColour = (table, classes, label) =>
  classes > 2 ? `rgb(${CLASS_COLOURS[label].join()})` : shade(table, label);

/**
 * Draw bytes as a square picture of as many pixels.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Int8Array} bytes
 * @param {Uint32Array} table
 */
export function paint(canvas, bytes, table, discretise = false) {
  const side = Math.round(Math.sqrt(bytes.length));
  const colours = discretise ? table.map((_, i) => table[i < 128 ? 1 : 255]) : table;
  paintWords(canvas, side, side, (i) => colours[bytes[i] + 128]);
}

/**
 * Draw which of several outputs is largest, the fainter the less it is so.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Int8Array[]} maps
 * @param {Uint32Array[]} tables
 * @param {boolean} discretise
 */
export function paintClasses(canvas, maps, tables, discretise) {
  const side = Math.round(Math.sqrt(maps[0].length));
  paintWords(canvas, side, side, (i) => {
    let best = 0;
    for (let k = 1; k < maps.length; k++) if (maps[k][i] > maps[best][i]) best = k;
    return tables[best][(discretise ? 127 : Math.max(0, maps[best][i])) + 128];
  });
}

/**
 * What canvases show.
 * @type {WeakMap<HTMLCanvasElement, ImageData>}
 */
const painted = new WeakMap();

/**
 * Give each pixel of a canvas its colour, where it has another one now.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 * @param {(i: number) => number} colour
 */
export function paintWords(canvas, width, height, colour) {
  const before = painted.get(canvas);
  const same = before?.width === width && before.height === height;
  if (!same) Object.assign(canvas, { width, height });
  const image = same ? before : new ImageData(width, height);
  const words = new Uint32Array(image.data.buffer);
  let other = false;
  for (let i = 0; i < words.length; i++) {
    const word = colour(i);
    other ||= words[i] !== word;
    words[i] = word;
  }
  if (other) contextOf(canvas).putImageData(image, 0, 0);
  painted.set(canvas, image);
}

/** @type {(canvas: HTMLCanvasElement) => CanvasRenderingContext2D} */
const contextOf = (canvas) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));

/**
 * What is painted once, as a picture: each canvas costs the browser a layer of its own, and what
 * lies over it another one, at each frame of whatever is near it.
 *
 * @param {(canvas: HTMLCanvasElement) => void} draw
 */
export function still(draw) {
  const canvas = el("canvas");
  draw(canvas);
  return el("img", { src: canvas.toDataURL(), alt: "", draggable: "false" });
}

/**
 * A small map enlarged between its points, so that its edge stays sharp when discretised.
 *
 * @param {Int8Array} bytes
 * @param {number} side
 */
export function enlarged(bytes, side) {
  const small = Math.round(Math.sqrt(bytes.length));
  const out = new Int8Array(side * side);
  const between = Array.from({ length: side }, (_, i) => {
    const x = clamp(((i + 0.5) / side) * small - 0.5, 0, small - 1);
    const low = Math.floor(x);
    return [low, Math.min(low + 1, small - 1), x - low];
  });
  for (let i = 0; i < out.length; i++) {
    const [above, below, down] = between[Math.floor(i / side)];
    const [left, right, along] = between[i % side];
    const mix = (/** @type {number} */ row) =>
      bytes[row * small + left] * (1 - along) + bytes[row * small + right] * along;
    out[i] = Math.round(mix(above) * (1 - down) + mix(below) * down);
  }
  return out;
}

/**
 * A point as a shape: its class is to be told without colour, too.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} label
 * @param {number} size
 * @param {Look} look
 */
export function mark(context, x, y, label, size, { classes, table, test }) {
  context.beginPath();
  outline(context, kindOf(label, classes), x, y, size);
  context.fillStyle = labelColour(table, classes, label);
  const [inner, outer] = test ? [INK, "#fff"] : ["#fff", INK];
  if (classes === 0) return plainMark(context, inner);
  context.lineWidth = size * 1.25;
  context.strokeStyle = outer;
  context.stroke();
  context.lineWidth = size * 0.55;
  context.strokeStyle = inner;
  context.stroke();
  context.fill();
}

const INK = "#1d2126";

/** @type {(label: number, classes: number) => number} */
function kindOf(label, classes) {
  if (classes > 2) return label;
  return classes === 2 && label <= 0 ? 0 : 1;
}

/**
 * Of the many points of a regression: a thin ring, or the rings hide what is under them.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {string} ring
 */
function plainMark(context, ring) {
  context.fill();
  context.lineWidth = 0.6;
  context.strokeStyle = ring;
  context.globalAlpha = 0.75;
  context.stroke();
  context.globalAlpha = 1;
}

const SQUARE = "-1,-1 1,-1 1,1 -1,1";
const TRIANGLE = "0,-1.3 1.2,0.9 -1.2,0.9";
const DIAMOND = "0,-1.4 1.4,0 0,1.4 -1.4,0";
const BAR = "-1.3,-0.6 1.3,-0.6 1.3,0.6 -1.3,0.6";
const CORNERS = [SQUARE, "", TRIANGLE, DIAMOND, BAR].map((corners) =>
  corners.split(" ").map((corner) => corner.split(",").map(Number)),
);

/**
 * The outline of a class: square, circle, triangle, diamond, bar.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} kind
 * @param {number} x
 * @param {number} y
 * @param {number} r
 */
function outline(context, kind, x, y, r) {
  if (kind === 1) return context.arc(x, y, r, 0, 2 * Math.PI);
  for (const [a, b] of CORNERS[kind]) context.lineTo(x + a * r, y + b * r);
  context.closePath();
}

/**
 * A canvas as sharp as the screen, and its context in CSS pixels.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 */
export function sharp(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  const size = { width: Math.round(width * ratio), height: Math.round(height * ratio) };
  if (canvas.width !== size.width || canvas.height !== size.height) Object.assign(canvas, size);
  const context = contextOf(canvas);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.globalAlpha = 1;
  context.setLineDash([]);
  return context;
}
