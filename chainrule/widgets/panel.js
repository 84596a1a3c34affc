// One view for all panels: controls in a row, the picture, the sentence.

import { button, el, labelled, says, viewOf } from "./shared.js";

const near = (value, step) => Number(value.toFixed(Math.max(0, Math.ceil(-Math.log10(step)))));

/** The control of one trait; its value goes both ways. */
function control(view, { kind, name, label, low, high, step, options }) {
  if (kind === "button") return button(label, label, () => view.send({ press: name }));
  const changed = (value) => view.set(name, value);
  if (kind === "choice") {
    const select = el("select", { "aria-label": label, onchange: (e) => changed(e.target.value) });
    select.append(...options.map((option) => el("option", { value: option }, option)));
    follows(view, name, (value) => { select.value = value; });
    return labelled(label, select);
  }
  if (kind === "text") {
    const field = el("input", { type: "text", "aria-label": label, onchange: (e) => changed(e.target.value) });
    follows(view, name, (value) => { if (document.activeElement !== field) field.value = value; });
    return labelled(label, field);
  }
  const shown = el("output", { class: "cr-quiet" });
  const slider = el("input", { type: "range", "aria-label": label, min: low, max: high, step });
  slider.addEventListener("input", soon(() => changed(slider.valueAsNumber)));
  follows(view, name, (value) => {
    if (document.activeElement !== slider || Math.abs(slider.valueAsNumber - value) > step) slider.value = value;
    shown.textContent = String(near(value, step)).replace("-", "−");
  });
  return el("span", { class: "cr-row", style: "margin:0" }, labelled(label, slider), shown);
}

/** Tell a control the value of its trait, now and whenever it changes. */
function follows(view, name, tell) {
  view.on([name], () => tell(view.get(name)));
  tell(view.get(name));
}

/** At most one call a frame, however fast a hand moves. */
function soon(call) {
  let waiting = null;
  return (...given) => { waiting ??= requestAnimationFrame(() => { waiting = null; call(...given); }); };
}

/** Points of the picture that are dragged, or moved by arrow keys. */
function handles(view, box) {
  let held = null;
  const move = soon((name, place) => view.set(name, place));
  const data = (handle, event) => {
    const svg = handle.ownerSVGElement ?? box.querySelector("svg");
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const left = handle.parentNode.transform.baseVal.consolidate()?.matrix.e ?? 0;
    const [x0, x1, px0, px1, y0, y1, py0, py1] = handle.dataset.scale.split(",").map(Number);
    const inside = (v, a, b) => Math.min(Math.max(v, a), b);
    return [
      inside(x0 + ((at.x - left - px0) / (px1 - px0)) * (x1 - x0), x0, x1),
      inside(y0 + ((at.y - py0) / (py1 - py0)) * (y1 - y0), y0, y1),
    ];
  };
  box.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest(".cr-handle");
    if (!handle) return;
    held = handle.dataset.name;
    box.setPointerCapture(event.pointerId);
    handle.focus();
    event.preventDefault();
  });
  box.addEventListener("pointermove", (event) => {
    const handle = held && box.querySelector(`[data-name="${held}"]`);
    if (handle) move(held, data(handle, event));
  });
  for (const end of ["pointerup", "pointercancel"]) box.addEventListener(end, () => { held = null; });
  box.addEventListener("keydown", (event) => {
    const handle = event.target.closest(".cr-handle");
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!handle || !way) return;
    event.preventDefault();
    const [x, y] = view.get(handle.dataset.name);
    const [x0, x1, , , y0, y1] = handle.dataset.scale.split(",").map(Number);
    const step = Number(handle.dataset.step) * (event.shiftKey ? 5 : 1);
    const inside = (v, a, b) => Math.min(Math.max(v, a), b);
    view.set(handle.dataset.name, [inside(x + way[0] * step, x0, x1), inside(y + way[1] * step, y0, y1)]);
  });
}

/** Draw anew without losing the focus that a handle had. */
function pictureBox(view) {
  const box = el("div", { class: "cr-graph-box", "data-lm-suppress-shortcuts": "true" });
  const draw = () => {
    const focused = box.contains(document.activeElement) ? document.activeElement.dataset.name : null;
    box.innerHTML = view.get("picture").svg;
    if (focused) box.querySelector(`[data-name="${focused}"]`)?.focus({ preventScroll: true });
  };
  view.on(["picture"], draw);
  draw();
  handles(view, box);
  return box;
}

function render({ model, el: root }) {
  const view = viewOf(model);
  const controls = view.get("controls").filter(({ kind }) => kind !== "point");
  root.append(el("div", { class: "cr", role: "group", "aria-label": view.get("title") },
    el("div", { class: "cr-row" }, ...controls.map((one) => control(view, one))),
    pictureBox(view),
    says(view, ["picture"], () => view.get("picture").sentence)));
  return view.end;
}

export default { render };
