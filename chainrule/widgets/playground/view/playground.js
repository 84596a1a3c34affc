// The whole view: it shows the newest frame, and asks the kernel for everything else.

import { button, el, says, viewOf } from "../../shared.js";
import { colourTable, isDark } from "./colours.js";
import { activationName, hidable, numberField, opener, picker, timeButtons, titled } from "./controls.js";
import { dataColumn } from "./data.js";
import { networkColumn } from "./network.js";
import { neuronPanel } from "./neuron.js";
import { outputColumn } from "./output.js";
import { insidePanel } from "./inside.js";
import { CHOICES } from "./choices.js";

const ACKNOWLEDGE = 8; // frames between two answers: the kernel waits after 16

function render({ model, el: root }) {
  const view = viewOf(model), store = { refreshers: [], table: colourTable(isDark()), dark: isDark(), selected: null, hovered: null, playing: false };
  const playListeners = [];
  let optimistic = null, newest = null, waiting = 0, acknowledged = 0, visible = true, told = "";
  view.ask = (what, rest = {}) => view.send({ do: what, ...rest });
  view.choose = (settings) => view.ask("set", { settings });
  view.playing = () => optimistic ?? view.get("playing");
  view.onPlaying = (callback) => playListeners.push(callback);
  view.playOrPause = () => {
    const wanted = view.playing() ? "pause" : "play";
    optimistic = wanted === "play";
    store.playing = optimistic;
    playListeners.forEach((callback) => callback());
    view.ask(wanted);
  };
  store.select = (column, row) => { store.selected = column === null ? null : { column, row }; schedule(); };
  store.hover = (at) => { store.hovered = at; output.drawHeat(); };
  store.setParameter = ({ column, row, place, bias }, value) =>
    view.ask(bias ? "bias" : "weight", { layer: column - 1, neuron: row, ...(bias ? {} : { source: place }), value });
  store.tileOf = (column, row) => {
    const { frame: f, tileLength: n } = store;
    if (column === 0) return store.featureTiles.subarray(row * n, (row + 1) * n);
    if (column > f.hidden.length) return store.large[row];
    const before = f.hidden.slice(0, column - 1).reduce((a, b) => a + b, 0) + row;
    return store.tiles.subarray(before * n, (before + 1) * n);
  };

  const network = networkColumn(view, store), neuron = neuronPanel(view, store), output = outputColumn(view, store);
  const inside = insidePanel(view, store), epoch = el("output", { "aria-live": "off" }, "0");
  const banner = el("p", { class: "pg-banner" }), lost = el("p", { class: "cr-error", role: "alert" });
  const main = el("div", { class: "pg-main" }, dataColumn(view, store), network.node, output.node);
  const node = el("div", { class: "cr pg", role: "group", "aria-label": "Playground", tabindex: -1, "data-lm-suppress-shortcuts": "true" },
    topBar(view, epoch), missionLine(view), lost, says(view, ["message"], () => view.get("message")), errorLine(view),
    main, neuron.node, foot(view, store, inside.node, banner));
  root.append(node);

  const floats = (b) => new Float32Array(b.buffer.slice(b.byteOffset, b.byteOffset + b.byteLength));
  const bytes = (b) => new Int8Array(b.buffer, b.byteOffset, b.byteLength);

  function heard(content, buffers) {
    if (content.kind === "opening") {
      Object.assign(store, { opening: content, tileLength: content.tile ** 2, featureTiles: bytes(buffers[0]) });
      acknowledged = 0;
      lost.textContent = "";
      optimistic = null;
      store.refreshers.forEach((refresh) => refresh());
    } else if (content.kind === "points") {
      store.points = { ...content, rows: floats(buffers[0]) };
      output.drawDots();
    } else if (content.kind === "frame") {
      if (optimistic === false && content.playing) return acknowledge(content.number); // paused here already
      if (optimistic && !content.playing) playingChanged(); // asked to play, and it could not
      newest = [content, buffers];
      schedule();
    } else if (content.kind === "code") store.showCode?.(content);
  }

  function schedule() { if (visible && !waiting) waiting = requestAnimationFrame(draw); }

  function acknowledge(number) {
    if (number - acknowledged < ACKNOWLEDGE && number >= acknowledged) return;
    acknowledged = number;
    view.ask("drawn", { frame: number });
  }

  function take([content, [large, tiles, parameters, history]]) {
    const side = store.opening.side ** 2, all = bytes(large), values = floats(parameters);
    Object.assign(store, { frame: content, tiles: bytes(tiles), history: floats(history) });
    store.large = Array.from({ length: content.outputs }, (_, k) => all.subarray(k * side, (k + 1) * side));
    let at = 0;
    const next = (n) => values.subarray(at, (at += n)), sizes = [content.features.length, ...content.hidden, content.outputs];
    store.layers = sizes.slice(1).map((size, i) => ({ inputs: sizes[i], weights: next(size * sizes[i]), biases: next(size) }));
  }

  function draw() {
    waiting = 0;
    if (newest && store.opening) {
      take(newest);
      acknowledge(newest[0].number);
      newest = null;
    }
    if (!store.frame) return;
    const shown = String(store.frame.epoch).padStart(6, "0").replace(/(\d{3})$/, ",$1");
    if (shown !== told) epoch.textContent = told = shown;
    store.playing = view.playing();
    network.draw();
    neuron.draw();
    output.draw();
    inside.draw();
    node.dataset.epoch = store.frame.epoch;
    node.dataset.drawn = Number(node.dataset.drawn ?? 0) + 1;
  }

  function playingChanged() {
    optimistic = null;
    playListeners.forEach((callback) => callback());
    store.playing = view.playing();
    schedule();
  }

  node.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target, field = /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);
    const action = { s: "step", b: "back", r: "reset" }[event.key.toLowerCase()];
    const space = event.key === " " && (target.tagName !== "BUTTON" || target.classList.contains("pg-tile"));
    if (field || !(action || space)) return;
    event.preventDefault();
    if (event.repeat && action !== "step") return;
    if (view.get("hide").includes(action ?? "play")) return;
    if (action) view.ask(action);
    else view.playOrPause();
  });

  /** The line to the kernel has changed: taken for lost, unless somebody answers. */
  function lineChanged() {
    optimistic = false;
    playListeners.forEach((callback) => callback());
    lost.textContent = "Disconnected: the kernel was restarted or has stopped. Run the cell again.";
    try { view.ask("hello"); } catch { /* nobody there, as is said */ }
  }

  const repaint = () => {
    if (store.dark === isDark() && store.painted) return;
    store.dark = isDark();
    node.dataset.dark = store.dark;
    store.painted = true;
    store.table = colourTable(store.dark);
    store.refreshers.forEach((refresh) => refresh());
  };
  const themes = new MutationObserver(repaint), seen = new IntersectionObserver(([entry]) => { visible = entry.isIntersecting; if (visible) schedule(); });
  themes.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  seen.observe(node);
  const preference = matchMedia("(prefers-color-scheme: dark)");
  preference.addEventListener("change", repaint);
  model.on("msg:custom", heard);
  model.on("comm_live_update", lineChanged);
  view.on(["playing"], playingChanged);
  const tellBanner = () => { banner.textContent = view.get("banner"); };
  view.on(["banner"], tellBanner);
  tellBanner();
  repaint();
  view.ask("hello");
  return () => {
    themes.disconnect();
    seen.disconnect();
    preference.removeEventListener("change", repaint);
    model.off("msg:custom", heard);
    model.off("comm_live_update", lineChanged);
    view.end();
  };
}

