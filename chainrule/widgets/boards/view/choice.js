// Lists to choose the value of a setting from, whatever kind of value it has.

import { el, options } from "../../shared.js";
import { OPTIONS } from "./options.js";

/** @import { Kernel } from "../../playground/view/kernel.js" */

/** @type {(text: string) => string} */
export const sentenceCase = (text) => text.replace(/^./, (c) => c.toUpperCase());

/**
 * A list of values, each with what it is called; what holds now is one of them, listed or not.
 *
 * @param {string} name
 * @param {string} label
 * @param {[value: any, spoken: string][]} values
 * @param {() => any} now
 * @param {(value: any) => void} take
 */
export function choice(name, label, values, now, take) {
  const list = el("select", { name });
  let shown = values;
  list.addEventListener("change", () => take(shown[list.selectedIndex][0]));
  const refresh = () => {
    const key = JSON.stringify(now());
    const at = values.findIndex(([value]) => JSON.stringify(value) === key);
    shown = at < 0 ? [[now(), String(now())], ...values] : values;
    list.replaceChildren(...options(shown.map(([, spoken]) => sentenceCase(spoken))));
    list.selectedIndex = Math.max(at, 0);
  };
  refresh();
  return { node: el("label", { class: "pg-field" }, el("span", {}, label), list), refresh };
}

/**
 * A list for a setting of the kernel's.
 *
 * @param {Kernel} view
 * @param {string} name
 */
export function settingChoice(view, name) {
  const { label, values } = OPTIONS[name];
  const take = (/** @type {any} */ value) => view.choose({ [name]: value });
  const { node, refresh } = choice(name, sentenceCase(label), values, () => view.get(name), take);
  node.classList.add(`bd-${name}`);
  view.on([name, "error"], refresh);
  return node;
}
