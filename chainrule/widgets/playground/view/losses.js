// Training and test loss: the newest, and all of them as curves.

import { significant } from "../../number_field.js";
import { clamp, el, oncePerFrame, write } from "../../shared.js";
import { sharp } from "./colours.js";

/**
 * @import { Kernel } from "./kernel.js"
 * @import { Frame, Store } from "./store.js"
 */

/** @type {(kind: string, name: string) => { node: HTMLElement, tell: (...told: any) => void }} */
function lossRow(kind, name) {
  const [number, share] = [el("b"), el("span")];
  const node = el("div", { class: `pg-loss pg-${kind}` }, el("span", {}, name), number, share);
  const tell = (/** @type {number | null} */ loss, /** @type {number | null} */ accuracy) => {
    write(number, loss !== null && loss >= 0.01 ? loss.toFixed(3) : significant(loss));
    write(share, accuracy === null ? "" : `${(100 * accuracy).toFixed(0)} % right`);
  };
  return { node, tell };
}

/** The newest losses in figures. */
export class Losses {
  test = lossRow("test", "Test loss");
  train = lossRow("train", "Training loss");
  node = el("div", { class: "pg-losses" }, this.test.node, this.train.node);

  /** @param {Frame} frame */
  draw({ losses: [train, test], accuracies: [trainRight, testRight] }) {
    this.test.tell(test, testRight);
    this.train.tell(train, trainRight);
  }
}

/**
 * @typedef {{ epoch: number, losses: [train: number, test: number] }} Past
 *
 * A run by its name and the custom property that has its colour, where there are several.
 * @typedef {{ store: Store, name?: string, ink?: string, colour?: string }} Run
 */

const [LEFT, RIGHT, TOP, FOOT] = [40, 6, 8, 17]; // of the axes, in pixels
const NAMES = 18; // pixels for the names at the ends of several curves

/** Training and test loss over the epochs; pointing (or arrow keys) tells the numbers. */
export class LossCurve {
  canvas = el("canvas", {
    class: "pg-curve",
    tabindex: 0,
    role: "slider",
    "aria-label": "Epoch, and losses over the epochs",
    "data-lm-suppress-shortcuts": "true",
  });
  said = el("div", { class: "pg-said", role: "status" });
  scale = el("button", { type: "button", class: "pg-scale", "aria-pressed": "false" }, "log");
  node = el("div", { class: "pg-curve-box" }, this.canvas, this.scale, this.said);
  /** @type {number | null} */
  at = null;
  log = false;
  width = 0;
  height = 0;
  ink = "";

