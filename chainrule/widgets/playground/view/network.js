// Features, hidden layers and the output: a tile for each neuron, a line for each weight.

import { clamp, el, focused } from "../../shared.js";
import { ParameterCard } from "./card.js";
import { layerHead, layersTitle } from "./layers.js";
import { Layout, TILE_SIZE } from "./layout.js";
import { Links } from "./links.js";
import { featureTile, NeuronTile } from "./tiles.js";

/**
 * @import { Kernel } from "./kernel.js"
 * @import { Store } from "./store.js"
 * @import { Choosing } from "./tiles.js"
 */

const HINT =
  "Each square is what one neuron says all over the plane: point at it to see it large, " +
  "click it for its formula. Each line is a weight, the wider the larger, dashed where " +
  "negative: click it to change it. The small square is the bias.";

export class NetworkColumn {
  built = "";
  /** @type {HTMLButtonElement[][]} */
  buttons = [];
  /** @type {NeuronTile[]} */
  neurons = [];
  tiles = el("div", { class: "pg-tiles", role: "group", "aria-label": "Features and neurons" });
  heads = el("div", { class: "pg-heads" });
  board = el("div", { class: "pg-board" });
  scroll = el("div", { class: "pg-scroll" }, this.board);

  /**
   * @param {Kernel} view
   * @param {Store} store
   * @param {Choosing} choosing
   */
  constructor(view, store, choosing) {
    this.view = view;
    this.store = store;
    this.choosing = choosing;
    this.card = new ParameterCard(view, store, this.board);
    this.links = new Links(store, this.card);
    this.board.append(this.links.node, this.heads, this.tiles, this.card.node);
    const parts = [layersTitle(view), this.scroll, el("p", { class: "pg-hint" }, HINT)];
    this.node = el("section", { class: "pg-network", "aria-label": "Network" }, ...parts);
    this.tiles.addEventListener("keydown", (event) => this.goByArrowKeys(event));
    this.drawWhenNeeded();
  }

  /** Draw between frames when there is other room, other colours, or other parts are hidden. */
  drawWhenNeeded() {
    const sized = new ResizeObserver(() => this.draw());
    sized.observe(this.scroll);
    this.view.atEnd(() => sized.disconnect());
    this.view.on(["hide"], () => this.draw());
    this.store.refreshers.push(() => {
      this.built = "";
      this.draw();
    });
  }

  draw() {
    if (!this.store.frame || !this.store.opening || !this.scroll.clientWidth) return;
    this.buildIfOther();
    for (const tile of this.neurons) tile.draw();
    this.links.draw();
    this.card.draw();
  }

  /** Build anew only what looks otherwise: a frame alone moves no tile. */
  buildIfOther() {
    const { features, hidden, outputs, activations } = this.store.frame;
    const width = this.scroll.clientWidth;
    const hide = this.view.get("hide");
    const key = JSON.stringify([features, hidden, outputs, activations, width, hide]);
    if (key === this.built) return;
    this.built = key;
    const sizes = [this.store.opening.features.length, ...hidden, outputs];
    this.build(new Layout(sizes, width));
  }

  /** @param {Layout} layout */
  build(layout) {
    const at = focused(this.tiles)?.getAttribute("data-at");
    const head = focused(this.heads)?.getAttribute("aria-label");
    this.board.style.width = `${layout.width}px`;
    this.board.style.height = `${layout.height}px`;
    this.buildTiles(layout);
    this.heads.replaceChildren(...this.newHeads(layout));
    this.links.build(layout);
    const reached = this.buttons.flat().find((node) => node.dataset.at === (at ?? "0,0"));
    if (reached) reached.tabIndex = 0;
    if (at) reached?.focus();
    if (head) {
      const named = [...this.heads.querySelectorAll("[aria-label]")];
      const same = named.find((node) => node.getAttribute("aria-label") === head);
      /** @type {HTMLElement | undefined} */ (same)?.focus();
    }
  }

  /** @param {Layout} layout */
  buildTiles(layout) {
    const { view, store, choosing, card } = this;
    const [features, ...columns] = layout.sizes.map((size) => [...Array(size).keys()]);
    const tiles = columns.map((rows, i) =>
      rows.map(
        (row) => new NeuronTile(view, store, layout, choosing, card, { column: i + 1, row }),
      ),
    );
    this.neurons = tiles.flat();
    this.buttons = [
      features.map((row) => featureTile(view, store, layout, choosing, row)),
      ...tiles.map((column) => column.map((tile) => tile.node)),
    ];
    this.tiles.replaceChildren(...this.buttons.flat());
  }

  /** @param {Layout} layout */
  newHeads(layout) {
    const middle = (/** @type {number} */ column) => layout.x(column) + TILE_SIZE / 2;
    const heads = this.store.frame.hidden.map((_, i) =>
      layerHead(this.view, this.store, i, middle(i + 1), layout.pitch),
    );
    const style = `left:${middle(layout.last)}px;top:${layout.y(layout.last, 0) - 24}px`;
    return [...heads, el("span", { class: "pg-head-out", style }, "Output")];
  }

  /** @param {KeyboardEvent} event */
  goByArrowKeys(event) {
    const { at } = /** @type {HTMLElement} */ (event.target).dataset;
    const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[
      event.key
    ];
    if (!at || !way) return;
    event.preventDefault();
    event.stopPropagation();
    const [from, row] = at.split(",").map(Number);
    const column = this.buttons[clamp(from + way[0], 0, this.buttons.length - 1)];
    const next = column[clamp(row + way[1], 0, column.length - 1)];
    for (const node of this.buttons.flat()) node.tabIndex = node === next ? 0 : -1;
    next.focus();
  }
}
