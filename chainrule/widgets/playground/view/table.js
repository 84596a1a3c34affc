// Points of a table: a file that is chosen or dropped, or rows that are pasted.

import { button, el } from "../../shared.js";
import { opener } from "./controls.js";

/** @import { Kernel } from "./kernel.js" */

const LARGEST = 1e6; // bytes
const HOW =
  "Rows of x₁, x₂ and a label, parted by commas, semicolons or tabs; labels may be words. Choose " +
  "a file, drop it here or on the picture, or paste rows.";

/**
 * @param {Kernel} view
 * @param {HTMLElement} map which takes files as well
 */
export function tableLoader(view, map) {
  const said = el("p", { class: "pg-agrees", role: "status" });
  const input = el("input", { type: "file", accept: ".csv,.tsv,.txt,text/csv", hidden: "" });
  const pasted = el("textarea", { rows: 4, "aria-label": "Rows", placeholder: "1,5; −2; cat" });
  const load = (/** @type {string} */ text, /** @type {string} */ name) => {
    said.textContent = "";
    if (text.trim()) view.ask("table", { text: text.replace(/−/g, "-"), name });
    else said.textContent = `${name} holds no rows of x₁, x₂ and a label.`;
  };
  const take = async (/** @type {File | undefined} */ file) => {
    if (!file) return;
    if (panel.hidden) open.toggle(true);
    if (file.size > LARGEST) {
      said.textContent = `${file.name} is larger than 1 MB: take fewer points.`;
      return;
    }
    load(await file.text(), file.name);
  };
  input.addEventListener("change", () => {
    take(input.files?.[0]);
    input.value = "";
  });
  const choose = button("Choose a file", "Choose a file of points", () => input.click());
  const give = button("Load rows", "Load the pasted rows", () => load(pasted.value, "The text"));
  const panel = el(
    "div",
    { class: "pg-tool" },
    el("span", { class: "pg-hint" }, HOW),
    pasted,
    el("span", { class: "pg-pair" }, choose, give, input),
    said,
  );
  const open = opener("Load points", panel);
  for (const node of [map, panel]) droppable(view, node, take);
  const heard = (/** @type {string} */ text) => {
    said.textContent = text;
  };
  return { node: el("div", {}, open.node, panel), heard, open: () => !panel.hidden };
}

/**
 * Let a file be dropped on something.
 *
 * @param {Kernel} view
 * @param {HTMLElement} node
 * @param {(file: File | undefined) => void} take
 */
function droppable(view, node, take) {
  const over = (/** @type {DragEvent} */ event) => {
    const file = event.dataTransfer?.types.includes("Files") && !view.hides("table");
    if (file) event.preventDefault();
    if (file) event.stopPropagation();
    return file;
  };
  for (const kind of /** @type {const} */ (["dragenter", "dragover"])) {
    node.addEventListener(kind, (event) => node.classList.toggle("pg-drop", Boolean(over(event))));
  }
  node.addEventListener("dragleave", () => node.classList.remove("pg-drop"));
  node.addEventListener("drop", (event) => {
    node.classList.remove("pg-drop");
    if (over(event)) take(event.dataTransfer?.files[0]);
  });
}