  /**
   * @param {Kernel} view
   * @param {Store} store
   * @param {Run[]} runs all that are drawn, epoch by epoch like the first
   */
  constructor(view, store, runs = [{ store }]) {
    this.store = store;
    this.runs = runs;
    this.go = oncePerFrame((/** @type {number} */ epoch) => view.ask("go", { epoch }));
    const { canvas, scale } = this;
    const sized = new ResizeObserver(() => this.look());
    sized.observe(canvas);
    view.atEnd(() => sized.disconnect());
    store.refreshers.push(() => this.look());
    let held = false;
    const point = (/** @type {PointerEvent} */ event) => {
      const place = this.placeUnder(event);
      this.show(place);
      if (held && place !== null) this.go(this.past(place).epoch);
    };
    canvas.addEventListener("pointermove", point);
    canvas.addEventListener("pointerdown", (event) => {
      held = !view.hides("back");
      window.addEventListener(
        "pointerup",
        () => {
          held = false;
        },
        { once: true },
      );
      point(event);
    });
    canvas.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse") this.show(null); // what a finger asked for stays
    });
    canvas.addEventListener("blur", () => this.show(null));
    canvas.addEventListener("keydown", (event) => this.goByArrowKeys(event));
    scale.title = "The losses on a logarithmic axis";
    scale.addEventListener("click", () => {
      this.log = !this.log;
      scale.setAttribute("aria-pressed", String(this.log));
      this.draw();
    });
  }

  /** How many epochs there are numbers of. */
  get length() {
    return this.store.history.length / 3;
  }

  /**
   * @param {number} i
   * @returns {Past}
   */
  past(i) {
    return pastOf(this.store.history, i);
  }

  /** Take note of size and colours, which would be worked out anew if each frame asked for them. */
  look() {
    const style = getComputedStyle(this.canvas);
    this.width = this.canvas.clientWidth;
    this.height = this.canvas.clientHeight;
    this.ink = style.color;
    for (const run of this.runs) if (run.ink) run.colour = style.getPropertyValue(run.ink);
    this.draw();
  }

  draw() {
    const { width, height } = this;
    if (!width) return;
    const context = sharp(this.canvas, width, height);
    const runs = this.runs.map((run) => ({
      ...run,
      all: pastsOf(run.store.history),
      ghost: pastsOf(run.store.ghost),
    }));
    const pasts = runs.flatMap(({ all, ghost }) => [...all, ...ghost]);
    const last = Math.max(1, ...runs.flatMap(({ all, ghost }) => [end(all), end(ghost)]));
    this.tell(last);
    const { ticks, part } = this.axis(pasts.flatMap((one) => one.losses));
    const right = RIGHT + (runs.length > 1 ? NAMES : 0);
    const x = (/** @type {number} */ epoch) => LEFT + (epoch / last) * (width - LEFT - right);
    const y = (/** @type {number} */ loss) => TOP + (1 - part(loss)) * (height - TOP - FOOT);
    context.fillStyle = this.ink;
    drawAxes(context, ticks, y, width, [0, last], x, height);
    const curves = (/** @type {Past[]} */ pasts, share = 1) =>
      LINES.forEach(({ dash, alpha, wide }, kind) => {
        context.beginPath();
        context.setLineDash(dash);
        context.lineWidth = wide;
        context.globalAlpha = alpha * share;
        for (const { epoch, losses } of pasts)
          if (Number.isFinite(part(losses[kind]))) context.lineTo(x(epoch), y(losses[kind]));
        context.stroke();
      });
    const now = this.store.frame?.epoch ?? 0;
    for (const { all, ghost, colour } of runs) {
      context.strokeStyle = colour ?? this.ink;
      curves(ghost, 0.3);
      curves(
        all.filter(({ epoch }) => epoch >= now),
        0.4,
      );
      curves(all.filter(({ epoch }) => epoch <= now));
    }
    context.setLineDash([]);
    context.globalAlpha = 1;
    const [from, to] = (this.store.frame?.reach ?? [0, 0]).map(x);
    context.fillRect(from, height - FOOT, to - from, 2); // what can be gone to
    context.beginPath();
    context.arc(x(now), height - FOOT + 1, 4.5, 0, 2 * Math.PI);
    context.fill();
    for (const { all } of runs)
      if (this.at !== null && all.length) this.mark(context, all, x, y, height);
    this.name(context, runs, x, y);
  }

  /**
   * Write at the end of each curve whose it is.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {(Run & { all: Past[] })[]} runs
   * @param {(epoch: number) => number} x
   * @param {(loss: number) => number} y
   */
  name(context, runs, x, y) {
    context.font = "600 13px system-ui, sans-serif";
    context.textAlign = "left";
    const named = runs.flatMap(({ name, colour, all }) => {
      const shown = all.filter(({ losses }) => Number.isFinite(y(losses[1]))).at(-1);
      return name && colour && shown ? [{ name, colour, shown, at: y(shown.losses[1]) }] : [];
    });
    const [high, low] = [...named].sort((a, b) => a.at - b.at);
    const nearer = low ? Math.max(0, 15 - (low.at - high.at)) / 2 : 0; // or one lies on the other
    for (const one of named) {
      context.fillStyle = one.colour;
      const apart = one === high ? -nearer : nearer;
      context.fillText(one.name, x(one.shown.epoch) + 5, one.at + (low ? apart : 0));
    }
  }

  /**
   * The axis of losses: what stands at it, and how far up a loss is, from 0 to 1.
   *
   * @param {number[]} losses
   */
  axis(losses) {
    const finite = losses.filter(Number.isFinite);
    if (!finite.length) return { ticks: [], part: () => 0 };
    const top = finite.reduce((a, b) => Math.max(a, b), 1e-12);
    if (!this.log) {
      const step = niceStep(top / 2.2);
      const end = Math.max(top * 1.04, step);
      const ticks = [0, step, 2 * step].filter((tick) => tick <= end);
      return { ticks, part: (/** @type {number} */ loss) => loss / end };
    }
    const least = finite.reduce((a, b) => (b > 0 ? Math.min(a, b) : a), top);
    const [low, high] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(top) + 1e-9)];
    const by = Math.ceil((high - low) / 3);
    const powers = Array.from({ length: high - low + 1 }, (_, i) => low + i);
    const ticks = powers.filter((power) => (high - power) % by === 0).map((n) => 10 ** n);
    const part = (/** @type {number} */ loss) => (Math.log10(loss) - low) / (high - low);
    return { ticks, part };
  }

  /**
   * Show which epoch is pointed at.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {Past[]} all
   * @param {(epoch: number) => number} x
   * @param {(loss: number) => number} y
   * @param {number} height
   */
  mark(context, all, x, y, height) {
    const { epoch, losses } = all[clamp(this.at ?? 0, 0, all.length - 1)];
    context.globalAlpha = 0.5;
    context.fillRect(x(epoch) - 0.5, TOP, 1, height - TOP - FOOT);
    context.globalAlpha = 1;
    for (const loss of losses) {
      context.beginPath();
      context.arc(x(epoch), y(loss), 3, 0, 2 * Math.PI);
      context.fill();
    }
  }

  /**
   * Point at an epoch and tell its numbers: when asked, never by a frame.
   *
   * @param {number | null} i
   */
  show(i) {
    this.at = i;
    this.said.textContent = i === null ? "" : this.toldOf(i);
    this.draw();
  }

  /** @param {number} i */
  toldOf(i) {
    const each = this.runs.map(({ store, name }) => {
      const { losses } = pastOf(store.history, i);
      const [train, test] = losses.map((loss) => significant(loss, 3));
      return `${name ? `${name} ` : ""}test ${test}, training ${train}`;
    });
    return `Epoch ${this.past(i).epoch}: ${each.join("; ")}`;
  }

  /**
   * The epoch that a pointer is at.
   *
   * @param {PointerEvent} event
   */
  placeUnder(event) {
    if (!this.length) return null;
    const ghost = this.store.ghost.at(-3) ?? 0;
    const last = Math.max(this.past(this.length - 1).epoch, ghost);
    const wide = this.canvas.clientWidth - LEFT - RIGHT - (this.runs.length > 1 ? NAMES : 0);
    const wanted = clamp((event.offsetX - LEFT) / wide, 0, 1) * last;
    let i = 0;
    while (i < this.length - 1 && this.past(i).epoch < wanted) i++;
    return i;
  }

  /**
   * Say which epoch it is, as a slider does.
   *
   * @param {number} last
   */
  tell(last) {
    const now = this.store.frame?.epoch ?? 0;
    const said = { min: 0, max: last, now, text: `Epoch ${now}` };
    for (const [name, value] of Object.entries(said))
      this.canvas.setAttribute(`aria-value${name}`, String(value));
  }

  /** @param {KeyboardEvent} event */
  goByArrowKeys(event) {
    if (event.key === "Enter" && this.at !== null) this.go(this.past(this.at).epoch);
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    if (this.length) this.show(clamp((this.at ?? this.length) + by, 0, this.length - 1));
  }
}

