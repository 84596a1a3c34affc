// What was opened of a wall: a playground below it where widgets can be made, else how to get it.

import { button, el, focused } from "../../shared.js";

/**
 * @import { AnyModel } from "@anywidget/types"
 * @import { Kernel } from "../../playground/view/kernel.js"
 */

export class Opened {
  node = el("section", { class: "bd-opened", "aria-label": "The seed that was opened" });
  place = -1;
  /** What is shown, so that it is not made twice. */
  shown = "";

  /**
   * @param {Kernel} view
   * @param {AnyModel} model
   * @param {(place: number) => void} closed takes the focus back
   */
  constructor(view, model, closed) {
    this.view = view;
    this.model = model;
    this.closed = closed;
    view.watch(["opened", "below"], () => this.show());
  }

  show() {
    const place = this.view.get("opened");
    const below = this.view.get("below");
    const key = `${place} ${below}`;
    if (key === this.shown) return;
    this.shown = key;
    if (place < 0 && focused(this.node)) this.closed(this.place);
    this.place = place;
    this.node.hidden = place < 0;
    if (place < 0) return this.node.replaceChildren();
    const close = button("Close", "Close this playground", () =>
      this.view.ask("unfold", { place }),
    );
    close.className = "pg-pill";
    const code = el("code", {}, `Playground.from_state("${this.view.get("state")}")`);
    const title = el("h3", {}, `Seed ${this.view.get("seed") + place}`);
    const box = el("div", { class: "bd-below" });
    const again = el("p", { class: "pg-hint" }, "From its first weights, in a cell: ", code);
    this.node.replaceChildren(el("div", { class: "bd-head" }, title, close), again, box);
    this.embed(box, String(below), key);
  }

  /**
   * Show the playground itself.
   *
   * @param {HTMLElement} box
   * @param {string} name of its model
   * @param {string} key
   */
  async embed(box, name, key) {
    /** @type {any} */
    const manager = this.model.widget_manager;
    if (!manager?.get_model || !name.startsWith("IPY_MODEL_")) return;
    const child = await manager.get_model(name.slice("IPY_MODEL_".length));
    const view = await manager.create_view(child);
    if (this.shown === key) box.replaceChildren(view.el);
  }
}
