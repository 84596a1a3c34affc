// Controls that show a setting of the kernel's and ask for another value.

import { el } from "../../shared.js";

const ICONS = {
  reset: "M12 5V2L7 6l5 4V7a5 5 0 1 1-5 5H5a7 7 0 1 0 7-7z", back: "M7 6h2v12H7zM20 6v12l-9-6z",
  play: "M8 5v14l11-7z", pause: "M6 5h4v14H6zM14 5h4v14h-4z", step: "M4 6v12l9-6zM15 6h2v12h-2z",
};
const SVG = "http://www.w3.org/2000/svg";

export function svgEl(tag, attributes = {}) {
  const node = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

function icon(name) {
  const svg = svgEl("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" });
  svg.append(svgEl("path", { d: ICONS[name], fill: "currentColor" }));
  return svg;
}

export const number = (x, digits = 3) => (x === null || x === undefined || !Number.isFinite(x) ? "–"
  : Number(x.toFixed(digits)).toString().replace("-", "−"));
const ACTIVATION_NAMES = { relu: "ReLU", prelu: "PReLU", elu: "ELU", gelu: "GELU", leaky_relu: "Leaky ReLU" };
export const activationName = (name) => ACTIVATION_NAMES[name] ?? titled(name);
export const titled = (name) => name.replace(/_/g, " ").replace(/^./, (c) => c.toUpperCase());

/** Hide whatever controls the trait `hide` names. */
export function hidable(view, node, name) {
  const refresh = () => { node.hidden = view.get("hide").includes(name); };
  view.on(["hide"], refresh);
  refresh();
  return node;
}

/** A list to choose a setting from. */
export function picker(view, name, label, options, text = (value) => titled(String(value))) {
  const list = el("select", { name, onchange: (e) => view.choose({ [name]: values[e.target.selectedIndex] }) });
  let values = [];
  const refresh = () => {
    const now = view.get(name);
    values = options.includes(now) ? options : [...options, now];
    if (typeof now === "number") values = [...values].sort((a, b) => a - b);
    list.replaceChildren(...values.map((value) => el("option", { value }, Array.isArray(value) ? "per layer" : text(value))));
    list.selectedIndex = values.indexOf(now);
  };
  view.on([name], refresh);
  refresh();
  return hidable(view, el("label", { class: "pg-field" }, el("span", {}, label), list), name);
}

/** A slider for a setting; while it moves, one message a drawn frame. */
export function slider(view, name, label, low, high, step, unit = "") {
  const shown = el("output", {}), input = el("input", { type: "range", min: low, max: high, step, name, "aria-label": label });
  const tell = () => { shown.textContent = input.value + unit; input.setAttribute("aria-valuetext", shown.textContent); };
  let waiting = null;
  input.addEventListener("input", () => {
    tell();
    waiting ??= requestAnimationFrame(() => { waiting = null; view.choose({ [name]: input.valueAsNumber }); });
  });
  const refresh = () => { if (waiting === null) { input.value = view.get(name); tell(); } };
  view.on([name], refresh);
  refresh();
  return hidable(view, el("div", { class: "pg-slider" }, el("span", {}, `${label}: `, shown), input), name);
}

/** A field for a number. */
export function numberField(view, name, label, attributes = {}) {
  const input = el("input", { type: "number", name, ...attributes,
    onchange: (e) => Number.isFinite(e.target.valueAsNumber) && view.choose({ [name]: e.target.valueAsNumber }) });
  const refresh = () => { if (document.activeElement !== input) input.value = view.get(name); };
  view.on([name], refresh);
  refresh();
  return hidable(view, el("label", { class: "pg-field" }, el("span", {}, label), input), name);
}

export function checkbox(view, name, label) {
  const input = el("input", { type: "checkbox", name, onchange: (e) => view.choose({ [name]: e.target.checked }) });
  const refresh = () => { input.checked = view.get(name); };
  view.on([name], refresh);
  refresh();
  return hidable(view, el("label", { class: "pg-check" }, input, label), name);
}

/** A button that opens something and says whether it is open. */
export function opener(label, panel, opened = () => {}) {
  const node = el("button", { type: "button", "aria-expanded": "false", onclick: () => toggle(panel.hidden) }, label);
  const toggle = (open) => { panel.hidden = !open; node.setAttribute("aria-expanded", String(open)); opened(open); };
  panel.hidden = true;
  node.toggle = toggle;
  return node;
}

/** Arrow keys among the buttons of a group, one of which Tab reaches. */
function roving(group, selector, next) {
  group.addEventListener("keydown", (event) => {
    const all = [...group.querySelectorAll(selector)], at = all.indexOf(event.target);
    const to = at < 0 ? undefined : next(event.key, at, all);
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const target = all[Math.max(0, Math.min(to, all.length - 1))];
    all.forEach((node) => { node.tabIndex = node === target ? 0 : -1; });
    target.focus();
  });
  group.addEventListener("focusin", (event) => {
    const all = [...group.querySelectorAll(selector)];
    if (all.includes(event.target)) all.forEach((node) => { node.tabIndex = node === event.target ? 0 : -1; });
  });
}

const sideways = (key, at, all) => ({ ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 })[key];

/** Reset, back, play, step. */
export function timeButtons(view) {
  const make = (name, label, action) => {
    const node = el("button", { type: "button", class: `pg-${name}`, "aria-label": label, title: label, onclick: action });
    node.append(icon(name));
    return hidable(view, node, name);
  };
  const play = make("play", "Play", () => view.playOrPause());
  const refresh = () => {
    play.replaceChildren(icon(view.playing() ? "pause" : "play"));
    play.title = view.playing() ? "Pause (Space)" : "Play (Space)";
    play.setAttribute("aria-label", view.playing() ? "Pause" : "Play");
  };
  view.onPlaying(refresh);
  refresh();
  const group = el("div", { role: "toolbar", "aria-label": "Time", class: "pg-time" },
    make("reset", "Reset: the same first weights again (R)", () => view.ask("reset")),
    make("back", "One epoch back (B)", () => view.ask("back")), play,
    make("step", "One epoch on (S)", () => view.ask("step")));
  [...group.children].forEach((node) => { node.tabIndex = node === play ? 0 : -1; });
  roving(group, "button", sideways);
  return group;
}