/** @type {(history: Float32Array, i: number) => Past} */
const pastOf = (history, i) => ({
  epoch: history[3 * i],
  losses: [history[3 * i + 1], history[3 * i + 2]],
});

/** @type {(history: Float32Array) => Past[]} */
const pastsOf = (history) =>
  Array.from({ length: history.length / 3 }, (_, i) => pastOf(history, i));

/** @type {(pasts: Past[]) => number} */
const end = (pasts) => pasts.at(-1)?.epoch ?? 1;

/** The curves of training and test loss. */
const LINES = [
  { dash: [4, 3], alpha: 0.75, wide: 1.4 },
  { dash: [], alpha: 1, wide: 1.8 },
];

/**
 * Lines and numbers at both sides of a picture.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number[]} ticks
 * @param {(tick: number) => number} y
 * @param {number} width
 * @param {number[]} epochs
 * @param {(epoch: number) => number} x
 * @param {number} height
 */
function drawAxes(context, ticks, y, width, epochs, x, height) {
  context.font = "11px system-ui, sans-serif";
  context.textBaseline = "middle";
  for (const tick of ticks) {
    context.globalAlpha = 0.16;
    context.fillRect(LEFT, Math.round(y(tick)), width - LEFT - RIGHT, 1);
    context.globalAlpha = 0.8;
    context.textAlign = "right";
    context.fillText(significant(tick), LEFT - 5, y(tick));
  }
  epochs.forEach((epoch, i) => {
    context.textAlign = i ? "right" : "left";
    const unit = i ? "epoch " : "";
    context.fillText(unit + epoch.toLocaleString("en"), x(epoch), height - 6);
  });
}

/** @type {(about: number) => number} */
function niceStep(about) {
  const power = 10 ** Math.floor(Math.log10(about));
  return ([5, 2].find((n) => n * power <= about) ?? 1) * power;
}
