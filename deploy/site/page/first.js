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
  if (asked)
    el.inert = true; // it is another one that was asked for
  else box.replaceChildren(el);
  for (const { content, buffers } of RECORD.messages) {
    model.happened("msg:custom", content, buffers.map(bytesOf));
  }
  await python.start();
  const source = `from chainrule.widgets.playground import Playground\n${made_by(asked)}`;
  python.listeners.set("first", { output: ({ text }) => failed(new Error(text)) });
  const came = await python.ask({ kind: "line", id: "first", source });
  if (!came) return;
  box.replaceChildren(el);
  el.inert = false;
  box.dataset.alive = "true";
  says.textContent = "";
  if (!still) model.send({ do: "play" });
  setTimeout(whole, 1000);
}

/** @type {Promise<void> | undefined} */
let rest;

/** The course's files, for what a playground says of its code and state. */
function whole() {
  rest ??= python.ask({ kind: "rest" });
  return rest;
}

/**
 * The line of Python that makes the playground.
 *
 * @param {string} state
 */
function made_by(state) {
  if (!state) return RECORD.source;
  return `Playground.from_state(${JSON.stringify(`#${state}`)})`;
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

document.getElementById("cr-copy")?.addEventListener("click", async ({ target }) => {
  await whole();
  const { state } = await asking("code", "code");
  const link = `${location.origin}${location.pathname}#${state}`;
  history.replaceState(null, "", `#${state}`);
  const button = /** @type {HTMLElement} */ (target);
  button.textContent = "It is in the address bar";
  navigator.clipboard?.writeText(link).then(() => {
    button.textContent = "Copied";
  });
  setTimeout(() => {
    button.textContent = "Copy link";
  }, 2000);
});

/**
 * What the playground answers to a question.
 *
 * @param {string} what
 * @param {string} kind
 * @returns {Promise<any>}
 */
function asking(what, kind) {
  return new Promise((done) => {
    const heard = (/** @type {any} */ content) => {
      if (content.kind !== kind) return;
      model.off("msg:custom", heard);
      done(content);
    };
    model.on("msg:custom", heard);
    model.send({ do: what });
  });
}
