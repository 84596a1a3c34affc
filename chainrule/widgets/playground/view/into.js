// The lines from the output's tiles into the large picture: where the answer is to be seen.

import { svgEl } from "../../shared.js";

export class IntoThePicture {
  node = svgEl("svg", { class: "pg-into", "aria-hidden": "true" });

  /**
   * Draw them where board and picture stand side by side.
   *
   * @param {HTMLElement} main
   * @param {HTMLElement[]} tiles of the outputs
   * @param {HTMLElement} map
   * @param {(i: number) => string} colour
   */
  draw(main, tiles, map, colour) {
    const [box, end] = [main.getBoundingClientRect(), map.getBoundingClientRect()];
    const right = main.querySelector(".pg-scroll")?.getBoundingClientRect().right ?? 0;
    const seen = tiles.map((tile) => tile.getBoundingClientRect());
    const drawn = seen.flatMap((from, i) => {
      const y = from.top + from.height / 2;
      const fits = from.right <= right + 1 && y > end.top + 8 && y < end.bottom - 8;
      if (!fits || end.left < from.right) return [];
      const [x0, x1, at] = [from.right - box.left, end.left - box.left, y - box.top];
      const stroke = colour(i);
      const head = `M${x1 - 9},${at - 7}L${x1 + 1},${at}L${x1 - 9},${at + 7}Z`;
      return [
        svgEl("path", { d: `M${x0},${at}H${x1 - 7}`, stroke }),
        svgEl("path", { d: head, fill: stroke }),
      ];
    });
    this.node.replaceChildren(...drawn);
  }
}
