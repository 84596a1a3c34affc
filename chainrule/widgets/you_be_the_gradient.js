import { able, button, el, follow, formulaRow, graphBox, labelled, says, viewOf } from "./shared.js";

function render({ model, el: root }) {
  const view = viewOf(model);
  const total = () => view.get("picture").wires.length;
  const done = () => view.get("place") >= total();
  const answer = el("input", { type: "text", inputmode: "decimal", autocomplete: "off", style: "width: 110px" });
  const check = el("button", { type: "submit", class: "cr-main" }, "Check");
  check.dataset.lmSuppressShortcuts = "true";
  check.title = "Check the answer";
  const show = button("Show it", "Show the answer and go on", () => view.send({ reveal: true }));
  const again = button("New numbers", "Play again with other numbers", () => view.send({ new_numbers: true }));
  const count = el("span", { class: "cr-quiet" });

  const form = el("form", {
    class: "cr-row",
    onsubmit: (e) => {
      e.preventDefault();
      if (answer.value.trim()) view.send({ submit: answer.value });
      answer.select();
    },
  }, labelled("gradient =", answer), check, show, again, count);

  let asked = -1;
  const refresh = (box) => {
    const { wires } = view.get("picture"), place = view.get("place");
    for (const wire of box.querySelectorAll("[data-edge]")) {
      const rank = wires.indexOf(Number(wire.dataset.edge));
      wire.querySelector(".gradient")?.classList.toggle("cr-hidden", rank >= place);
      wire.classList.toggle("cr-asked", rank === place);
    }
    if (asked !== place) answer.value = "";
    asked = place;
    answer.readOnly = done();
    for (const node of [check, show]) able(node, !done());
    follow(box, box.querySelector(".cr-asked"));
    count.textContent = `${place} of ${total()} found`;
  };

  const box = graphBox(view, refresh);
  view.on(["place"], () => refresh(box));
  const question = says(view, ["picture", "place"], () => view.get("picture").texts[view.get("place")] ?? "");
  const reply = says(view, ["message"], () => view.get("message"));
  question.classList.add("cr-question");
  root.append(el("div", { class: "cr", role: "group", "aria-label": "You be the gradient" },
    formulaRow(view), box, question, form, reply));
  return view.end;
}

export default { render };
