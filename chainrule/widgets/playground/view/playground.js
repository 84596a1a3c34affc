// The whole view: it shows the newest frame, and asks the kernel for everything else.

import { el, errorLine } from "../../shared.js";
import { missionLine, topBar } from "./bar.js";
import { Clipboard, linkOf } from "./copy.js";
import { dataColumn } from "./data.js";
import { foot, showProgram } from "./foot.js";
import { FrameView } from "./frame_view.js";
import { drawInside } from "./inside.js";
import { NetworkColumn } from "./network.js";
import { NeuronPanel } from "./neuron.js";
import { OutputColumn } from "./output.js";
import { inflated, Store } from "./store.js";
import { progressTold } from "./told.js";

/**
 * @import { AnyModel, RenderProps } from "@anywidget/types"
 * @import { Frame } from "./store.js"
 */

const COPIED = "The link is copied; Playground.from_state reads it, too.";

/** @param {RenderProps} props */
function render({ model, el: root }) {
  const playground = new PlaygroundView(model);
  root.append(playground.node);
  playground.begin();
  return playground.view.end;
}

/** @extends {FrameView<Frame>} */
class PlaygroundView extends FrameView {
  flowedAt = -1;
  drawnFor = "";
  inside = el("div", { class: "pg-inside" });
  code = el("div", { class: "pg-code" });
  clipboard = new Clipboard();

  /** @param {AnyModel} model */
  constructor(model) {
    super(model, "Playground", [new Store()]);
    const [view, [store]] = [this.view, this.stores];
    this.store = store;
    this.network = new NetworkColumn(view, store, this);
    this.neuron = new NeuronPanel(view, store, this);
    this.output = new OutputColumn(view, store);
    const { into } = this.output;
    const columns = [into.node, dataColumn(view, store), this.network.node, this.output.node];
    this.main = el("div", { class: "pg-main" }, ...columns);
    this.node.append(
      topBar(view, this.epoch),
      missionLine(view),
      this.lost,
      this.said,
      errorLine(view),
      this.main,
      this.neuron.node,
      foot(view, this.inside, this.code, this.clipboard),
      progressTold(store),
    );
  }

  begin() {
    this.node.addEventListener("keyup", ({ key }) => key.toLowerCase() === "g" && this.turn(false));
    this.drawIntoWhenSized();
    super.begin();
  }

  drawIntoWhenSized() {
    const draw = () => this.output.drawInto(this.main, this.network.outputs());
    const sized = new ResizeObserver(draw);
    for (const node of [this.main, this.output.map]) sized.observe(node);
    this.network.scroll.addEventListener("scroll", draw);
    this.store.refreshers.push(draw);
    this.view.atEnd(() => sized.disconnect());
  }

  /**
   * Choose a neuron, or none.
   *
   * @param {number | null} column
   */
  select(column, row = 0) {
    const before = this.store.selected;
    this.store.selected = column === null ? null : { column, row };
    this.schedule();
    if (column !== null || !before) return;
    const tile = this.network.buttons[before.column]?.[before.row] ?? this.node;
    tile.focus({ preventScroll: true });
  }

  /**
   * Show large what is pointed at.
   *
   * @param {Store["hovered"]} at
   */
  hover(at) {
    this.store.hovered = at;
    this.output.drawHeat();
  }

  /**
   * @param {any} content
   * @param {DataView[]} buffers
   */
  heard(content, buffers) {
    super.heard(content, buffers);
    /** @type {Record<string, () => unknown>} */
    const kinds = {
      matters: () => {
        this.store.matters = content;
        this.schedule();
      },
      code: () => showProgram(this.code, content, this.clipboard),
      link: () => this.clipboard.copy(linkOf(content.state), COPIED),
      table: () => this.output.table.heard(content.said),
      points: () => {
        this.store.takePoints(content, buffers);
        this.output.drawDots();
      },
      guess: () => {
        this.store.takeGuess(buffers);
        this.output.predictor.draw();
      },
    };
    kinds[content.kind]?.();
  }

  draw() {
    const { store } = this;
    const { frame } = store;
    if (!frame) return;
    this.output.draw(); // first, while nothing is written: text in a canvas lays the page out
    this.network.draw();
    if (frame.playing && frame.epoch !== this.flowedAt) this.network.links.flow();
    this.flowedAt = frame.epoch;
    this.neuron.draw();
    for (const draw of store.drawers) draw();
    if (this.drawnFor !== this.network.built)
      this.output.drawInto(this.main, this.network.outputs());
    this.drawnFor = this.network.built;
    if (this.view.get("inside")) drawInside(this.inside, this.store);
    this.drawEpoch(frame);
  }

  /**
   * @param {Frame} frame
   * @param {DataView[]} buffers
   */
  takeAlways(frame, buffers) {
    this.store.takeHistory(frame, buffers[2]);
  }

  /**
   * @param {Frame} frame
   * @param {DataView[]} buffers
   */
  async unpack(frame, [packed, parameters, , slopes]) {
    const maps = await inflated(packed);
    return () => this.store.takeFrame(frame, maps, parameters, slopes);
  }

  /**
   * Turn to the backward pass while a key is held, or away from it.
   *
   * @param {boolean} backward
   */
  turn(backward) {
    if (this.view.hides("backward") || backward === this.view.get("backward")) return;
    this.view.choose({ backward });
  }

  /**
   * G held turns to the backward pass.
   *
   * @param {KeyboardEvent} event
   */
  otherKey(event) {
    if (event.key.toLowerCase() === "g" && !event.repeat) this.turn(true);
  }
}

export default { render };
