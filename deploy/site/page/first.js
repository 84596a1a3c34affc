// The first page: a playground, drawn from what was recorded when the site was built, and then
// taken over by the reader's own Python.

import { Model, made } from "./models.js";
import { Python } from "./python.js";
import { followTheme } from "./theme.js";

const RECORD = JSON.parse(document.getElementById("cr-record")?.textContent ?? "{}");
const box = /** @type {HTMLElement} */ (document.getElementById("cr-board"));
const says = /** @type {HTMLElement} */ (document.getElementById("cr-says"));
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const asked = decodeURIComponent(location.hash.slice(1));

followTheme();
const model = new Model(RECORD.state, async () => (await import(RECORD.module)).default);
const python = new Python();
python.expected = model;
begin();

async function begin() {
  python.start().catch((error) => failed(error));
  const view = await model.module();
  const el = made("div");
  await view.render({ model, el });
  if (!asked) box.replaceChildren(el);
  else says.textContent = "Opening the playground of this link …";
  for (const { content, buffers } of RECORD.messages) {
    model.happened("msg:custom", content, buffers.map(bytesOf));
  }
  await python.start();
  const source = made_by(asked);
  python.listeners.set("first", { output: ({ text }) => failed(new Error(text)) });
  const came = await python.ask({ kind: "line", id: "first", source });
  if (!came) return;
  box.replaceChildren(el);
  box.dataset.alive = "true";
  says.textContent = "";
  if (!still) model.send({ do: "play" });
  // The course's files, for what a playground says of its code.
  setTimeout(() => python.ask({ kind: "rest" }), 1000);
}

/**
 * The lines of Python that show the playground.
 *
 * @param {string} state
 */
function made_by(state) {
  if (!state) return "from first_page import playground\nplayground";
  const playground = `Playground.from_state(${JSON.stringify(`#${state}`)})`;
  return `from chainrule.widgets.playground import Playground\n${playground}`;
}

/** @param {string} text */
function bytesOf(text) {
  return new DataView(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
}

/** @param {Error} error */
function failed(error) {
  const last = error.message.trim().split("\n").at(-1) ?? "";
  says.textContent = `This playground does not open: ${last.replace(/^[\w.]+: /, "")}`;
  says.dataset.failed = "true";
}

addEventListener("hashchange", () => location.reload());
