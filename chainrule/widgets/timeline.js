import { able, button, el, viewOf } from "./shared.js";

function render({ model, el: root }) {
  const view = viewOf(model);
  const stops = view.get("stops");
  const go = (to) => view.set("stop", Math.min(Math.max(to, 0), stops.length - 1));
  const back = button("◀", "Earlier stop", () => go(view.get("stop") - 1));
  const on = button("▶", "Later stop", () => go(view.get("stop") + 1), true);
  const slider = el("input", { type: "range", min: 0, max: stops.length - 1, step: 1, "aria-label": "stop",
    oninput: () => go(slider.valueAsNumber) });
  const count = el("span", { class: "cr-quiet" });

  const axis = el("div", { class: "cr-graph-box" });
  axis.innerHTML = view.get("svg");
  axis.addEventListener("click", ({ target }) => {
    const mark = target.closest("[data-stop]");
    if (mark) go(Number(mark.dataset.stop));
  });

  const headline = el("strong"), result = el("span"), source = el("div", { class: "cr-quiet" });
  const link = el("a", { target: "_blank", rel: "noopener", "data-lm-suppress-shortcuts": "true", style: "color: var(--cr-accent)" });
  const told = el("div", { class: "cr-says", "aria-live": "polite" }, el("div", {}, headline, " ", result), source, link);
  told.style.minHeight = "5em";

  const tell = () => {
    const at = view.get("stop"), stop = stops[at];
    slider.value = at;
    slider.setAttribute("aria-valuetext", `${stop.year} ${stop.name}`);
    count.textContent = `${at + 1} of ${stops.length}`;
    headline.textContent = `${stop.year} · ${stop.name}.`;
    result.textContent = stop.result;
    source.textContent = stop.source;
    link.textContent = stop.notebook ? `See it run: ${stop.notebook}` : "";
    if (stop.notebook) link.href = stop.notebook;
    else link.removeAttribute("href");
    for (const mark of axis.querySelectorAll("[data-stop]")) mark.classList.toggle("here", Number(mark.dataset.stop) === at);
    able(back, at > 0);
    able(on, at < stops.length - 1);
  };
  view.on(["stop"], tell);
  tell();
  root.append(el("div", { class: "cr", role: "group", "aria-label": "Timeline" },
    axis, el("div", { class: "cr-row" }, back, slider, on, count), told));
  return view.end;
}

export default { render };
