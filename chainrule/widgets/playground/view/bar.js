// What stands above the network: time and settings, the mission, and what went wrong.

import { button, el } from "../../shared.js";
import { CHOICES } from "./choices.js";
import { picker, timeButtons } from "./controls.js";
import { activationName } from "./names.js";

/** @import { Kernel } from "./kernel.js" */

/** @type {Record<string, string>} */
const SPEEDS = { 1: "1 epoch", 5: "5 epochs", max: "Fastest" };
/** @type {Record<string, string>} */
const PENALTIES = { none: "None", l1: "L1", l2: "L2" };

/**
 * The bar of time and speed, and what else stands in it.
 *
 * @param {Kernel} view
 * @param {HTMLElement} epoch
 * @param {HTMLElement[]} others
 */
export function timeBar(view, epoch, ...others) {
  return el(
    "div",
    { class: "pg-bar" },
    timeButtons(view),
    el("div", { class: "pg-field pg-epoch" }, el("span", {}, "Epoch"), epoch),
    picker(view, "speed", "Speed", Object.keys(SPEEDS), (v) => SPEEDS[v]),
    ...others,
  );
}

/** @param {Kernel} view */
export const problemPicker = (view) =>
  picker(view, "problem", "Problem type", ["classification", "regression"]);

/**
 * @param {Kernel} view
 * @param {HTMLElement} epoch
 */
export function topBar(view, epoch) {
  const { rates, penalties, activations } = CHOICES;
  return timeBar(
    view,
    epoch,
    picker(view, "learning_rate", "Learning rate", rates, String),
    picker(view, "activation", "Activation", activations, activationName),
    picker(view, "regularisation", "Regularisation", Object.keys(PENALTIES), (v) => PENALTIES[v]),
    picker(view, "regularisation_rate", "Reg. rate", penalties, String),
    problemPicker(view),
  );
}

/** @param {Kernel} view */
export function missionLine(view) {
  const tick = el("span", { class: "pg-tick", "aria-hidden": "true" });
  const text = el("span");
  const hint = button("Hint", "Hint: what to try", () => view.ask("hint"));
  const solve = button("Solution", "Solution: load its settings", () => view.ask("solve"));
  for (const one of [hint, solve]) one.className = "pg-pill";
  const node = el(
    "div",
    { class: "pg-mission" },
    el("p", { role: "status" }, tick, text),
    hint,
    solve,
  );
  view.watch(["mission", "goal", "mission_met"], () => {
    const met = view.get("mission_met");
    node.hidden = !view.get("mission");
    tick.textContent = met ? "✓" : "";
    text.textContent = `Mission: ${view.get("goal")}${met ? " Reached." : ""}`;
    node.classList.toggle("pg-met", met);
  });
  return node;
}
