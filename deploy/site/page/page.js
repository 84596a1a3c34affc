// A lecture whose cells run: its widgets start when they come into sight, the rest when asked.

import { made } from "./models.js";
import { Python } from "./python.js";
import { followTheme } from "./theme.js";

const NEAR = "300px"; // below what is seen, where a widget starts already
const MINE = `cells of ${location.pathname}`; // what the reader has changed, in the browser's storage

const FATAL = /call stack|fatally/;
const TOO_DEEP =
  "This goes deeper than a browser's stack, and Python has ended. In JupyterLab it runs; here, " +
  "the next cell starts Python anew.";

followTheme();
const python = new Python();
const status = made("div", { className: "cr-status", hidden: true });
status.setAttribute("role", "status");
document.body.append(status);

/** @type {Record<string, string>} */
const changed = JSON.parse(localStorage.getItem(MINE) ?? "{}");
const cells = [...document.querySelectorAll("div.cell[id^='cell-']")].map(cellOf);
/** @type {{ cell: ReturnType<typeof cellOf>, asked: boolean }[]} */
const queue = [];
let busy = false;

const seen = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      const cell = cells.find(({ node }) => node === target);
      if (cell) ask(cell, false);
    }
  },
  { rootMargin: NEAR },
);
for (const { node } of cells) if (node.classList.contains("cr-live")) seen.observe(node);

/** @param {Element} found */
function cellOf(found) {
  const node = /** @type {HTMLElement} */ (found);
  const id = node.id.replace("cell-", "");
  const code = /** @type {HTMLElement} */ (node.querySelector(".cell_input pre"));
  const original = code?.textContent ?? "";
  const cell = { id, node, code, original, source: () => code?.textContent ?? "" };
  if (code) furnish(cell);
  return cell;
}

/**
 * Let a cell be run and written in.
 *
 * @param {{ id: string, node: HTMLElement, code: HTMLElement, original: string }} cell
 */
function furnish(cell) {
  const { id, node, code, original } = cell;
  const marked = code.innerHTML;
  const run = made("button", { type: "button", textContent: "Run", className: "cr-run" });
  const back = made("button", { type: "button", textContent: "As it was", className: "cr-back" });
  const tools = made("div", { className: "cr-tools" });
  tools.append(back, run);
  node.querySelector(".cell_input")?.append(tools);
  if (changed[id] && changed[id] !== original) code.textContent = changed[id];
  back.hidden = code.textContent === original;
  code.contentEditable = "plaintext-only";
  code.spellcheck = false;
  code.setAttribute("role", "textbox");
  code.setAttribute("aria-multiline", "true");
  code.setAttribute("aria-label", "Code");
  const note = () => {
    const now = code.textContent ?? "";
    if (now === original) delete changed[id];
    else changed[id] = now;
    back.hidden = now === original;
    localStorage.setItem(MINE, JSON.stringify(changed));
  };
  code.addEventListener("input", note);
  code.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.shiftKey || event.ctrlKey)) return;
    event.preventDefault();
    run.click();
  });
  run.addEventListener("click", () => {
    const found = cells.find((one) => one.node === node);
    if (run.textContent === "Stop") stop();
    else if (found) ask(found, true);
  });
  back.addEventListener("click", () => {
    code.innerHTML = marked;
    note();
    run.focus();
  });
}

/**
 * Have a cell run; what a reader asks for comes before what has merely come into sight.
 *
 * @param {ReturnType<typeof cellOf>} cell
 * @param {boolean} first
 */
function ask(cell, first) {
  seen.unobserve(cell.node);
  const at = queue.findIndex((one) => one.cell === cell);
  if (at >= 0) queue.splice(at, 1);
  const one = { cell, asked: first };
  if (first) queue.unshift(one);
  else queue.push(one);
  cell.node.dataset.state = "waits";
  work();
}

async function work() {
  if (busy) return;
  busy = true;
  for (let one = queue.shift(); one; one = queue.shift()) await run(one.cell, one.asked);
  say("");
  busy = false;
}

/**
 * @param {ReturnType<typeof cellOf>} cell
 * @param {boolean} asked by the reader; what starts by itself takes no less place than its picture
 */
async function run({ id, node }, asked) {
  /** @type {HTMLElement | null} */
  const before = node.querySelector(":scope > .cell_output");
  const box = made("div", { className: "cell_output docutils container" });
  const button = /** @type {HTMLElement} */ (node.querySelector(".cr-run"));
  node.dataset.state = "runs";
  let stands = false;
  const show = () => {
    if (stands) return;
    stands = true;
    if (before && !asked) box.style.minHeight = `${before.offsetHeight}px`;
    if (before) before.replaceWith(box);
    else node.append(box);
  };
  python.listeners.set(id, {
    begins: (which) => {
      const above = cells.findIndex((one) => one.id === which);
      const at = cells.findIndex((one) => one.id === id);
      say(which === id ? "Running …" : `Running cell ${above + 1} of ${at + 1} …`);
    },
    clear: () => box.replaceChildren(),
    output: async (output) => {
      await python.widgets.show(output, box);
      show();
    },
  });
  if (!python.ready) say("Python starts …");
  const slow = setTimeout(() => {
    button.textContent = "Stop";
  }, 1000);
  try {
    await python.start();
    const at = cells.findIndex((one) => one.id === id);
    const sources = cells.map((one) => ({ id: one.id, source: one.source() }));
    const { failed } = await python.ask({ kind: "cell", cells: sources, at });
    if (failed && failed !== id) {
      const where = cells.find((one) => one.id === failed);
      const link = made("a", { href: `#cell-${failed}`, textContent: "a cell above" });
      const told = made("p", { className: "cr-failed" });
      told.append("It needs ", link, ", which stopped with an error. Run that one first.");
      box.replaceChildren(told);
      where?.node.classList.add("cr-stopped");
    }
    show();
    node.dataset.state = "ran";
  } catch (error) {
    node.dataset.state = "";
    const reason = /** @type {Error} */ (error).message;
    if (reason !== "Stopped.") {
      const textContent = FATAL.test(reason) ? TOO_DEEP : reason;
      box.replaceChildren(made("p", { className: "cr-failed", textContent }));
      if (before) before.before(box);
      else node.append(box);
      stop();
    }
  }
  clearTimeout(slow);
  button.textContent = "Run";
}

/** End Python with all that it holds; the next cell that runs starts it anew. */
function stop() {
  queue.length = 0;
  python.stop();
}

/** @param {string} text */
function say(text) {
  status.textContent = text;
  status.hidden = !text;
}
