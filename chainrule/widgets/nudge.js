import { formulaRow, slider } from "./fields.js";
import { significant } from "./number_field.js";
import { pictureBox } from "./picture_box.js";
import { el, labelled, options, pretty, says, viewOf } from "./shared.js";

/**
 * @import { RenderProps } from "@anywidget/types"
 * @import { View } from "./shared.js"
 */

const HEAD = ["dx", "predicted: g·dx", "true: f(x+dx) − f(x)", "gap"];

/** @param {RenderProps} props */
function render({ model, el: root }) {
  const view = viewOf(model);
  const { row, refresh } = nudgeRow(view);
  const table = el("tbody");
  const box = pictureBox(view, () => {
    refresh();
    table.replaceChildren(...view.get("picture").rows.map(tableRow));
  });
  view.on(["which", "dx", "reach", "values"], refresh);
  const head = el("tr", {}, ...HEAD.map((text) => el("th", { scope: "col" }, text)));
  root.append(
    el(
      "div",
      { class: "cr", role: "group", "aria-label": "Nudge" },
      formulaRow(view),
      row,
      box,
      el("table", {}, el("thead", {}, head), table),
      says(view, ["picture"], () => view.get("picture").sentence),
    ),
  );
  return view.end;
}

/** @type {(cells: string[]) => HTMLElement} */
const tableRow = (cells) => el("tr", {}, ...cells.map((cell) => el("td", {}, cell)));

/**
 * Which variable is nudged, and how far.
 *
 * @param {View} view
 */
function nudgeRow(view) {
  const [which, reach] = [el("select"), el("select")];
  which.addEventListener("change", () => view.set("which", which.value));
  reach.addEventListener("change", () => view.set("reach", Number(reach.value)));
  const text = (/** @type {number} */ dx) => `dx = ${significant(dx, 3)}`;
  const { input, shown, show } = slider("dx", { step: "any" }, text, (dx) => view.set("dx", dx));
  const refresh = () => {
    const limit = view.get("reach");
    const limits = [...new Set([0.1, 1, 3, limit])].sort((a, b) => a - b);
    which.replaceChildren(...options(Object.keys(view.get("values")), pretty));
    which.value = view.get("which");
    reach.replaceChildren(...options(limits, (value) => `± ${value}`));
    reach.value = limit;
    Object.assign(input, { min: -limit, max: limit });
    show(view.get("dx"));
  };
  const look = { class: "cr-row cr-inner cr-slider" };
  const sliding = el("span", look, labelled("by dx", input), shown);
  const fields = [labelled("nudge", which), sliding];
  return { row: el("div", { class: "cr-row" }, ...fields, labelled("range", reach)), refresh };
}

export default { render };
