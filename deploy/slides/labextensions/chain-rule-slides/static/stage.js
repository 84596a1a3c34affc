import { moved, slidesOf } from "./deck.js";
import { fit, heightOf } from "./fit.js";
import { Speaker } from "./speaker.js";

/**
 * @import { Place, Slide } from "./deck.js"
 */

/** @type {Record<string, "next" | "back" | "first" | "last">} */
const MOVES = {
  ArrowRight: "next",
  PageDown: "next",
  " ": "next",
  ArrowLeft: "back",
  PageUp: "back",
  Home: "first",
  End: "last",
};
const HELP = [
  ["→ or Space", "on"],
  ["←", "back"],
  ["Home, End", "first and last slide"],
  ["Shift Enter", "run the code again"],
  ["s", "speaker's notes"],
  ["d", "dark or light"],
  ["f", "the whole screen"],
  ["b", "a blank screen"],
  ["?", "these keys"],
];
const EDITORS = ".cm-editor, textarea, [contenteditable]";
const PARTS = `${EDITORS}, input, select, [tabindex]:not([tabindex="-1"])`;
const PRESSED = "button, summary, a"; // by the space bar; arrows mean nothing to them

/**
 * Show the notebook that JupyterLab opens as slides, if it was made for it, and run it.
 *
 * @param {any} app
 */
export async function present(app) {
  const panel = await notebookOf(app);
  const made = panel.content.model.getMetadata("chainrule") ?? {};
  if (!made.minutes) return;
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = new URL("slides.css", import.meta.url).href;
  document.head.append(style);
  await new Promise((loaded) => style.addEventListener("load", loaded));
  const stage = new Stage(app, panel, made.minutes);
  if (made.dark) await stage.turnDark();
  await panel.sessionContext.ready;
  await app.commands.execute("notebook:run-all-cells");
  document.body.classList.add("cr-ran");
  stage.show(stage.place);
}

/**
 * The first notebook that is opened, once it is there.
 *
 * @param {any} app
 */
async function notebookOf(app) {
  const { shell } = app;
  const is = (/** @type {any} */ widget) => widget?.hasClass("jp-NotebookPanel");
  while (!is(shell.currentWidget)) await new Promise((soon) => setTimeout(soon, 100));
  const panel = shell.currentWidget;
  await panel.context.ready;
  await panel.revealed;
  return panel;
}

class Stage {
  /**
   * @param {any} app
   * @param {any} panel
   * @param {number} minutes
   */
  constructor(app, panel, minutes) {
    this.app = app;
    this.notebook = panel.content;
    this.notebook.notebookConfig = { ...this.notebook.notebookConfig, windowingMode: "none" };
    const types = this.cells().map(
      (cell) => cell.model.getMetadata("slideshow")?.slide_type ?? "-",
    );
    /** @type {Slide[]} */
    this.slides = slidesOf(types);
    this.frame = /** @type {HTMLElement} */ (panel.node.querySelector(".jp-WindowedPanel-outer"));
    this.page = /** @type {HTMLElement} */ (panel.node.querySelector(".jp-WindowedPanel-viewport"));
    this.foot = document.createElement("div");
    this.foot.className = "cr-foot";
    panel.node.append(this.foot);
    document.body.classList.add("cr-presenting");
    this.speaker = new Speaker(minutes, (event) => this.pressed(event));
    this.key = `slides:${panel.context.path}`;
    this.place = this.remembered();
    this.height = 0;
    window.addEventListener("keydown", (event) => this.pressed(event), true);
    window.addEventListener("resize", () => this.fit());
    panel.node.addEventListener(
      "click",
      (/** @type {MouseEvent} */ event) => this.follow(event),
      true,
    );
    new ResizeObserver(() => {
      if (Math.abs(heightOf(this.page) - this.height) > 2) this.fit();
    }).observe(this.page);
    panel.sessionContext.statusChanged.connect(() => this.label());
    this.panel = panel;
    this.show(this.place);
  }

  /** @returns {any[]} */
  cells() {
    return this.notebook.widgets;
  }

  /** The slide where this tab was, so that a page that is loaded again stays there. */
  remembered() {
    const slide = Number(sessionStorage.getItem(this.key));
    return { slide: this.slides[slide] ? slide : 0, step: 0 };
  }

  /** @param {Place} place */
  show(place) {
    this.place = place;
    const slide = this.slides[place.slide];
    const cells = this.cells();
    for (const cell of cells) cell.node.classList.remove("cr-on", "cr-wait");
    for (const { index, step } of slide.cells) {
      cells[index].node.classList.add("cr-on");
      cells[index].node.classList.toggle("cr-wait", step > place.step);
    }
    sessionStorage.setItem(this.key, String(place.slide));
    this.select(slide, place.step);
    this.frame.scrollTop = 0;
    this.label();
    this.fit();
    this.speaker.tell({
      notes: slide.notes.map((index) => htmlOf(cells[index])).join(""),
      next: this.titleOf(place.slide + 1),
      place: `${place.slide + 1} of ${this.slides.length}`,
    });
  }

