import { able, button, el, follow, formulaRow, graphBox, says, viewOf } from "./shared.js";

function render({ model, el: root }) {
  const view = viewOf(model);
  const last = () => view.get("picture").sentences.length - 1;
  const go = (step) => view.set("step", Math.max(0, Math.min(step, last())));
  let timer = null;
  const stop = () => { clearInterval(timer); timer = null; play.textContent = "▶ Play"; };
  const toggle = () => {
    if (timer) return stop();
    if (view.get("step") >= last()) go(0);
    play.textContent = "❚❚ Pause";
    timer = setInterval(() => (view.get("step") >= last() ? stop() : go(view.get("step") + 1)), 1500);
  };

  const first = button("|◀", "First step", () => go(0));
  const back = button("◀ Back", "One step back", () => go(view.get("step") - 1));
  const next = button("Next ▶", "One step on", () => go(view.get("step") + 1), true);
  const end = button("▶|", "Last step", () => go(last()));
  const play = button("▶ Play", "Play all steps, or pause", toggle);
  const slider = el("input", { type: "range", min: 0, "aria-label": "Step", oninput: (e) => go(e.target.valueAsNumber) });
  const count = el("span", { class: "cr-quiet" });

  const show = (box) => {
    const { values, gradients, active } = view.get("picture");
    const step = view.get("step");
    for (const wire of box.querySelectorAll("[data-edge]")) {
      const i = Number(wire.dataset.edge);
      for (const [name, at] of [[".value", values[i]], [".gradient", gradients[i]]]) {
        const label = wire.querySelector(name);
        label?.classList.toggle("cr-hidden", step < at);
        label?.classList.toggle("cr-fresh", step === at && step > 0);
      }
    }
    for (const node of box.querySelectorAll("[data-node]"))
      node.classList.toggle("cr-active", node.dataset.node === active[step]);
    slider.max = last();
    slider.value = step;
    const pass = step >= view.get("picture").turn ? "backward" : "forward";
    count.textContent = `step ${step} of ${last()}, ${pass}`;
    slider.setAttribute("aria-valuetext", count.textContent);
    for (const node of [first, back]) able(node, step > 0);
    for (const node of [next, end]) able(node, step < last());
    follow(box, box.querySelector(`[data-node="${active[step]}"]`)
      ?? box.querySelector(step ? `[data-target="${active[step]}"]` : "[data-node]"));
  };

  const box = graphBox(view, show);
  view.on(["step"], () => show(box));
  const text = says(view, ["step", "picture"], () => view.get("picture").sentences[view.get("step")] ?? "");
  const bar = el("div", { class: "cr-row", role: "toolbar", "aria-label": "Steps" }, first, back, next, end, play, slider, count);
  const frame = el("div", { class: "cr", role: "group", "aria-label": "Graph stepper" });
  if (view.get("expression")) frame.append(formulaRow(view));
  frame.append(box, bar, text);
  frame.addEventListener("keydown", (e) => {
    if (e.target.matches("input")) return;
    const move = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
    if (move) { go(view.get("step") + move); e.preventDefault(); }
  });
  root.append(frame);
  return () => { stop(); view.end(); };
}

export default { render };
