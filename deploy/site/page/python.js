// Python as the page talks to it: started once, asked for one thing after the other.

import { Widgets } from "./models.js";

/**
 * @typedef {{ source: string, id: string }} Cell
 * @typedef {{
 *   begins?: (id: string) => void, output: (output: any) => unknown, clear?: () => void,
 * }} Listener
 */

export class Python {
  widgets = new Widgets();
  /** @type {Worker | null} */
  worker = null;
  /** @type {Map<number, { done: (result: any) => void, failed: (error: Error) => void }>} */
  asked = new Map();
  /** @type {Map<string, Listener>} */
  listeners = new Map();
  number = 0;
  /** @type {import("./models.js").Model | undefined} */
  expected;
  /** @type {Promise<void>} */
  shown = Promise.resolve();
  /** @type {Promise<void> | null} */
  ready = null;

  /** Start it, if it does not run yet; done when it can be asked. */
  start() {
    this.ready ??= new Promise((done, failed) => {
      const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
      worker.onmessage = ({ data }) => {
        if (data.ready) done();
        else if (data.failed && !data.number) failed(new Error(data.failed));
        else this.heard(data);
      };
      worker.onerror = ({ message }) => failed(new Error(message || "The worker did not start."));
      this.worker = worker;
    });
    return this.ready;
  }

  /** End it, whatever it does. */
  stop() {
    this.worker?.terminate();
    this.worker = this.ready = null;
    for (const { failed } of this.asked.values()) failed(new Error("Stopped."));
    this.asked.clear();
    this.widgets.end();
  }

  /**
   * @param {Record<string, unknown>} message
   * @param {Transferable[]} [buffers]
   * @returns {Promise<any>}
   */
  ask(message, buffers = []) {
    const number = ++this.number;
    this.start().catch(() => {});
    this.worker?.postMessage({ ...message, number }, buffers);
    return new Promise((done, failed) => this.asked.set(number, { done, failed }));
  }

  /** @param {any} data */
  heard({ number, result, failed, begins, text, cell, bytes }) {
    if (begins) this.listeners.get(cell)?.begins?.(begins);
    else if (text) this.said(JSON.parse(text), cell, bytes);
    else {
      const one = this.asked.get(number);
      this.asked.delete(number);
      // What the cell has shown is shown before it is said to be over.
      if (failed) one?.failed(new Error(failed));
      else this.shown.then(() => one?.done(result));
    }
  }

  /**
   * @param {any} message
   * @param {string} cell
   * @param {Uint8Array[]} bytes
   */
  said(message, cell, bytes) {
    const { kind, id, state, content, output } = message;
    const model = this.widgets.models.get(id);
    if (kind === "open") {
      this.widgets.open(message, (what, said) => this.tell(id, what, said), this.expected);
      this.expected = undefined;
    } else if (kind === "state") model?.take(state);
    else if (kind === "message") {
      const buffers = bytes.map(({ buffer, byteOffset, byteLength }) => {
        return new DataView(buffer, byteOffset, byteLength);
      });
      model?.happened("msg:custom", content, buffers);
    } else {
      const listener = this.listeners.get(cell);
      this.shown = this.shown
        .then(() => (kind === "clear" ? listener?.clear?.() : listener?.output(output)))
        .then(() => {}, console.error);
    }
  }

  /**
   * @param {string} widget
   * @param {string} kind
   * @param {unknown} content
   */
  tell(widget, kind, content) {
    this.worker?.postMessage({ kind, widget, text: JSON.stringify(content) });
  }
}
