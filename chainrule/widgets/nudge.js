import { el, formulaRow, graphBox, labelled, pretty, says, viewOf } from "./shared.js";

function render({ model, el: root }) {
  const view = viewOf(model);
  const which = el("select", { onchange: (e) => view.set("which", e.target.value) });
  const slider = el("input", { type: "range", step: "any", "aria-label": "dx" });
  const reach = el("select", { onchange: (e) => view.set("reach", Number(e.target.value)) });
  const shown = el("output", { class: "cr-quiet" });
  const table = el("tbody");

  const tell = (dx) => {
    shown.textContent = `dx = ${dx.toFixed(3).replace("-", "−")}`;
    slider.setAttribute("aria-valuetext", shown.textContent);
  };
  let waiting = null; // one message a frame, however fast the slider moves
  slider.addEventListener("input", () => {
    tell(slider.valueAsNumber);
    waiting ??= requestAnimationFrame(() => { waiting = null; view.set("dx", slider.valueAsNumber); });
  });

  const refresh = () => {
    const names = Object.keys(view.get("values"));
    which.replaceChildren(...names.map((name) => el("option", { value: name }, pretty(name))));
    which.value = view.get("which");
    const limits = [...new Set([0.1, 1, 3, view.get("reach")])].sort((a, b) => a - b);
    reach.replaceChildren(...limits.map((r) => el("option", { value: r }, `± ${r}`)));
    reach.value = view.get("reach");
    slider.min = -view.get("reach");
    slider.max = view.get("reach");
    if (waiting === null) slider.value = view.get("dx");
    tell(view.get("dx"));
    table.replaceChildren(...view.get("picture").rows.map((row) => el("tr", {}, ...row.map((n) => el("td", {}, n)))));
  };

  const box = graphBox(view, refresh);
  view.on(["which", "dx", "reach", "values"], refresh);
  const head = el("tr", {}, ...["dx", "predicted: g·dx", "true: f(x+dx) − f(x)", "gap"].map((t) => el("th", { scope: "col" }, t)));
  root.append(el("div", { class: "cr", role: "group", "aria-label": "Nudge" },
    formulaRow(view),
    el("div", { class: "cr-row" }, labelled("nudge", which), labelled("by dx", slider), shown, labelled("range", reach)),
    box, el("table", {}, el("thead", {}, head), table),
    says(view, ["picture"], () => view.get("picture").sentence)));
  return view.end;
}

export default { render };
