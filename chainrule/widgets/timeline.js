import { slider } from "./fields.js";
import { fitted, follow, scrollBox } from "./picture_box.js";
import { able, button, clamp, el, viewOf } from "./shared.js";

/**
 * @import { RenderProps } from "@anywidget/types"
 * @import { View } from "./shared.js"
 *
 * @typedef {{
 *   year: number, name: string, result: string, source: string, notebook: string,
 *   idea: string, sketch: string,
 * }} Stop
 */

/** @param {RenderProps} props */
function render({ model, el: root }) {
  const view = viewOf(model);
  const parts = [axis(view), controls(view), telling(view)];
  const frame = { class: "cr", role: "group", "aria-label": "Timeline" };
  root.append(el("div", frame, ...parts));
  return view.end;
}

/** @type {(view: View, to: number) => void} */
const go = (view, to) => view.set("stop", clamp(to, 0, view.get("stops").length - 1));

/**
 * The marks on the axis of years.
 *
 * @param {View} view
 */
function axis(view) {
  const box = scrollBox();
  const sized = new ResizeObserver(() => fitted(box));
  sized.observe(box);
  view.atEnd(() => sized.disconnect());
  box.innerHTML = view.get("svg");
  /** @type {SVGSVGElement} */ (box.firstElementChild).style.maxWidth = "none"; // rather scrolls
  box.addEventListener("click", ({ target }) => {
    const mark = /** @type {Element} */ (target).closest("[data-stop]");
    if (mark) go(view, Number(mark.getAttribute("data-stop")));
  });
  view.watch(["stop"], () => {
    const at = view.get("stop");
    const { idea } = view.get("stops")[at];
    for (const mark of box.querySelectorAll("[data-stop]"))
      mark.classList.toggle("here", mark.getAttribute("data-stop") === String(at));
    for (const wait of box.querySelectorAll("[data-idea]"))
      wait.classList.toggle("shown", wait.getAttribute("data-idea") === idea);
    follow(box, box.querySelector(".here"));
  });
  return box;
}

/** @param {View} view */
function controls(view) {
  /** @type {Stop[]} */
  const stops = view.get("stops");
  const last = stops.length - 1;
  const back = button("◀", "Earlier stop", () => go(view, view.get("stop") - 1));
  const on = button("▶", "Later stop", () => go(view, view.get("stop") + 1), true);
  const text = (/** @type {number} */ at) => `${at + 1} of ${stops.length}`;
  const limits = { min: 0, max: last, step: 1 };
  const { input, shown, show } = slider("stop", limits, text, (to) => go(view, to));
  view.watch(["stop"], () => {
    const at = view.get("stop");
    show(at);
    input.setAttribute("aria-valuetext", `${stops[at].year} ${stops[at].name}`);
    able(back, at > 0);
    able(on, at < last);
  });
  return el("div", { class: "cr-row" }, back, input, on, shown);
}

/**
 * The other stop of the same idea, in words.
 *
 * @param {Stop[]} stops
 * @param {Stop} here
 */
function otherOf(stops, here) {
  const other = here.idea && stops.find((one) => one.idea === here.idea && one !== here);
  if (!other) return "";
  const years = other.year - here.year;
  const name = `${other.year} · ${other.name}`;
  return years > 0
    ? `The idea caught on with ${name}, ${years} years later.`
    : `The idea is that of ${name}, ${-years} years earlier.`;
}

/**
 * What there is to say about the stop, beside its drawing.
 *
 * @param {View} view
 */
function telling(view) {
  const [headline, result] = [el("strong"), el("span")];
  const [source, other] = [el("div", { class: "cr-quiet" }), el("div")];
  const drawing = el("div", { style: "flex: 0 0 auto; width: 120px" });
  const link = el("a", {
    target: "_blank",
    rel: "noopener",
    "data-lm-suppress-shortcuts": "true",
    style: "color: var(--cr-accent)",
  });
  view.watch(["stop"], () => {
    /** @type {Stop[]} */
    const stops = view.get("stops");
    const stop = stops[view.get("stop")];
    drawing.innerHTML = stop.sketch;
    headline.textContent = `${stop.year} · ${stop.name}.`;
    result.textContent = stop.result;
    source.textContent = stop.source;
    other.textContent = otherOf(stops, stop);
    link.textContent = stop.notebook ? `See it run: ${stop.notebook}` : "";
    if (stop.notebook) link.href = stop.notebook;
    else link.removeAttribute("href");
  });
  const spoken = { class: "cr-says", "aria-live": "polite", style: "min-height: 6.5em; margin: 0" };
  const said = el("div", spoken, el("div", {}, headline, " ", result), source, other, link);
  const side = "display: flex; gap: 20px; align-items: flex-start";
  return el("div", { style: side }, drawing, said);
}

export default { render };
