// Now and then a sentence on how it goes, for those who do not see it.

import { significant } from "../../number_field.js";
import { el } from "../../shared.js";
import { neuronName } from "./names.js";

/** @import { Store } from "./store.js" */

const [EPOCHS, PAUSE] = [50, 4000]; // between two sentences: both, the milliseconds too

/**
 * @param {Store} store
 * @param {(store: Store) => string} sentence
 */
export function progressTold(store, sentence = progress) {
  const node = el("p", { class: "pg-told", "aria-live": "polite" });
  let [epoch, time] = [0, -PAUSE];
  store.drawers.push(() => {
    const { frame } = store;
    if (frame.epoch < epoch) epoch = 0;
    const now = performance.now();
    if (!frame.playing || frame.epoch < epoch + EPOCHS || now < time + PAUSE) return;
    [epoch, time] = [frame.epoch, now];
    node.textContent = sentence(store);
  });
  return node;
}

/** @param {Store} store */
function progress(store) {
  const { epoch, losses, accuracies, dead } = store.frame;
  const right = accuracies[1] === null ? "" : `, ${(100 * accuracies[1]).toFixed(0)} % right`;
  const names = dead.flatMap((rows, i) => rows.map((row) => neuronName(store, i + 1, row)));
  const gone = names.length ? ` Dead: ${names.join("; ")}.` : "";
  return `Epoch ${epoch}: test loss ${significant(losses[1])}${right}.${gone}`;
}
