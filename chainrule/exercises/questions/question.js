/** @import { RenderProps } from "@anywidget/types" */

/** @param {RenderProps} props */
function render({ model, el: root }) {
  const form = document.createElement("form");
  form.className = "cr-question";
  form.tabIndex = -1; // takes the focus when the reply is there
  form.setAttribute("aria-live", "polite");
  form.addEventListener("keydown", (event) => event.stopPropagation()); // no command of JupyterLab
  const said = () => String(new FormData(form).get("said") ?? "").trim();
  const button = () => form.querySelector("button");
  const ready = () => button()?.toggleAttribute("disabled", button()?.name !== "again" && !said());
  const show = () => {
    const inside = form.contains(document.activeElement);
    form.classList.remove("crq-sent");
    form.dataset.state = model.get("state");
    form.innerHTML = model.get("html");
    ready();
    if (inside) (form.querySelector("input") ?? form).focus();
  };
  form.addEventListener("input", ready);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    form.classList.add("crq-sent");
    model.send(button()?.name === "again" ? { again: true } : { said: said() });
  });
  model.on("change:html", show);
  show();
  root.append(form);
  return () => model.off("change:html", show);
}

export default { render };
