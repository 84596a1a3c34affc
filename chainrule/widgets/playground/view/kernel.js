// The kernel as the view talks to it: questions, settings, and whether it trains.

import { viewOf } from "../../shared.js";

/**
 * @import { AnyModel } from "@anywidget/types"
 *
 * @typedef {ReturnType<typeof kernelOf>} Kernel
 */

/** @param {AnyModel} model */
export function kernelOf(model) {
  const view = viewOf(model);
  const line = lineOf(model);
  /** @type {(what: string, rest?: object) => void} */
  const ask = (what, rest = {}) => {
    if (line.lost() && what !== "hello") return;
    try {
      view.send({ do: what, ...rest });
    } catch {
      line.lose();
    }
  };
  view.atEnd(line.end);
  return {
    ...view,
    ask,
    line,
    choose: (/** @type {Record<string, unknown>} */ settings) => ask("set", { settings }),
    hides: (/** @type {string} */ name) => view.get("hide").includes(name),
    ...playingOf(() => view.get("playing") && !line.lost(), ask, line.lost),
  };
}

/**
 * The line to the kernel: lost when nothing can be sent, or when the kernel is seen to be gone.
 *
 * @param {AnyModel} model
 */
function lineOf(model) {
  let lost = false;
  /** @type {(() => void)[]} */
  const listeners = [];
  const tell = (/** @type {boolean} */ now) => {
    if (lost === now) return;
    lost = now;
    for (const listener of listeners) listener();
  };
  /** @type {any} */
  const manager = model.widget_manager;
  let had = false;
  const look = () => {
    const kernel = manager?.kernel;
    const gone = kernel ? kernel.isDisposed || kernel.status === "dead" : had;
    had ||= Boolean(kernel);
    if (gone) tell(true);
  };
  const timer = setInterval(look, LOOK);
  return {
    lost: () => lost,
    lose: () => tell(true),
    found: () => tell(false),
    onChange: (/** @type {() => void} */ listener) => listeners.push(listener),
    end: () => clearInterval(timer),
  };
}

const LOOK = 1000; // milliseconds between two looks at the kernel

/**
 * Whether it trains: as the kernel says, or as was asked of it a moment ago.
 *
 * @param {() => boolean} told
 * @param {(what: string, rest?: object) => void} ask
 * @param {() => boolean} lost
 */
function playingOf(told, ask, lost) {
  /** @type {boolean | null} */
  let asked = null;
  let seen = 0;
  /** @type {(() => void)[]} */
  const listeners = [];
  const playing = () => asked ?? told();
  const expectPlaying = (/** @type {boolean | null} */ wanted) => {
    asked = wanted;
    for (const listener of listeners) listener();
  };
  return {
    playing,
    expectPlaying,
    expected: () => asked,
    /** Whether it was paused here already, before this frame. */
    late: (/** @type {{ playing: boolean }} */ frame) => asked === false && frame.playing,
    /** Note which epoch is to be seen: it is the one to pause at. */
    sees: (/** @type {number} */ epoch) => {
      seen = epoch;
    },
    onPlaying: (/** @type {() => void} */ listener) => listeners.push(listener),
    playOrPause: () => {
      if (lost()) return;
      const wanted = !playing();
      expectPlaying(wanted);
      if (wanted) ask("play");
      else ask("pause", { epoch: seen });
    },
  };
}
