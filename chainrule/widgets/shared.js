// The building blocks of all views.

/** @import { AnyModel } from "@anywidget/types" */

/**
 * @typedef {ReturnType<typeof viewOf>} View
 * @typedef {string | number | undefined | ((event: any) => unknown)} Attribute
 */

/**
 * An element with attributes, listeners (on...) and children.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, Attribute>} attributes
 * @param {(Node | string | null)[]} children
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(key.slice(2), value);
    else if (value !== undefined) node.setAttribute(key, String(value));
  }
  // Without this, JupyterLab's shortcuts fire inside the widget: "d d" would delete the cell.
  if (/^(button|input|select|textarea)$/.test(tag)) node.dataset.lmSuppressShortcuts = "true";
  if (tag === "input") node.addEventListener("keydown", enter);
  node.append(...children.filter((child) => child !== null));
  return node;
}

/**
 * Enter in a field: JupyterLab keeps it from doing what a browser does with it.
 *
 * @param {any} event
 */
function enter(event) {
  if (event.key !== "Enter") return;
  event.preventDefault();
  if (event.target.form) event.target.form.requestSubmit();
  else event.target.dispatchEvent(new Event("change"));
}

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {Node[]} children
 */
export function svgEl(tag, attributes = {}, ...children) {
  const node = /** @type {SVGGraphicsElement} */ (
    document.createElementNS("http://www.w3.org/2000/svg", tag)
  );
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  node.append(...children);
  return node;
}

/**
 * @param {string} text
 * @param {string} label
 * @param {() => unknown} onclick
 */
export function button(text, label, onclick, main = false) {
  const shown = { title: label, "aria-label": label, class: main ? "cr-main" : undefined };
  return el("button", { type: "button", onclick, ...shown }, text);
}

/**
 * Write a text into a node of texts only: one that stands there already is not laid out anew.
 *
 * @param {HTMLElement} node
 * @param {string} text
 */
export function write(node, text) {
  if (node.textContent === text) return;
  if (node.firstChild instanceof Text) node.firstChild.data = text;
  else node.textContent = text;
}

/**
 * Show a node or hide it, unless that is so already.
 *
 * @param {HTMLElement | SVGElement} node
 * @param {boolean} yes
 */
export function show(node, yes) {
  if (node.hasAttribute("hidden") === yes) node.toggleAttribute("hidden", !yes);
}

/** @type {(text: string, input: HTMLElement) => HTMLElement} */
export const labelled = (text, input) => el("label", {}, text, input);

/**
 * The choices of a list, each with what it says of itself.
 *
 * @param {(string | number)[]} values
 * @param {(value: any) => string} text
 */
export const options = (values, text = String) =>
  values.map((value) => el("option", { value }, text(value)));

/**
 * Say whether a button can do something now. A disabled one would drop the focus.
 *
 * @type {(node: HTMLElement, yes: boolean) => void}
 */
export const able = (node, yes) => node.setAttribute("aria-disabled", String(!yes));

/** @type {(digits: string | number) => string} */
export const subscript = (digits) =>
  String(digits).replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]);

/**
 * A name as it is printed: w10 becomes w₁₀.
 *
 * @type {(name: string) => string}
 */
export const pretty = (name) => name.replace(/\d+$/, subscript);

/**
 * A number with the minus sign of print.
 *
 * @type {(number: string | number) => string}
 */
export const minus = (number) => String(number).replace("-", "−");

/** @type {(value: number, low: number, high: number) => number} */
export const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

/**
 * The call with what was given last, at most once a drawn frame; `due` while it is still to come.
 *
 * @template {unknown[]} Given
 * @param {(...given: Given) => void} call
 */
export function oncePerFrame(call) {
  let due = false;
  /** @type {Given} */
  let newest;
  const later = (/** @type {Given} */ ...given) => {
    newest = given;
    if (!due) requestAnimationFrame(run);
    due = true;
  };
  const run = () => {
    due = false;
    call(...newest);
  };
  return Object.assign(later, { due: () => due });
}

/**
 * What has the focus, if it is in `box`.
 *
 * @param {HTMLElement} box
 */
export function focused(box) {
  const node = document.activeElement;
  return node && box.contains(node) ? node : null;
}

/**
 * One view on a model: what it listens to ends with it, and what else is to be done `atEnd`.
 *
 * @param {AnyModel} model
 */
export function viewOf(model) {
  /** @type {(() => void)[]} */
  const last = [];
  /** @type {(names: string[], callback: () => void) => void} */
  const on = (names, callback) => {
    for (const name of names) {
      model.on(`change:${name}`, callback);
      last.push(() => model.off(`change:${name}`, callback));
    }
  };
  return {
    get: (/** @type {string} */ name) => model.get(name),
    set: (/** @type {string} */ name, /** @type {unknown} */ value) => {
      model.set(name, value);
      model.save_changes();
    },
    send: (/** @type {object} */ message) => model.send(message),
    on,
    /**
     * Call now and whenever one of the traits changes.
     *
     * @type {(names: string[], callback: () => void) => void}
     */
    watch: (names, callback) => {
      on(names, callback);
      callback();
    },
    atEnd: (/** @type {() => void} */ callback) => last.push(callback),
    end: () => {
      for (const callback of last) callback();
    },
  };
}

/**
 * Text that screen readers speak when it changes.
 *
 * @param {View} view
 * @param {string[]} names
 * @param {() => string} text
 */
export function says(view, names, text) {
  const node = el("p", { class: "cr-says", "aria-live": "polite" });
  view.watch(names, () => {
    node.textContent = text();
  });
  return node;
}

/**
 * The sentence about what went wrong.
 *
 * @param {View} view
 */
export function errorLine(view) {
  const node = el("p", { class: "cr-error", role: "alert" });
  view.watch(["error"], () => {
    node.textContent = view.get("error");
  });
  return node;
}
