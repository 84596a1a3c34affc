/** @import { RenderProps } from "@anywidget/types" */

/** @param {RenderProps} props */
function render({ model, el: root }) {
  const form = document.createElement("form");
  form.className = "cr-question";
  const show = () => {
    form.dataset.state = model.get("state");
    form.innerHTML = model.get("html");
    if (model.get("state") === "asked") prepare(form);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const again = form.querySelector("button[name=again]") !== null;
    const said = String(new FormData(form).get("said") ?? "");
    if (again) model.send({ again: true });
    else if (said.trim()) {
      form.classList.add("cr-sent");
      model.send({ said });
    }
  });
  for (const type of ["keydown", "keyup", "keypress"])
    form.addEventListener(type, (event) => event.stopPropagation()); // no shortcuts of the notebook
  const changed = () => {
    form.classList.remove("cr-sent");
    const inside = form.contains(document.activeElement);
    show();
    if (inside) form.querySelector(FIRST)?.focus();
  };
  model.on("change:html", changed);
  show();
  root.append(form);
  return () => model.off("change:html", changed);
}

/** @type {"input, button"} */
const FIRST = "input, button";
let forms = 0;

/**
 * Radio buttons of their own group; the button waits for an answer.
 *
 * @param {HTMLFormElement} form
 */
function prepare(form) {
  const button = form.querySelector("button");
  forms += 1;
  const ready = () => {
    if (button) button.disabled = !String(new FormData(form).get("said") ?? "").trim();
  };
  form.oninput = ready;
  ready();
}

export default { render };
