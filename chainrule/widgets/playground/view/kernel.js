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
  /** @type {(what: string, rest?: object) => void} */
  const ask = (what, rest = {}) => view.send({ do: what, ...rest });
  return {
    ...view,
    ask,
    choose: (/** @type {Record<string, unknown>} */ settings) => ask("set", { settings }),
    hides: (/** @type {string} */ name) => view.get("hide").includes(name),
    ...playingOf(() => view.get("playing"), ask),
  };
}

/**
 * Whether it trains: as the kernel says, or as was asked of it a moment ago.
 *
 * @param {() => boolean} told
 * @param {(what: string) => void} ask
 */
function playingOf(told, ask) {
  /** @type {boolean | null} */
  let asked = null;
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
    onPlaying: (/** @type {() => void} */ listener) => listeners.push(listener),
    playOrPause: () => {
      const wanted = !playing();
      expectPlaying(wanted);
      ask(wanted ? "play" : "pause");
    },
  };
}
