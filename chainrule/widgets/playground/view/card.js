// The card on a weight or a bias: shown by pointing at it, edited by clicking on it.

import { numberField, significant } from "../../number_field.js";
import { clamp, el } from "../../shared.js";
import { neuronName } from "./names.js";
import { operate, stayOf, surgeryButtons } from "./surgery.js";

/**
 * @import { Kernel } from "./kernel.js"
 * @import { Parameter, Store } from "./store.js"
 */

/**
 * Ask the kernel for another weight or bias.
 *
 * @param {Kernel} view
 * @param {Parameter} parameter
 * @param {number} value
 */
export function setParameter(view, { column, row, place, bias }, value) {
  const at = { layer: column - 1, neuron: row };
  if (bias) view.ask("bias", { ...at, value });
  else view.ask("weight", { ...at, source: place, value });
}

export class ParameterCard {
  node = el("div", { class: "pg-card" });
  /** @type {Parameter | null} */
  shown = null;
  editing = false;

  /**
   * @param {Kernel} view
   * @param {Store} store
   * @param {HTMLElement} frame which it stays in
   * @param {() => void} closed
   */
  constructor(view, store, frame, closed) {
    this.view = view;
    this.store = store;
    this.frame = frame;
    this.closed = closed;
    this.node.hidden = true;
    this.node.addEventListener("focusout", ({ relatedTarget }) => {
      if (!this.node.contains(/** @type {Node | null} */ (relatedTarget))) this.done(false);
    });
    this.node.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") this.done(true);
    });
  }

  /**
   * @param {MouseEvent} event
   * @param {Parameter} parameter
   */
  show(event, parameter) {
    if (this.editing) return;
    this.shown = parameter;
    this.draw();
    this.put(event, parameter);
  }

  hide() {
    if (this.editing) return;
    this.node.hidden = true;
    this.shown = null;
  }

  draw() {
    if (!this.shown || this.editing) return;
    this.node.textContent = `${this.wording(this.shown)}: ${this.told(this.shown)}`;
  }

  /**
   * With Alt it is cut, or restored.
   *
   * @param {MouseEvent} event
   * @param {Parameter} parameter
   */
  clicked(event, parameter) {
    if (event.altKey) operate(this.view, this.store, parameter, "cut");
    else this.edit(event, parameter);
  }

  /**
   * @param {MouseEvent} event
   * @param {Parameter} parameter
   */
  edit(event, parameter) {
    this.editing = true;
    this.shown = parameter;
    const name = this.wording(parameter);
    const buttons = surgeryButtons(this.view, this.store, parameter, name).node;
    buttons.addEventListener("pointerdown", (press) => press.preventDefault()); // keep the focus
    buttons.addEventListener("click", () => this.done(true));
    const cut = stayOf(this.store, parameter) === "cut";
    const field = cut ? el("span", {}, `${name}: cut`) : this.field(parameter, name);
    this.node.replaceChildren(field, buttons);
    this.put(event, parameter);
    const first = this.node.querySelector("input") ?? this.node.querySelector("button");
    first?.focus({ preventScroll: true });
    if (first instanceof HTMLInputElement) first.select();
  }

  /**
   * Take what was typed, and close.
   *
   * @param {boolean} byKey
   */
  done(byKey) {
    if (!this.editing) return;
    this.editing = false;
    this.hide();
    if (byKey) this.closed(); // or the focus would fall out of the widget
  }

  /**
   * @param {Parameter} parameter
   * @param {string} name
   */
  field(parameter, name) {
    const { node } = numberField(
      { "aria-label": name },
      () => this.store.valueOf(parameter),
      (value) => setParameter(this.view, parameter, value),
    );
    node.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.done(true);
    });
    return el("label", {}, `${name} `, node);
  }

  /**
   * The number, and what it does to the point that is followed or to the loss.
   *
   * @param {Parameter} parameter
   */
  told(parameter) {
    const { frame, slopes } = this.store;
    const { column, place, bias } = parameter;
    const stays = stayOf(this.store, parameter);
    if (stays === "cut") return "cut";
    const value = significant(this.store.valueOf(parameter), 3) + (stays ? ", frozen" : "");
    const kind = bias ? "b" : "w";
    if (slopes) return `${value}; ∂L/⁠∂${kind} = ${significant(this.store.slopeOf(parameter))}`;
    if (!frame.followed || bias) return value;
    const from = significant(frame.followed.values[column - 1][Number(place)]);
    return `${value} · ${from} = ${significant(this.store.carriedBy(parameter))}`;
  }

  /** @param {Parameter} parameter */
  wording({ column, row, place, bias }) {
    const neuron = neuronName(this.store, column, row);
    if (bias) return `Bias of ${neuron}`;
    return `Weight ${neuronName(this.store, column - 1, Number(place))} → ${neuron}`;
  }

  /**
   * Put the card beside the pointer, where all of it can be seen.
   *
   * @param {MouseEvent} event
   * @param {Parameter} parameter
   */
  put(event, parameter) {
    const box = this.frame.getBoundingClientRect();
    this.shown = parameter;
    this.node.hidden = false;
    const [width, height] = [this.node.offsetWidth, this.node.offsetHeight];
    const left = clamp(event.clientX - box.left + 12, 0, Math.max(0, box.width - width));
    const under = event.clientY - box.top + 14;
    const top = under + height > box.height ? under - height - 28 : under;
    this.node.style.left = `${left}px`;
    this.node.style.top = `${Math.max(0, top)}px`;
  }
}
