// A slide is laid out for 1280 × 720 and scaled to the screen. One that is too tall gets smaller
// figures, then smaller letters, and scrolls where letters would be too small for a hall.

const [WIDTH, HEIGHT] = [1280, 720];
const FIGURES = [480, 420, 360, 310, 270, 230]; // the height that figures share
const FIGURE = ".cr-on .jp-OutputArea-output > :is(svg, img)";
const SMALLEST = 0.6; // of the letters' size
const ROUNDS = 6; // of halving

/**
 * Make what `page` shows fit into `frame`, and say whether it does.
 *
 * @param {HTMLElement} frame
 * @param {HTMLElement} page
 */
export function fit(frame, page) {
  const whole = Math.min(frame.clientWidth / WIDTH, frame.clientHeight / HEIGHT);
  const room = roomIn(frame);
  const figures = Math.max(1, page.querySelectorAll(FIGURE).length);
  const fits = (/** @type {number} */ share, /** @type {number} */ figure) => {
    page.style.setProperty("--slide-zoom", String(whole * share));
    page.style.setProperty("--slide-figure", `${figure / share / figures ** 0.75}px`);
    return heightOf(page) <= room + 1;
  };
  frame.classList.remove("cr-scrolls");
  if (FIGURES.some((figure) => fits(1, figure))) return true;
  const figure = /** @type {number} */ (FIGURES.at(-1));
  let [low, high] = [SMALLEST, 1];
  if (!fits(low, figure)) {
    frame.classList.add("cr-scrolls");
    return false;
  }
  for (let round = 0; round < ROUNDS; round++) {
    const middle = (low + high) / 2;
    if (fits(middle, figure)) low = middle;
    else high = middle;
  }
  return fits(low, figure);
}

/** @param {HTMLElement} frame */
function roomIn(frame) {
  const style = getComputedStyle(frame);
  return frame.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
}

/** @param {HTMLElement} page */
export const heightOf = (page) => page.getBoundingClientRect().height;