function topBar(view, epoch) {
  const { rates, penalties, activations } = CHOICES;
  return el("div", { class: "pg-bar" }, timeButtons(view),
    el("div", { class: "pg-field pg-epoch" }, el("span", {}, "Epoch"), epoch),
    picker(view, "speed", "Speed", ["1", "5", "max"], (v) => (v === "max" ? "Fastest" : v === "1" ? "1 epoch" : `${v} epochs`)),
    picker(view, "learning_rate", "Learning rate", rates, String),
    picker(view, "activation", "Activation", activations, activationName),
    picker(view, "regularisation", "Regularisation", ["none", "l1", "l2"], (v) => (v === "none" ? "None" : v.toUpperCase())),
    picker(view, "regularisation_rate", "Reg. rate", penalties, String),
    picker(view, "problem", "Problem type", ["classification", "regression"]));
}

function missionLine(view) {
  const tick = el("span", { class: "pg-tick", "aria-hidden": "true" }), text = el("span", {}), node = el("p", { class: "pg-mission", role: "status" }, tick, text);
  const refresh = () => {
    node.hidden = !view.get("mission");
    tick.textContent = view.get("mission_met") ? "✓" : "";
    text.textContent = `Mission: ${view.get("goal")}${view.get("mission_met") ? " Reached." : ""}`;
    node.classList.toggle("pg-met", view.get("mission_met"));
  };
  view.on(["mission", "goal", "mission_met"], refresh);
  refresh();
  return node;
}

function errorLine(view) {
  const node = el("p", { class: "cr-error", role: "alert" }), refresh = () => { node.textContent = view.get("error"); };
  view.on(["error"], refresh);
  refresh();
  return node;
}

/** The loss; for regression there is but one. */
function lossPicker(view) {
  const node = el("div", {}, picker(view, "loss", "Loss", ["squared_error", "cross_entropy"]));
  const refresh = () => { node.hidden = view.get("classes") === 0; };
  view.on(["classes"], refresh);
  refresh();
  return node;
}

/** More settings, a look inside, and the code. */
function foot(view, store, insideNode, banner) {
  const more = el("div", { class: "pg-more" },
    lossPicker(view), picker(view, "optimizer", "Optimiser", ["sgd", "momentum", "adam"], (v) => (v === "sgd" ? "SGD" : titled(v))),
    picker(view, "schedule", "Schedule", ["constant", "step", "cosine"]),
    picker(view, "initialisation", "Initialisation", CHOICES.initialisations),
    picker(view, "dropout", "Dropout", [0, 0.1, 0.2, 0.3, 0.5], String),
    numberField(view, "seed", "Seed of the weights", { min: 0, step: 1 }), button("New weights", "Begin again with other first weights", () => view.ask("new_seed")),
    numberField(view, "stop_loss", "Stop at test loss", { min: 0, step: 0.01 }), numberField(view, "stop_epoch", "Stop at epoch", { min: 0, step: 100 }));
  const code = el("div", { class: "pg-code" });
  store.showCode = ({ code: text, state }) => code.replaceChildren(
    el("p", {}, "This playground again: ", el("code", {}, `Playground.from_state("${state}")`)), el("pre", { tabindex: 0, "aria-label": "Program", "data-lm-suppress-shortcuts": "true" }, text));
  const insideBox = el("div", {}, insideNode);
  const inside = opener("Look inside", insideBox, (yes) => { if (yes !== view.get("inside")) view.choose({ inside: yes }); });
  const refresh = () => { if (view.get("inside") === insideBox.hidden) inside.toggle(view.get("inside")); };
  view.on(["inside"], refresh);
  refresh();
  const buttons = el("div", { class: "cr-row" }, hidable(view, opener("More settings", more), "more"), hidable(view, inside, "inside"),
    hidable(view, opener("Code", code, (yes) => yes && view.ask("code")), "code"));
  return el("div", { class: "pg-foot" }, buttons, more, insideBox, code, banner);
}

export default { render };
