// The card on a weight or a bias: shown by pointing at it, edited by clicking on it.

import { el } from "../../shared.js";
import { neuronName, number } from "./names.js";

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
   * @param {HTMLElement} board
   */
  constructor(view, store, board) {
    this.view = view;
    this.store = store;
    this.board = board;
    this.node.hidden = true;
  }

  /**
   * @param {MouseEvent} event
   * @param {Parameter} parameter
   */
  show(event, parameter) {
    if (this.editing) return;
    this.put(event, parameter);
    this.draw();
  }

  hide() {
    if (this.editing) return;
    this.node.hidden = true;
    this.shown = null;
  }

  draw() {
    if (!this.shown || this.editing) return;
    const value = number(this.store.valueOf(this.shown));
    this.node.textContent = `${this.wording(this.shown)}: ${value}`;
  }

  /**
   * @param {MouseEvent} event
   * @param {Parameter} parameter
   */
  edit(event, parameter) {
    this.editing = true;
    this.put(event, parameter);
    const input = this.input(parameter);
    this.node.replaceChildren(el("label", {}, `${this.wording(parameter)} `, input));
    input.focus();
    input.select();
  }

  /** @param {Parameter} parameter */
  input(parameter) {
    const done = () => {
      this.editing = false;
      this.hide();
    };
    const onkeydown = (/** @type {KeyboardEvent} */ event) => {
      event.stopPropagation();
      if (event.key === "Escape") done();
    };
    const input = el("input", {
      type: "number",
      step: 0.1,
      "aria-label": this.wording(parameter),
      value: Number(this.store.valueOf(parameter).toFixed(4)),
      onkeydown,
      onblur: done,
    });
    input.addEventListener("change", () => {
      const value = input.valueAsNumber;
      if (Number.isFinite(value)) setParameter(this.view, parameter, value);
    });
    // After what Enter does in every field, which is to take the number over.
    input.addEventListener("keydown", (event) => event.key === "Enter" && done());
    return input;
  }

  /** @param {Parameter} parameter */
  wording({ column, row, place, bias }) {
    const neuron = neuronName(this.store, column, row);
    if (bias) return `Bias of ${neuron}`;
    return `Weight ${neuronName(this.store, column - 1, Number(place))} → ${neuron}`;
  }

  /**
   * Put the card beside the pointer.
   *
   * @param {MouseEvent} event
   * @param {Parameter} parameter
   */
  put(event, parameter) {
    const box = this.board.getBoundingClientRect();
    this.shown = parameter;
    this.node.style.left = `${Math.min(event.clientX - box.left + 10, box.width - 190)}px`;
    this.node.style.top = `${event.clientY - box.top + 10}px`;
    this.node.hidden = false;
  }
}
