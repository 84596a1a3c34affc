// The right column: losses, the large map with the points, legend and switches.

import { el } from "../../shared.js";
import { enlarged, labelColour, mark, paint, paintClasses, sharp } from "./colours.js";
import { checkbox, hidable } from "./controls.js";
import { IntoThePicture } from "./into.js";
import { LossCurve, Losses } from "./losses.js";
import { FEATURE_NAMES, neuronName } from "./names.js";
import { pointAdder } from "./points.js";
import { Predictor } from "./predict.js";
import { tableLoader } from "./table.js";

/**
 * @import { Kernel } from "./kernel.js"
 * @import { Store } from "./store.js"
 */

/** The large map of what the network says, with the points. */
export class OutputMap {
  caption = el("p", { class: "pg-caption" });
  heat = el("canvas", { class: "pg-heat", "aria-hidden": "true" });
  dots = el("canvas", { class: "pg-dots", "aria-hidden": "true" });
  map = el("div", { class: "pg-map", role: "img", "aria-label": "Output" }, this.heat, this.dots);

  /**
   * @param {Kernel} view
   * @param {Store} store
   */
  constructor(view, store) {
    this.view = view;
    this.store = store;
    const sized = new ResizeObserver(() => this.drawDots());
    sized.observe(this.map);
    view.atEnd(() => sized.disconnect());
    view.on(["show_test"], () => this.drawDots());
    view.on(["discretise"], () => this.drawHeat());
    store.refreshers.push(() => {
      this.drawDots();
      this.drawHeat();
    });
  }

  draw() {
    const points = this.store.points?.train ?? 0;
    const label = `Output of the network over the plane, with ${points} training points`;
    if (this.map.getAttribute("aria-label") !== label) this.map.setAttribute("aria-label", label);
    this.drawHeat();
    if (this.ringed !== JSON.stringify(this.store.frame.followed?.point)) this.drawDots();
  }

  drawDots() {
    const side = this.map.clientWidth;
    if (!side || !this.store.points) return;
    const { table } = this.store;
    const { rows, train, classes } = this.store.points;
    const context = sharp(this.dots, side, side);
    const size = side / 130 + 0.9;
    const end = this.view.get("show_test") ? rows.length / 3 : train;
    for (let i = 0; i < end; i++) {
      const [x, y, label] = rows.subarray(3 * i, 3 * i + 3);
      const [left, top] = [((x + 6) / 12) * side, ((6 - y) / 12) * side];
      mark(context, left, top, label, size, { classes, table, test: i >= train });
    }
    this.drawRing(context, side);
  }

  /**
   * A ring around the point that is followed.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {number} side
   */
  drawRing(context, side) {
    this.ringed = JSON.stringify(this.store.frame?.followed?.point);
    const { point } = this.store.frame?.followed ?? {};
    if (!point) return;
    const place = [((point[0] + 6) / 12) * side, ((6 - point[1]) / 12) * side];
    for (const [width, colour] of [
      [5, "#fff"],
      [2.5, "#1d2126"],
    ]) {
      context.beginPath();
      context.arc(place[0], place[1], 11, 0, 2 * Math.PI);
      context.lineWidth = Number(width);
      context.strokeStyle = String(colour);
      context.stroke();
    }
  }

  drawHeat() {
    const { frame, large, maps, hovered, opening } = this.store;
    const discrete = this.view.get("discretise");
    if (!frame) return;
    const tile = this.hoveredTile();
    this.caption.textContent = tile ? `Shown: ${this.hoveredName()}` : "";
    if (tile && hovered) {
      const table = this.store.coloursOf(hovered.column, hovered.row);
      paint(this.heat, enlarged(tile, opening.side), table, discrete);
    } else if (frame.outputs === 1) paint(this.heat, large[0], maps.numbers, discrete);
    else paintClasses(this.heat, large, maps.classes, discrete);
  }

  /** What is pointed at, unless it is what is to be seen anyway. */
  hoveredTile() {
    const { hovered, frame } = this.store;
    if (!hovered || (hovered.column > frame.hidden.length && frame.outputs === 1)) return null;
    return this.store.tileOf(hovered.column, hovered.row);
  }