  /**
   * Select the code that is shown last, so that Shift-Enter runs it.
   *
   * @param {Slide} slide
   * @param {number} step
   */
  select(slide, step) {
    const shown = slide.cells.filter((cell) => cell.step <= step).map((cell) => cell.index);
    const code = shown.filter((index) => this.cells()[index].model.type === "code").at(-1);
    this.notebook.deselectAll();
    this.notebook.activeCellIndex = code ?? shown[0];
  }

  fit() {
    fit(this.frame, this.page);
    this.height = heightOf(this.page);
  }

  /** What stands at the foot of a slide: lecture, section, number, and whether code runs. */
  label() {
    const { slide } = this.place;
    const busy = this.panel.sessionContext.session?.kernel?.status === "busy";
    const section = this.sectionOf(slide);
    const [title, number] = [document.createElement("span"), document.createElement("span")];
    title.textContent = section;
    number.textContent = `${busy ? "running · " : ""}${slide + 1} / ${this.slides.length}`;
    this.foot.replaceChildren(title, number);
    this.foot.style.setProperty("--cr-done", String((slide + 1) / this.slides.length));
  }

  /** @param {number} slide */
  headingOf(slide) {
    for (const { index } of this.slides[slide]?.cells ?? []) {
      const heading = this.cells()[index].node.querySelector("h1, h2, h3");
      if (heading) return heading.textContent.replace("¶", "").trim();
    }
    return "";
  }

  /**
   * The heading under which a slide stands, where it is not its own.
   *
   * @param {number} slide
   */
  sectionOf(slide) {
    let at = slide;
    while (at > 0 && !this.headingOf(at)) at--;
    const lecture = this.headingOf(0);
    return [lecture, ...(at > 0 ? [this.headingOf(at)] : [])].join(" — ");
  }

  /**
   * What a slide is about, in a line.
   *
   * @param {number} slide
   */
  titleOf(slide) {
    const first = this.slides[slide]?.cells[0];
    if (!first) return "";
    const { model } = this.cells()[first.index];
    return this.headingOf(slide) || model.sharedModel.getSource().split("\n")[0].slice(0, 100);
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === "Enter") return;
    if (isTaken(/** @type {HTMLElement} */ (event.target), event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const back = event.key === " " && event.shiftKey;
    if (event.key in MOVES)
      this.show(moved(this.slides, this.place, back ? "back" : MOVES[event.key]));
    else if (event.key === "s") this.speaker.open();
    else if (event.key === "d") this.turnDark();
    else if (event.key === "f") fullScreen();
    else if (event.key === "b") document.body.classList.toggle("cr-blank");
    else if (event.key === "?") this.help();
    else if (event.key === "Escape") document.querySelector(".cr-help")?.remove();
  }

  help() {
    const open = document.querySelector(".cr-help");
    if (open) return open.remove();
    const box = document.createElement("dl");
    box.className = "cr-help";
    for (const words of HELP)
      for (const [i, word] of words.entries()) {
        const cell = document.createElement(i ? "dd" : "dt");
        cell.textContent = word;
        box.append(cell);
      }
    document.body.append(box);
  }

  turnDark() {
    const light = document.body.dataset.jpThemeLight === "true";
    const theme = light ? "JupyterLab Dark" : "JupyterLab Light";
    return this.app.commands.execute("apputils:change-theme", { theme });
  }

  /**
   * A link to another notebook opens it in a tab of its own.
   *
   * @param {MouseEvent} event
   */
  follow(event) {
    const link = /** @type {HTMLElement} */ (event.target).closest("a[data-commandlinker-args]");
    if (!(link instanceof HTMLElement)) return;
    const { path } = JSON.parse(link.dataset.commandlinkerArgs ?? "{}");
    if (!path) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const base = this.app.serviceManager.serverSettings.baseUrl;
    window.open(`${base}doc/tree/${encodeURI(path)}`);
  }
}

/**
 * Whether a key belongs to what is in focus: an editor, or a part of a widget.
 *
 * @param {HTMLElement} target
 * @param {string} key
 */
function isTaken(target, key) {
  const part = target.closest(`${PRESSED}, ${PARTS}`);
  if (!part) return false;
  if (part.matches(EDITORS)) return true;
  if (key.startsWith("Page") || !part.closest(".jp-OutputArea, .jp-RenderedMarkdown")) return false;
  return part.matches(PRESSED) ? key === " " : true;
}

/** @param {any} cell */
const htmlOf = (cell) => cell.node.querySelector(".jp-RenderedMarkdown")?.innerHTML ?? "";

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen();
}
