// What goes through the network: forward the numbers of one point, backward the gradient.

import { significant } from "../../number_field.js";
import { button, el, show, write } from "../../shared.js";
import { hidable } from "./controls.js";
import { restoreAll } from "./surgery.js";

/**
 * @import { Kernel } from "./kernel.js"
 * @import { Store } from "./store.js"
 */

/**
 * Two buttons below the network, and a sentence on what its lines show.
 *
 * @param {Kernel} view
 * @param {Store} store
 * @param {() => void} focus
 */
export function passes(view, store, focus) {
  const back = button("Backward pass", "Show the backward pass (hold G)", () =>
    view.choose({ backward: !view.get("backward") }),
  );
  back.className = "pg-pill";
  view.watch(["backward"], () => back.setAttribute("aria-pressed", String(view.get("backward"))));
  let next = 0;
  const follow = button("Follow a point", "Follow a point: again for the next one", () => {
    if (!store.points?.rows.length) return;
    view.ask("follow", { place: next % (store.points.rows.length / 3) });
    next++;
  });
  const stop = button("×", "Follow no point", () => {
    view.ask("follow", { place: null });
    follow.focus({ preventScroll: true });
  });
  const matters = button("Who matters?", "Who matters? What each neuron adds", () => {
    if (!store.matters) return view.ask("matters");
    store.matters = null;
    for (const refresh of store.refreshers) refresh();
  });
  for (const node of [follow, stop, matters]) node.className = "pg-pill";
  const said = el("p", { class: "pg-passes-said", role: "status" });
  store.drawers.push(() => {
    show(stop, Boolean(store.frame.followed));
    matters.setAttribute("aria-pressed", String(Boolean(store.matters)));
    write(said, view.playing() ? "" : sentence(store));
  });
  const one = el("span", { class: "pg-follow" }, follow, stop);
  const buttons = [
    hidable(view, back, "backward"),
    hidable(view, one, "follow"),
    hidable(view, matters, "matters"),
    restoreAll(view, store, focus),
  ];
  return el("div", { class: "pg-passes" }, ...buttons, said);
}

/**
 * What the lines show now.
 *
 * @param {Store} store
 */
function sentence({ frame: { followed }, slopes, matters }) {
  if (matters)
    return "Each neuron: how much the training loss grows if it says its mean of all points.";
  const whose = followed ? "the loss of this point" : "the training loss";
  const back = slopes
    ? `Each line: how ${whose} hangs on this weight, ∂L/⁠∂w, over four powers of ten.`
    : "";
  if (!followed) return back;
  const [x, y, t] = followed.point.map((n) => significant(n));
  const output = followed.values
    .at(-1)
    ?.map((n) => significant(n))
    .join(", ");
  const loss = significant(followed.loss);
  const point = `Point (${x}, ${y}), label ${t}: output ${output}, loss ${loss}.`;
  return `${point} ${back || "Each line: weight · what comes in."}`;
}
