import { able, button, clamp, el, viewOf } from "./shared.js";

/**
 * @import { RenderProps } from "@anywidget/types"
 * @import { View } from "./shared.js"
 *
 * @typedef {{ year: number, name: string, result: string, source: string, notebook: string }} Stop
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
  const box = el("div", { class: "cr-graph-box" });
  box.innerHTML = view.get("svg");
  box.addEventListener("click", ({ target }) => {
    const mark = /** @type {Element} */ (target).closest("[data-stop]");
    if (mark) go(view, Number(mark.getAttribute("data-stop")));
  });
  view.watch(["stop"], () => {
    for (const mark of box.querySelectorAll("[data-stop]"))
      mark.classList.toggle("here", mark.getAttribute("data-stop") === String(view.get("stop")));
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
  const limits = { type: "range", min: 0, max: last, step: 1, "aria-label": "stop" };
  const slider = el("input", limits);
  slider.addEventListener("input", () => go(view, slider.valueAsNumber));
  const count = el("span", { class: "cr-quiet" });
  view.watch(["stop"], () => {
    const at = view.get("stop");
    slider.value = at;
    slider.setAttribute("aria-valuetext", `${stops[at].year} ${stops[at].name}`);
    count.textContent = `${at + 1} of ${stops.length}`;
    able(back, at > 0);
    able(on, at < last);
  });
  return el("div", { class: "cr-row" }, back, slider, on, count);
}

/**
 * What there is to say about the stop.
 *
 * @param {View} view
 */
function telling(view) {
  const [headline, result] = [el("strong"), el("span")];
  const source = el("div", { class: "cr-quiet" });
  const link = el("a", {
    target: "_blank",
    rel: "noopener",
    "data-lm-suppress-shortcuts": "true",
    style: "color: var(--cr-accent)",
  });
  view.watch(["stop"], () => {
    /** @type {Stop} */
    const stop = view.get("stops")[view.get("stop")];
    headline.textContent = `${stop.year} · ${stop.name}.`;
    result.textContent = stop.result;
    source.textContent = stop.source;
    link.textContent = stop.notebook ? `See it run: ${stop.notebook}` : "";
    if (stop.notebook) link.href = stop.notebook;
    else link.removeAttribute("href");
  });
  const spoken = { class: "cr-says", "aria-live": "polite", style: "min-height: 5em" };
  return el("div", spoken, el("div", {}, headline, " ", result), source, link);
}

export default { render };
