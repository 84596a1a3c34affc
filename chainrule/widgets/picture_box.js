// The box with the picture: drawn for the room there is, scrolled where that is not enough.

import { clamp, el, focused, oncePerFrame } from "./shared.js";

/** @import { View } from "./shared.js" */

const SMALLEST = 0.85; // of a picture's own size: below that it scrolls, or none could read it
const SPARE = 24; // pixels more are no reason to draw anew: a scroll bar comes and goes

/**
 * A box that always holds the SVG in trait `picture`; `changed` is called after each drawing.
 *
 * @param {View} view
 * @param {(box: HTMLElement) => void} changed
 */
export function pictureBox(view, changed = () => {}) {
  const box = scrollBox();
  const draw = () => {
    const name = focused(box)?.getAttribute("data-name");
    box.innerHTML = whole(view);
    const svg = /** @type {SVGSVGElement} */ (box.firstElementChild);
    svg.style.minWidth = `${SMALLEST * Number(svg.getAttribute("width"))}px`;
    if (name) handleOf(box, name)?.focus({ preventScroll: true });
    fitted(box);
    changed(box);
  };
  view.on(["picture"], draw);
  queueMicrotask(draw);
  const sized = new ResizeObserver(() => {
    const [room, before] = [box.clientWidth, view.get("room")];
    if (room && (room < before || room > before + SPARE)) view.set("room", room);
    fitted(box);
    if (box.firstElementChild) changed(box);
  });
  sized.observe(box);
  view.atEnd(() => sized.disconnect());
  return box;
}

/**
 * The picture with what stays as it is, which comes by itself and once, put into the gaps.
 *
 * @param {View} view
 */
function whole(view) {
  const parts = view.get("picture").svg.split("<!--still-->");
  return parts
    .map((/** @type {string} */ part, /** @type {number} */ i) =>
      i ? view.get("still")[i - 1] + part : part,
    )
    .join("");
}

/** A box that scrolls sideways when its picture is wider. */
export const scrollBox = () =>
  el("div", { class: "cr-graph-box", "data-lm-suppress-shortcuts": "true" });

/**
 * What scrolls can be reached by keys.
 *
 * @param {HTMLElement} box
 */
export function fitted(box) {
  if (box.scrollWidth > box.clientWidth + 1) {
    Object.assign(box, { tabIndex: 0, role: "group", ariaLabel: "picture, scrolls sideways" });
  } else for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
}

/**
 * Scroll a wide picture so that `part` of it is in the middle.
 *
 * @param {Element} box
 * @param {Element | null} part
 */
export function follow(box, part) {
  if (!part || box.scrollWidth <= box.clientWidth) return;
  const [inner, outer] = [part.getBoundingClientRect(), box.getBoundingClientRect()];
  const left = box.scrollLeft + inner.left + inner.width / 2 - outer.left - outer.width / 2;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  box.scrollTo({ left, behavior: still ? "auto" : "smooth" });
}

/** @type {(box: HTMLElement, name: string) => SVGGraphicsElement | null} */
const handleOf = (box, name) => box.querySelector(`[data-name="${name}"]`);

/** @type {(event: Event) => SVGGraphicsElement | null} */
const handleAt = ({ target }) => /** @type {Element} */ (target).closest(".cr-handle");

/** @type {(handle: SVGGraphicsElement) => number[]} */
const scaleOf = (handle) => String(handle.dataset.scale).split(",").map(Number);

/**
 * Points of the picture are dragged.
 *
 * @param {View} view
 * @param {HTMLElement} box
 */
export function dragHandles(view, box) {
  let held = "";
  const move = oncePerFrame((/** @type {string} */ name, /** @type {number[]} */ place) =>
    view.set(name, place),
  );
  box.addEventListener("pointerdown", (event) => {
    const handle = handleAt(event);
    if (!handle) return;
    held = String(handle.dataset.name);
    box.setPointerCapture(event.pointerId);
    handle.focus();
    event.preventDefault();
  });
  box.addEventListener("pointermove", (event) => {
    const handle = held && handleOf(box, held);
    if (handle) move(held, placeOf(handle, event));
  });
  for (const end of ["pointerup", "pointercancel"])
    box.addEventListener(end, () => {
      held = "";
    });
}

/**
 * Where a pointer is in the numbers of the handle's own axes, which it does not leave.
 *
 * @param {SVGGraphicsElement} handle
 * @param {PointerEvent} event
 */
function placeOf(handle, event) {
  const screen = /** @type {DOMMatrix} */ (handle.getScreenCTM());
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(screen.inverse());
  const [x0, x1, px0, px1, y0, y1, py0, py1] = scaleOf(handle);
  return [
    clamp(x0 + ((at.x - px0) / (px1 - px0)) * (x1 - x0), x0, x1),
    clamp(y0 + ((at.y - py0) / (py1 - py0)) * (y1 - y0), y0, y1),
  ];
}

/** @type {Record<string, number[]>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * Points of the picture are moved by arrow keys.
 *
 * @param {View} view
 * @param {HTMLElement} box
 */
export function moveHandlesByKeys(view, box) {
  box.addEventListener("keydown", (event) => {
    const handle = handleAt(event);
    const way = WAYS[event.key];
    if (!handle || !way) return;
    event.preventDefault();
    const name = String(handle.dataset.name);
    const [x, y] = view.get(name);
    const [x0, x1, , , y0, y1] = scaleOf(handle);
    const step = Number(handle.dataset.step) * (event.shiftKey ? 5 : 1);
    view.set(name, [clamp(x + way[0] * step, x0, x1), clamp(y + way[1] * step, y0, y1)]);
  });
}
