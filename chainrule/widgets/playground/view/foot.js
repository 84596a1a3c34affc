// What stands below the network: more settings, a look inside, and the code.

import { button, el } from "../../shared.js";
import { CHOICES } from "./choices.js";
import { hidable, numberSetting, opener, picker } from "./controls.js";
import { titled } from "./names.js";

/**
 * @import { Clipboard } from "./copy.js"
 * @import { Kernel } from "./kernel.js"
 */

/**
 * @param {Kernel} view
 * @param {HTMLElement} inside
 * @param {HTMLElement} code
 * @param {Clipboard} clipboard
 */
export function foot(view, inside, code, clipboard) {
  const link = button("Copy link", "Copy link: all settings in an address", () => view.ask("link"));
  link.className = "pg-pill";
  const settings = moreSettings(view);
  const insideBox = el("div", {}, inside);
  const more = opener("More settings", settings).node;
  const showCode = opener("Code", code, (yes) => yes && view.ask("code")).node;
  const buttons = el(
    "div",
    { class: "cr-row" },
    hidable(view, more, "more"),
    hidable(view, insideOpener(view, insideBox), "inside"),
    hidable(view, showCode, "code"),
    hidable(view, link, "link"),
    clipboard.node,
  );
  const banner = el("p", { class: "pg-banner" });
  view.watch(["banner"], () => {
    banner.textContent = view.get("banner");
  });
  return el("div", { class: "pg-foot" }, buttons, settings, insideBox, code, banner);
}

/**
 * @param {Kernel} view
 * @param {HTMLElement} box
 */
function insideOpener(view, box) {
  const { node, toggle } = opener("Look inside", box, (yes) => {
    if (yes !== view.get("inside")) view.choose({ inside: yes });
  });
  view.watch(["inside"], () => {
    if (view.get("inside") === box.hidden) toggle(view.get("inside"));
  });
  return node;
}

/** @param {Kernel} view */
function moreSettings(view) {
  const optimiser = (/** @type {string} */ name) => (name === "sgd" ? "SGD" : titled(name));
  const { initialisations } = CHOICES;
  const renew = button("New weights", "Begin again with other first weights", () =>
    view.ask("new_seed"),
  );
  renew.className = "pg-pill";
  return el(
    "div",
    { class: "pg-more" },
    lossPicker(view),
    picker(view, "optimizer", "Optimiser", ["sgd", "momentum", "adam"], optimiser),
    picker(view, "schedule", "Schedule", ["constant", "step", "cosine"]),
    picker(view, "initialisation", "Initialisation", initialisations),
    picker(view, "dropout", "Dropout", [0, 0.1, 0.2, 0.3, 0.5], String),
    numberSetting(view, "seed", "Seed of the weights", { min: 0, step: 1 }),
    renew,
    numberSetting(view, "stop_loss", "Stop at test loss", { min: 0, step: 0.01 }),
    numberSetting(view, "stop_epoch", "Stop at epoch", { min: 0, step: 100 }),
  );
}

/**
 * The loss; for regression there is but one.
 *
 * @param {Kernel} view
 */
function lossPicker(view) {
  const node = el("div", {}, picker(view, "loss", "Loss", ["squared_error", "cross_entropy"]));
  view.watch(["classes"], () => {
    node.hidden = view.get("classes") === 0;
  });
  return node;
}

/**
 * Show the program of this training, and how to get this playground again.
 *
 * @param {HTMLElement} box
 * @param {{ code: string, state: string }} content
 * @param {Clipboard} clipboard
 */
export function showProgram(box, { code, state }, clipboard) {
  const again = el("code", {}, `Playground.from_state("${state}")`);
  const look = { tabindex: 0, "aria-label": "Program", "data-lm-suppress-shortcuts": "true" };
  const done = "The code is copied.";
  const copy = clipboard.button("Copy code", "Copy code: the program", () => code, done);
  box.replaceChildren(el("p", {}, "This playground again: ", again), copy, el("pre", look, code));
}
