// How far the reader is, by what this browser keeps; `#print` shows the page to be printed, and
// `#review` asks what is due.

import { Python } from "./python.js";
import { followTheme } from "./theme.js";

const OUTLINE = document.getElementById("cr-outline")?.textContent ?? "[]";
const box = /** @type {HTMLElement} */ (document.getElementById("cr-standing"));
const says = /** @type {HTMLElement} */ (document.getElementById("cr-says"));
const what = { "#print": "printed", "#review": "reviewed" }[location.hash] ?? "shown";

followTheme();
addEventListener("hashchange", () => location.reload());
show().catch((error) => {
  says.textContent = `This could not be read: ${error.message}`;
  says.dataset.failed = "true";
});

async function show() {
  const python = new Python();
  await python.ask({ kind: "rest" });
  python.listeners.set("where", { output: (output) => python.widgets.show(output, box) });
  const source = `import where_you_are\nwhere_you_are.${what}(${JSON.stringify(OUTLINE)})`;
  await python.ask({ kind: "line", id: "where", source });
  if (what !== "reviewed") python.stop();
  says.textContent = "";
}
