// The left column: which data, and how much of it.

import { button, el } from "../../shared.js";
import { CLASS_COLOURS, css, fromWord, sharp } from "./colours.js";
import { hidable, slider } from "./controls.js";

const SET_NAMES = {
  circle: "Circle", xor: "Exclusive or", gauss: "Gaussian", spiral: "Spiral", blobs: "Three classes",
  plane: "Plane", "multi-gauss": "Multi Gaussian", own: "Own points",
};

function thumbnailOf(set, look) {
  const canvas = el("canvas", { "aria-hidden": "true" }), context = sharp(canvas, 40, 40);
  const classes = set.regression ? 0 : set.name === "blobs" ? 3 : 2;
  for (const [x, y, label] of set.points) {
    const byte = Math.round(127 * Math.max(-1, Math.min(1, label))) + 128;
    context.fillStyle = classes > 2 ? css(CLASS_COLOURS[label]) : fromWord(look.table[byte]);
    context.fillRect(20 + x * 3.1 - 1, 20 - y * 3.1 - 1, 2.2, 2.2);
  }
  return canvas;
}

export function dataColumn(view, store) {
  const sets = el("div", { class: "pg-sets", role: "group", "aria-label": "Data set" });
  const refresh = () => {
    const all = [...(store.opening?.datasets ?? []), { name: "own", points: [], regression: false }];
    const regression = view.get("problem") === "regression";
    const fitting = all.filter((set) => set.name === "own" ? view.get("dataset") === "own" || !regression : set.regression === regression);
    sets.replaceChildren(...fitting.map((set) => el("button", {
      type: "button", class: "pg-set", title: SET_NAMES[set.name], "aria-label": SET_NAMES[set.name],
      "data-set": set.name, "aria-pressed": String(view.get("dataset") === set.name),
      onclick: () => view.choose({ dataset: set.name }),
    }, set.name === "own" ? el("span", {}, "own") : thumbnailOf(set, store))));
  };
  view.on(["dataset", "problem"], refresh);
  store.refreshers.push(refresh);
  return el("section", { class: "pg-data", "aria-label": "Data" }, el("h3", {}, "Data"),
    el("p", { class: "pg-hint" }, "Which data set?"),
    hidable(view, sets, "dataset"),
    slider(view, "train_share", "Training share", 10, 90, 10, " %"),
    slider(view, "noise", "Noise", 0, 50, 5),
    slider(view, "batch_size", "Batch size", 1, 30, 1),
    hidable(view, button("Regenerate", "Draw the data anew; the weights stay", () => view.ask("regenerate")), "regenerate"));
}
