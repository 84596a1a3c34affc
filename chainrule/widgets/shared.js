// The building blocks of all views; put before each widget's own script.

/** An element with attributes, listeners (on...) and children. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== undefined) node.setAttribute(key, value);
  }
  // Without this, JupyterLab's shortcuts fire inside the widget: "d d" would delete the cell.
  if (/^(button|input|select)$/.test(tag)) node.dataset.lmSuppressShortcuts = "true";
  if (tag === "input") node.addEventListener("keydown", enter);
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** Enter in a field: JupyterLab keeps it from doing what a browser does with it. */
function enter(event) {
  if (event.key !== "Enter") return;
  event.preventDefault();
  if (event.target.form) event.target.form.requestSubmit();
  else event.target.dispatchEvent(new Event("change"));
}

export const button = (text, label, onclick, main = false) =>
  el("button", { type: "button", title: label, "aria-label": label, onclick, class: main ? "cr-main" : undefined }, text);

/** Whether a button can do something now. A disabled one would drop the focus, so it only says so. */
export const able = (node, yes) => node.setAttribute("aria-disabled", String(!yes));

/** A name as it is printed: w10 becomes w₁₀. */
export const pretty = (name) => name.replace(/\d+$/, (digits) => digits.replace(/\d/g, (d) => "₀₁₂₃₄₅₆₇₈₉"[d]));

export const labelled = (text, input) => el("label", {}, text, input);

/** A box that always holds the SVG in trait `picture`; `changed` is called after each drawing. */
export function graphBox(view, changed) {
  const box = el("div", { class: "cr-graph-box", "data-lm-suppress-shortcuts": "true" });
  const draw = () => {
    box.innerHTML = view.get("picture").svg;
    const svg = box.firstElementChild;
    svg.style.minWidth = `${SMALLEST * svg.getAttribute("width")}px`;
    changed(box);
  };
  view.on(["picture"], draw);
  queueMicrotask(draw);
  const sized = new ResizeObserver(() => box.firstElementChild && changed(box));
  sized.observe(box);
  view.atEnd(() => sized.disconnect());
  return box;
}

const SMALLEST = 0.75; // of a picture's own size: below that it scrolls, or none could read it

/** Scroll a wide picture so that `part` of it is in the middle. */
export function follow(box, part) {
  if (!part || box.scrollWidth <= box.clientWidth) return;
  const [inner, outer] = [part.getBoundingClientRect(), box.getBoundingClientRect()];
  const left = box.scrollLeft + inner.left + inner.width / 2 - outer.left - outer.width / 2;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  box.scrollTo({ left, behavior: still ? "auto" : "smooth" });
}

/** One view on a model: what it listens to ends with it, and what else is to be done `atEnd`. */
export function viewOf(model) {
  const last = [];
  return {
    get: (name) => model.get(name),
    set: (name, value) => { model.set(name, value); model.save_changes(); },
    send: (message) => model.send(message),
    on: (names, callback) => names.forEach((name) => {
      model.on(`change:${name}`, callback);
      last.push(() => model.off(`change:${name}`, callback));
    }),
    atEnd: (callback) => last.push(callback),
    end: () => last.forEach((callback) => callback()),
  };
}

/** Text that screen readers speak when it changes. */
export function says(view, names, text) {
  const node = el("p", { class: "cr-says", "aria-live": "polite" });
  const tell = () => { node.textContent = text(); };
  view.on(names, tell);
  tell();
  return node;
}

/** The formula and a number field for each of its variables. */
export function formulaRow(view) {
  const formula = el("input", {
    type: "text", class: "cr-formula", spellcheck: "false", value: view.get("expression"),
    onchange: (e) => view.set("expression", e.target.value),
  });
  const numbers = el("span", { class: "cr-row", style: "margin:0" });
  const error = el("p", { class: "cr-error", role: "alert" });
  const refresh = () => {
    if (document.activeElement !== formula) formula.value = view.get("expression");
    const values = view.get("values");
    if (numbers.dataset.names !== Object.keys(values).join()) {
      numbers.dataset.names = Object.keys(values).join();
      numbers.replaceChildren(...Object.keys(values).map((name) => labelled(pretty(name), el("input", {
        type: "number", step: "any", "data-name": name,
        onchange: (e) => Number.isFinite(e.target.valueAsNumber) &&
          view.set("values", { ...view.get("values"), [name]: e.target.valueAsNumber }),
      }))));
    }
    for (const field of numbers.querySelectorAll("input"))
      if (document.activeElement !== field) field.value = values[field.dataset.name];
    error.textContent = view.get("error");
    formula.setAttribute("aria-invalid", String(Boolean(view.get("error"))));
  };
  view.on(["expression", "values", "error"], refresh);
  refresh();
  return el("div", {}, el("div", { class: "cr-row" }, labelled("f =", formula), numbers), error);
}
