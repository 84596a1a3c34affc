import { formulaRow, slider } from "./fields.js";
import { follow, pictureBox } from "./picture_box.js";
import { able, button, clamp, el, says, viewOf } from "./shared.js";

/**
 * @import { RenderProps } from "@anywidget/types"
 * @import { View } from "./shared.js"
 */

const PACE = 1500; // milliseconds a step while it plays

/** @param {RenderProps} props */
function render({ model, el: root }) {
  const view = viewOf(model);
  const { bar, refresh, stop } = stepBar(view);
  const draw = (/** @type {HTMLElement} */ box) => {
    showStep(box, view.get("picture"), view.get("step"));
    refresh();
    follow(box, activePart(box, view.get("picture"), view.get("step")));
  };
  const box = pictureBox(view, draw);
  view.on(["step"], () => draw(box));
  const sentence = () => view.get("picture").sentences[view.get("step")] ?? "";
  const text = says(view, ["step", "picture"], sentence);
  const frame = el("div", { class: "cr", role: "group", "aria-label": "Graph stepper" });
  if (view.get("expression")) frame.append(formulaRow(view));
  frame.append(box, bar, text);
  frame.addEventListener("keydown", (event) => {
    if (/** @type {Element} */ (event.target).matches("input")) return;
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    go(view, view.get("step") + by);
    event.preventDefault();
  });
  root.append(frame);
  return () => {
    stop();
    view.end();
  };
}

/** @type {(view: View) => number} */
const lastStep = (view) => view.get("picture").sentences.length - 1;

/** @type {(view: View, step: number) => void} */
const go = (view, step) => view.set("step", clamp(step, 0, lastStep(view)));

/**
 * Show what is known at a step: values on the way forward, then gradients.
 *
 * @param {HTMLElement} box
 * @param {{ values: number[], gradients: number[], active: string[] }} picture
 * @param {number} step
 */
function showStep(box, { values, gradients, active }, step) {
  for (const wire of box.querySelectorAll("[data-edge]")) {
    const i = Number(wire.getAttribute("data-edge"));
    showLabel(wire.querySelector(".value"), values[i], step);
    showLabel(wire.querySelector(".gradient"), gradients[i], step);
  }
  for (const node of box.querySelectorAll("[data-node]"))
    node.classList.toggle("cr-active", node.getAttribute("data-node") === active[step]);
}

/**
 * @param {Element | null} label
 * @param {number} at the step that it appears at
 * @param {number} step
 */
function showLabel(label, at, step) {
  label?.classList.toggle("cr-hidden", step < at);
  label?.classList.toggle("cr-fresh", step === at && step > 0);
}

/**
 * What is to be seen at a step: the active node, or the wires that lead to it.
 *
 * @param {HTMLElement} box
 * @param {{ active: string[] }} picture
 * @param {number} step
 */
function activePart(box, { active }, step) {
  const wires = step ? `[data-target="${active[step]}"]` : "[data-node]";
  return box.querySelector(`[data-node="${active[step]}"]`) ?? box.querySelector(wires);
}

/** @param {View} view */
function stepBar(view) {
  const at = () => view.get("step");
  const first = button("|◀", "First step", () => go(view, 0));
  const back = button("◀ Back", "One step back", () => go(view, at() - 1));
  const next = button("Next ▶", "One step on", () => go(view, at() + 1), true);
  const end = button("▶|", "Last step", () => go(view, lastStep(view)));
  const { play, stop } = player(view);
  const pass = (/** @type {number} */ step) =>
    step >= view.get("picture").turn ? "backward" : "forward";
  const text = (/** @type {number} */ step) => `step ${step} of ${lastStep(view)}, ${pass(step)}`;
  const limits = { min: 0, step: 1 };
  const { input, shown, show } = slider("Step", limits, text, (step) => go(view, step));
  const refresh = () => {
    const last = lastStep(view);
    input.max = String(last);
    show(at());
    for (const node of [first, back]) able(node, at() > 0);
    for (const node of [next, end]) able(node, at() < last);
  };
  const parts = [first, back, next, end, play, input, shown];
  const look = { class: "cr-row", role: "toolbar", "aria-label": "Steps" };
  return { bar: el("div", look, ...parts), refresh, stop };
}

/**
 * The button that goes through all steps.
 *
 * @param {View} view
 */
function player(view) {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
    play.textContent = "▶ Play";
  };
  const tick = () => {
    if (view.get("step") >= lastStep(view)) stop();
    else go(view, view.get("step") + 1);
  };
  const play = button("▶ Play", "Play all steps, or pause", () => {
    if (timer) return stop();
    if (view.get("step") >= lastStep(view)) go(view, 0);
    play.textContent = "❚❚ Pause";
    timer = setInterval(tick, PACE);
  });
  return { play, stop };
}

export default { render };
