/**
 * Which cell is on which slide, and from which step on.
 *
 * @typedef {{ index: number, step: number }} Placed
 * @typedef {{ cells: Placed[], steps: number, notes: number[] }} Slide
 */

/**
 * The slides of a notebook whose cells have these slide types.
 *
 * @param {string[]} types
 * @returns {Slide[]}
 */
export function slidesOf(types) {
  /** @type {Slide[]} */
  const slides = [];
  for (const [index, type] of types.entries()) {
    const last = slides.at(-1);
    if (type === "notes") last?.notes.push(index);
    else if (type === "skip") continue;
    else if (!last || type === "slide" || type === "subslide")
      slides.push({ cells: [{ index, step: 0 }], steps: 0, notes: [] });
    else {
      if (type === "fragment") last.steps += 1;
      last.cells.push({ index, step: last.steps });
    }
  }
  return slides;
}

/** @typedef {{ slide: number, step: number }} Place */

/**
 * Where one stands after a move; nobody leaves the deck.
 *
 * @param {Slide[]} slides
 * @param {Place} place
 * @param {"next" | "back" | "first" | "last"} move
 * @returns {Place}
 */
export function moved(slides, { slide, step }, move) {
  const end = slides.length - 1;
  if (move === "first") return { slide: 0, step: 0 };
  if (move === "last") return { slide: end, step: slides[end].steps };
  if (move === "next") {
    if (step < slides[slide].steps) return { slide, step: step + 1 };
    return slide < end ? { slide: slide + 1, step: 0 } : { slide, step };
  }
  if (step > 0) return { slide, step: step - 1 };
  return slide > 0 ? { slide: slide - 1, step: slides[slide - 1].steps } : { slide, step };
}
