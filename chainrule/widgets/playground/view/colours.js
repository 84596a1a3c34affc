// Numbers as colours: orange below 0, blue above; classes have colours and shapes of their own.

export const CLASS_COLOURS = [[245, 147, 34], [8, 119, 189], [46, 139, 87], [150, 80, 160], [110, 110, 110]];
export const css = ([r, g, b]) => `rgb(${r},${g},${b})`;

/** Whether the page is dark: by JupyterLab's theme, elsewhere by what the reader prefers. */
export function isDark() {
  const theme = document.body.dataset.jpThemeLight;
  return theme ? theme === "false" : matchMedia("(prefers-color-scheme: dark)").matches;
}

/** The colours of the bytes -128 … 127 as one RGBA word each. */
export function colourTable(dark) {
  const [middle, low, high] = dark
    ? [[38, 42, 48], [255, 160, 50], [60, 165, 240]] : [[232, 234, 235], CLASS_COLOURS[0], CLASS_COLOURS[1]];
  return Uint32Array.from({ length: 256 }, (_, i) => {
    const v = Math.max(-1, (i - 128) / 127), end = v < 0 ? low : high;
    return word(middle.map((m, k) => m + Math.abs(v) * (end[k] - m)));
  });
}

const word = ([r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
export const fromWord = (w) => `rgb(${w & 255},${(w >> 8) & 255},${(w >> 16) & 255})`;

/** Draw bytes as a square picture of as many pixels. */
export function paint(canvas, bytes, table, discretise = false) {
  const side = Math.round(Math.sqrt(bytes.length));
  paintWords(canvas, side, (words) => {
    for (let i = 0; i < words.length; i++)
      words[i] = table[(discretise ? (bytes[i] < 0 ? -127 : 127) : bytes[i]) + 128];
  });
}

/** Draw which of several outputs is largest, the fainter the less it is so. */
export function paintClasses(canvas, maps, dark, discretise) {
  const base = dark ? 38 : 235, n = maps[0].length;
  paintWords(canvas, Math.round(Math.sqrt(n)), (words) => {
    for (let i = 0; i < n; i++) {
      let best = 0;
      for (let k = 1; k < maps.length; k++) if (maps[k][i] > maps[best][i]) best = k;
      const p = discretise ? 1 : Math.max(0, maps[best][i]) / 127;
      words[i] = word(CLASS_COLOURS[best].map((c) => base + p * (c - base)));
    }
  });
}

function paintWords(canvas, side, fill) {
  if (canvas.width !== side) canvas.width = canvas.height = side;
  const context = canvas.getContext("2d"), image = context.createImageData(side, side);
  fill(new Uint32Array(image.data.buffer));
  context.putImageData(image, 0, 0);
}

/** A small map enlarged between its points, so that its edge stays sharp when discretised. */
export function enlarged(bytes, side) {
  const small = Math.round(Math.sqrt(bytes.length)), out = new Int8Array(side * side);
  const at = Array.from({ length: side }, (_, i) => {
    const x = Math.min(small - 1, Math.max(0, ((i + 0.5) / side) * small - 0.5)), low = Math.floor(x);
    return [low, Math.min(low + 1, small - 1), x - low];
  });
  for (let i = 0; i < side; i++) for (let j = 0; j < side; j++) {
    const [a, b, u] = at[i], [c, d, v] = at[j], mix = (row) => bytes[row * small + c] * (1 - v) + bytes[row * small + d] * v;
    out[i * side + j] = Math.round(mix(a) * (1 - u) + mix(b) * u);
  }
  return out;
}

/** A point as a shape: its class is to be told without colour, too. */
export function mark(context, x, y, label, size, look) {
  const { classes, table, test } = look;
  const kind = classes > 2 ? label : classes === 2 ? (label > 0 ? 1 : 0) : 1;
  const byte = Math.round(127 * Math.max(-1, Math.min(1, label))) + 128;
  context.beginPath();
  outline(context, kind, x, y, size);
  context.fillStyle = classes > 2 ? css(CLASS_COLOURS[label]) : fromWord(table[byte]);
  if (classes === 0) return plainMark(context, test);
  context.lineWidth = test ? 2 : 2.2;
  context.strokeStyle = test ? "#fff" : "#1d2126";
  context.stroke();
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = test ? "#1d2126" : "#fff";
  context.stroke();
}

/** Of the many points of a regression: a thin ring, or the rings hide what is under them. */
function plainMark(context, test) {
  context.fill();
  context.lineWidth = 0.6;
  context.strokeStyle = test ? "#1d2126" : "#fff";
  context.globalAlpha = 0.75;
  context.stroke();
  context.globalAlpha = 1;
}

/** The outline of a class: square, circle, triangle, diamond, cross-wise square. */
function outline(context, kind, x, y, r) {
  const corners = [
    [[-1, -1], [1, -1], [1, 1], [-1, 1]], null, [[0, -1.3], [1.2, 0.9], [-1.2, 0.9]],
    [[0, -1.4], [1.4, 0], [0, 1.4], [-1.4, 0]], [[-1.3, -0.6], [1.3, -0.6], [1.3, 0.6], [-1.3, 0.6]],
  ][kind];
  if (!corners) return context.arc(x, y, r, 0, 2 * Math.PI);
  corners.forEach(([a, b], i) => (i ? context.lineTo(x + a * r, y + b * r) : context.moveTo(x + a * r, y + b * r)));
  context.closePath();
}

/** A canvas as sharp as the screen, and its context in CSS pixels. */
export function sharp(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext("2d");
  context.scale(ratio, ratio);
  return context;
}