  hoveredName() {
    const { column, row } = /** @type {NonNullable<Store["hovered"]>} */ (this.store.hovered);
    if (column === 0) return FEATURE_NAMES[this.store.opening.features[row]];
    return neuronName(this.store, column, row);
  }
}

export class OutputColumn extends OutputMap {
  losses = new Losses();
  into = new IntoThePicture();

  /**
   * @param {Kernel} view
   * @param {Store} store
   */
  constructor(view, store) {
    super(view, store);
    this.curve = new LossCurve(view, store);
    this.predictor = new Predictor(view, store, this.map);
    this.table = tableLoader(view, this.map);
    this.node = el(
      "section",
      { class: "pg-output", "aria-label": "Output" },
      el("h3", {}, "Output"),
      this.losses.node,
      this.curve.node,
      this.caption,
      withAxes(this.map),
      legend(view),
      switches(view),
      el(
        "div",
        { class: "pg-tools" },
        hidable(view, this.predictor.node, "predict"),
        hidable(view, pointAdder(view, this.map, this.table.open), "points"),
        hidable(view, this.table.node, "table"),
      ),
    );
    this.map.addEventListener("click", (event) => this.followAt(event));
  }

  /**
   * Draw the lines that end in the picture.
   *
   * @param {HTMLElement} main
   * @param {HTMLElement[]} tiles
   */
  drawInto(main, tiles) {
    const colour = (/** @type {number} */ i) =>
      tiles.length > 1 ? labelColour(this.store.table, tiles.length, i) : "var(--pg-into)";
    this.into.draw(main, tiles, this.map, colour);
  }

  draw() {
    this.curve.draw();
    this.losses.draw(this.store.frame);
    super.draw();
  }

  /**
   * Follow the point that was clicked on; none, if there is none.
   *
   * @param {MouseEvent} event
   */
  followAt(event) {
    if (this.map.classList.contains("pg-adding") || !this.store.points) return;
    if (this.view.hides("follow")) return;
    const { rows, train } = this.store.points;
    const box = this.map.getBoundingClientRect();
    const end = this.view.get("show_test") ? rows.length / 3 : train;
    const far = Array.from({ length: end }, (_, i) => {
      const [x, y] = [
        ((rows[3 * i] + 6) / 12) * box.width,
        ((6 - rows[3 * i + 1]) / 12) * box.height,
      ];
      return Math.hypot(x - event.clientX + box.left, y - event.clientY + box.top);
    });
    const least = Math.min(...far);
    const place = least < 12 ? far.indexOf(least) : null;
    if (place !== null || this.store.frame.followed) this.view.ask("follow", { place });
  }
}

/**
 * The map and the numbers at its sides.
 *
 * @param {HTMLElement} map
 */
export function withAxes(map) {
  const numbers = ["−6", "−3", "0", "3", "6"];
  const axis = (/** @type {string} */ name, /** @type {string[]} */ ticks) =>
    el("div", { class: name, "aria-hidden": "true" }, ...ticks.map((tick) => el("span", {}, tick)));
  const [up, right] = [axis("pg-axis-y", [...numbers].reverse()), axis("pg-axis-x", numbers)];
  return el("div", { class: "pg-frame" }, map, up, right);
}

/** @param {Kernel} view */
export function switches(view) {
  const test = checkbox(view, "show_test", "Show test data");
  return el("div", { class: "pg-checks" }, test, checkbox(view, "discretise", "Discretise output"));
}

/**
 * What colours, shapes and strokes mean.
 *
 * @param {Kernel} view
 */
export function legend(view) {
  const bar = el("span", { class: "pg-legend-bar" });
  const box = el("div", { class: "pg-legend-box" }, el("span", {}, "−1"), bar, el("span", {}, "1"));
  const key = el("p", { class: "pg-key" });
  const refresh = () => {
    box.hidden = view.get("classes") > 2;
    key.textContent = keyOf(view.get("classes"));
  };
  view.watch(["classes"], refresh);
  const head = el("p", { class: "pg-key" }, "Colours show data, neurons and weights.");
  return el("div", { class: "pg-legend" }, head, box, key);
}

/** @type {(classes: number) => string} */
function keyOf(classes) {
  if (classes > 2) return "Colour and shape: the class. Dark ring: test data.";
  if (classes === 2) return "■ −1, ● 1; white ring: training, dark ring: test data.";
  return "White ring: training, dark ring: test data.";
}
