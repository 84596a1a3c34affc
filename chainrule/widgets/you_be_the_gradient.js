import { formulaRow } from "./fields.js";
import { follow, pictureBox } from "./picture_box.js";
import { able, button, el, labelled, says, viewOf } from "./shared.js";

/**
 * @import { RenderProps } from "@anywidget/types"
 * @import { View } from "./shared.js"
 */

/** @param {RenderProps} props */
function render({ model, el: root }) {
  const view = viewOf(model);
  const { form, refresh } = answerForm(view);
  const draw = (/** @type {HTMLElement} */ box) => {
    showGradients(box, view.get("picture").wires, view.get("place"));
    refresh();
    follow(box, box.querySelector(".cr-asked"));
  };
  const box = pictureBox(view, draw);
  view.on(["place"], () => draw(box));
  const asked = () => view.get("picture").texts[view.get("place")] ?? "";
  const question = says(view, ["picture", "place"], asked);
  const reply = says(view, ["message"], () => view.get("message"));
  question.classList.add("cr-question");
  const frame = { class: "cr", role: "group", "aria-label": "You be the gradient" };
  root.append(el("div", frame, formulaRow(view), box, question, form, reply));
  return view.end;
}

/**
 * Show the gradients that have been found, and on which wire one is asked for.
 *
 * @param {HTMLElement} box
 * @param {number[]} wires
 * @param {number} place
 */
function showGradients(box, wires, place) {
  for (const wire of box.querySelectorAll("[data-edge]")) {
    const rank = wires.indexOf(Number(wire.getAttribute("data-edge")));
    wire.querySelector(".gradient")?.classList.toggle("cr-hidden", rank >= place);
    wire.classList.toggle("cr-asked", rank === place);
  }
}

/** @param {View} view */
function answerForm(view) {
  const look = { inputmode: "decimal", autocomplete: "off", class: "cr-number" };
  const answer = el("input", { type: "text", ...look });
  const check = el("button", { type: "submit", class: "cr-main" }, "Check");
  check.title = "Check the answer";
  const show = button("Show it", "Show the answer and go on", () => view.send({ reveal: true }));
  const again = button("New numbers", "Play again with other numbers", () =>
    view.send({ new_numbers: true }),
  );
  const count = el("span", { class: "cr-quiet" });
  const onsubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (answer.value.trim()) view.send({ submit: answer.value });
    answer.select();
  };
  let asked = -1;
  const refresh = () => {
    const place = view.get("place");
    const total = view.get("picture").wires.length;
    if (asked !== place) answer.value = "";
    asked = place;
    answer.readOnly = place >= total;
    for (const node of [check, show]) able(node, place < total);
    count.textContent = `${place} of ${total} found`;
  };
  const parts = [labelled("gradient =", answer), check, show, again, count];
  return { form: el("form", { class: "cr-row", onsubmit }, ...parts), refresh };
}

export default { render };
