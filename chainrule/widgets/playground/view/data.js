// The left column: which data, and how much of it.

import { button, el, focused } from "../../shared.js";
import { labelColour, sharp, still } from "./colours.js";
import { hidable, slider } from "./controls.js";

/**
 * @import { Kernel } from "./kernel.js"
 * @import { DataSet, Store } from "./store.js"
 */

/** @type {Record<string, string>} */
const SET_NAMES = {
  circle: "Circle",
  xor: "Exclusive or",
  gauss: "Gaussian",
  spiral: "Spiral",
  blobs: "Three classes",
  plane: "Plane",
  "multi-gauss": "Multi Gaussian",
  own: "Own points",
};
const OWN = { name: "own", points: [], regression: false };

/**
 * @param {Kernel} view
 * @param {Store} store
 */
export function dataColumn(view, store, label = "Data") {
  const regenerate = button("Regenerate", "Draw the data anew; the weights stay", () =>
    view.ask("regenerate"),
  );
  regenerate.className = "pg-pill";
  return el(
    "section",
    { class: "pg-data", "aria-label": label },
    el("h3", {}, "Data"),
    hidable(view, dataSets(view, store), "dataset"),
    el(
      "div",
      { class: "pg-amounts" },
      slider(view, "train_share", "Training share", [10, 90, 10], " %"),
      slider(view, "noise", "Noise", [0, 50, 5]),
      slider(view, "batch_size", "Batch size", [1, 30, 1]),
      hidable(view, regenerate, "regenerate"),
    ),
  );
}

/**
 * @param {Kernel} view
 * @param {Store} store
 */
function dataSets(view, store) {
  const node = el("div", { class: "pg-sets", role: "group", "aria-label": "Data set" });
  const refresh = () => {
    const regression = view.get("problem") === "regression";
    const all = store.opening?.datasets ?? [];
    const shown = all.filter((set) => set.regression === regression);
    const taken = view.get("own") !== false; // there are views that cannot have any
    if (taken && (!regression || view.get("dataset") === "own")) shown.push(OWN);
    const at = focused(node)?.getAttribute("data-set");
    node.replaceChildren(...shown.map((set) => dataSet(view, store, set)));
    const same = at && node.querySelector(`[data-set="${at}"]`);
    if (same) /** @type {HTMLElement} */ (same).focus({ preventScroll: true });
  };
  view.on(["dataset", "problem"], refresh);
  store.refreshers.push(refresh);
  return node;
}

/**
 * @param {Kernel} view
 * @param {Store} store
 * @param {DataSet} set
 */
function dataSet(view, store, set) {
  const { name } = set;
  const look = {
    class: "pg-set",
    "data-set": name,
    "aria-pressed": String(view.get("dataset") === name),
  };
  const onclick = () => view.choose({ dataset: name });
  const said = { title: SET_NAMES[name], "aria-label": SET_NAMES[name] };
  const picture = set === OWN ? el("span", {}, "own") : thumbnailOf(set, store);
  return el("button", { type: "button", onclick, ...said, ...look }, picture);
}

/**
 * @param {DataSet} set
 * @param {Store} store
 */
function thumbnailOf(set, { table }) {
  const classes = set.name === "blobs" ? 3 : 2;
  return still((canvas) => {
    const context = sharp(canvas, 40, 40);
    for (const [x, y, label] of set.points) {
      context.fillStyle = labelColour(table, classes, label);
      context.fillRect(20 + x * 3.1 - 1, 20 - y * 3.1 - 1, 2.2, 2.2);
    }
  });
}
