// Controls that show a setting of the kernel's and ask for another value.

import { numberField } from "../../number_field.js";
import { button, clamp, el, oncePerFrame, options, svgEl } from "../../shared.js";
import { titled } from "./names.js";

/** @import { Kernel } from "./kernel.js" */

/** @type {Record<string, string>} */
const ICONS = {
  reset: "M12 5V2L7 6l5 4V7a5 5 0 1 1-5 5H5a7 7 0 1 0 7-7z",
  back: "M7 6h2v12H7zM20 6v12l-9-6z",
  play: "M8 5v14l11-7z",
  pause: "M6 5h4v14H6zM14 5h4v14h-4z",
  step: "M4 6v12l9-6zM15 6h2v12h-2z",
};

/** @type {(name: string) => SVGElement} */
function icon(name) {
  const path = svgEl("path", { d: ICONS[name], fill: "currentColor" });
  return svgEl("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, path);
}

/**
 * Hide whatever controls the trait `hide` names.
 *
 * @template {HTMLElement} Node
 * @param {Kernel} view
 * @param {Node} node
 * @param {string} name
 */
export function hidable(view, node, name) {
  view.watch(["hide"], () => {
    node.hidden = view.hides(name);
  });
  return node;
}

/**
 * A list to choose a setting from.
 *
 * @param {Kernel} view
 * @param {string} name
 * @param {string} label
 * @param {(string | number)[]} choices
 * @param {(value: any) => string} text
 */
export function picker(view, name, label, choices, text = (value) => titled(String(value))) {
  /** @type {any[]} */
  let values = [];
  const list = el("select", { name });
  list.addEventListener("change", () => view.choose({ [name]: values[list.selectedIndex] }));
  const show = () => {
    const now = view.get(name);
    values = choices.includes(now) ? choices : [...choices, now];
    if (typeof now === "number") values = [...values].sort((a, b) => a - b);
    const say = (/** @type {any} */ value) => (Array.isArray(value) ? "per layer" : text(value));
    list.replaceChildren(...options(values, say));
    list.selectedIndex = values.indexOf(now);
  };
  view.watch([name], show);
  afterRefusal(view, show);
  return hidable(view, field(label, list), name);
}

/** @type {(label: string, input: HTMLElement) => HTMLElement} */
const field = (label, input) => el("label", { class: "pg-field" }, el("span", {}, label), input);

/**
 * A slider for a setting; while it moves, one message a drawn frame.
 *
 * @param {Kernel} view
 * @param {string} name
 * @param {string} label
 * @param {[low: number, high: number, step: number]} range
 */
export function slider(view, name, label, [min, max, step], unit = "") {
  const shown = el("output");
  const input = el("input", { type: "range", min, max, step, name, "aria-label": label });
  const tell = () => {
    shown.textContent = input.value + unit;
    input.setAttribute("aria-valuetext", shown.textContent);
  };
  const move = oncePerFrame(() => view.choose({ [name]: input.valueAsNumber }));
  input.addEventListener("input", () => {
    tell();
    move();
  });
  const show = () => {
    if (move.due()) return;
    input.value = view.get(name);
    tell();
  };
  view.watch([name], show);
  afterRefusal(view, show);
  const head = el("span", {}, `${label}: `, shown);
  return hidable(view, el("div", { class: "pg-slider" }, head, input), name);
}

/**
 * A field for a setting that is a number.
 *
 * @param {Kernel} view
 * @param {string} name
 * @param {string} label
 * @param {Record<string, number>} limits
 */
export function numberSetting(view, name, label, limits) {
  const now = () => view.get(name);
  const take = (/** @type {number} */ value) => view.choose({ [name]: value });
  const { node, refresh, revert } = numberField({ name }, now, take, limits);
  view.on([name], refresh);
  afterRefusal(view, revert);
  return hidable(view, field(label, node), name);
}

/**
 * Show again what holds, when something was refused.
 *
 * @param {Kernel} view
 * @param {() => void} revert
 */
function afterRefusal(view, revert) {
  view.on(["error"], () => {
    if (view.get("error")) revert();
  });
}

/**
 * @param {Kernel} view
 * @param {string} name
 * @param {string} label
 */
export function checkbox(view, name, label) {
  const input = el("input", { type: "checkbox", name });
  input.addEventListener("change", () => view.choose({ [name]: input.checked }));
  const show = () => {
    input.checked = view.get(name);
  };
  view.watch([name], show);
  afterRefusal(view, show);
  return hidable(view, el("label", { class: "pg-check" }, input, label), name);
}

/**
 * A button that opens something and says whether it is open.
 *
 * @param {string} label
 * @param {HTMLElement} panel
 * @param {(open: boolean) => void} opened
 */
export function opener(label, panel, opened = () => {}) {
  const look = { type: "button", class: "pg-pill", "aria-expanded": "false" };
  const node = el("button", look, label);
  const toggle = (/** @type {boolean} */ open) => {
    panel.hidden = !open;
    node.setAttribute("aria-expanded", String(open));
    opened(open);
  };
  node.addEventListener("click", () => toggle(Boolean(panel.hidden)));
  panel.hidden = true;
  return { node, toggle };
}

/**
 * Reset, back, play, step.
 *
 * @param {Kernel} view
 */
export function timeButtons(view) {
  const play = timeButton(view, "play", "Play", () => view.playOrPause());
  const refresh = () => {
    const [name, label] = view.playing() ? ["pause", "Pause"] : ["play", "Play"];
    play.replaceChildren(icon(name));
    play.title = `${label} (Space)`;
    play.setAttribute("aria-label", label);
  };
  view.onPlaying(refresh);
  refresh();
  const asking = (/** @type {string} */ what, /** @type {string} */ label) =>
    timeButton(view, what, label, () => view.ask(what));
  const group = el(
    "div",
    { role: "toolbar", "aria-label": "Time", class: "pg-time" },
    asking("reset", "Reset: the same first weights again (R)"),
    asking("back", "One epoch back (B)"),
    play,
    asking("step", "One epoch on (S)"),
  );
  goByArrowKeys(group, play);
  return group;
}

/**
 * @param {Kernel} view
 * @param {string} name
 * @param {string} label
 * @param {() => void} action
 */
function timeButton(view, name, label, action) {
  const node = button("", label, action);
  node.className = `pg-${name}`;
  node.append(icon(name));
  return hidable(view, node, name);
}

/**
 * Arrow keys among the buttons of a toolbar, one of which Tab reaches: at first `start`.
 *
 * @param {HTMLElement} toolbar
 * @param {HTMLButtonElement} start
 */
function goByArrowKeys(toolbar, start) {
  const all = [...toolbar.querySelectorAll("button")];
  const reach = (/** @type {HTMLButtonElement} */ one) => {
    for (const node of all) node.tabIndex = node === one ? 0 : -1;
  };
  const at = (/** @type {Event} */ { target }) =>
    all.indexOf(/** @type {HTMLButtonElement} */ (target));
  toolbar.addEventListener("keydown", (event) => {
    const i = at(event);
    const ends = { Home: 0, End: all.length - 1 };
    const to = { ArrowRight: i + 1, ArrowLeft: i - 1, ...ends }[event.key];
    if (i < 0 || to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const target = all[clamp(to, 0, all.length - 1)];
    reach(target);
    target.focus();
  });
  toolbar.addEventListener("focusin", (event) => {
    if (at(event) >= 0) reach(all[at(event)]);
  });
  reach(start);
}
