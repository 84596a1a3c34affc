import { source } from "./source.js";

const COMMAND = "chain-rule:start";
const NAMES_A_FILE = /\/tree\/|[?&]path=/; // an address that opens one
const NARROW = 900; // pixels, below which the page has the files' room as well
const SETTLING = [0, 300, 900]; // milliseconds in which the cells above get their heights
const OFTEN = 5000; // milliseconds between two looks, while the page is seen

/**
 * The plugin that shows the course's start page in the main area.
 *
 * @param {(name: string) => Promise<any>} load
 */
export async function plugin(load) {
  const { Widget } = await load("@lumino/widgets");
  const { ICommandPalette } = await load("@jupyterlab/apputils");
  return {
    id: "chain-rule-course:plugin",
    autoStart: true,
    optional: [ICommandPalette],
    activate: (/** @type {any} */ app, /** @type {any} */ palette) => {
      const StartPage = startPage(Widget);
      const behind = NAMES_A_FILE.test(location.href);
      /** @type {any} */
      let page;
      app.commands.addCommand(COMMAND, {
        label: "Course: What Comes Next",
        execute: (/** @type {{behind?: boolean}} */ { behind } = {}) => {
          if (!page || page.isDisposed) page = new StartPage(app);
          if (!page.isAttached) app.shell.add(page, "main", { activate: false });
          if (!behind) app.shell.activateById(page.id);
        },
      });
      palette?.addItem({ command: COMMAND, category: "Help" });
      app.restored.then(() => begin(app, behind));
    },
  };
}

/**
 * Show the page at the start.
 *
 * @param {any} app
 * @param {boolean} behind a file that the address names
 */
async function begin(app, behind) {
  await app.commands.execute(COMMAND, { behind });
  for (const widget of [...app.shell.widgets("main")])
    if (widget.id.startsWith("launcher")) widget.close();
  if (innerWidth < NARROW) app.shell.collapseLeft?.();
}

/**
 * The class of the start page, on JupyterLab's own class of widgets.
 *
 * @param {any} Widget
 */
function startPage(Widget) {
  return class extends Widget {
    /** @param {any} app */
    constructor(app) {
      super();
      this.app = app;
      this.source = source(app, () => this.refresh());
      this.id = "chain-rule-start";
      this.title.label = "Course";
      this.title.closable = true;
      this.node.style.overflow = "auto";
      this.node.style.background = "var(--jp-layout-color1)";
      this.shown = "";
      this.node.addEventListener("click", (/** @type {MouseEvent} */ event) => this.follow(event));
      this.timer = setInterval(() => this.isVisible && this.refresh(), OFTEN);
    }

    dispose() {
      clearInterval(this.timer);
      super.dispose();
    }

    onAfterShow() {
      this.refresh();
    }

    onAfterAttach() {
      this.refresh();
    }

    /** Show how it stands now; what was unfolded stays so. */
    async refresh() {
      const html = (await this.source.page()) ?? this.shown;
      if (html === this.shown || this.isDisposed) return;
      const open = unfolded(this.node).map((one) => one.textContent);
      const focused = this.node.contains(document.activeElement) && hrefOf(document.activeElement);
      this.shown = this.node.innerHTML = html;
      for (const one of this.node.querySelectorAll("summary"))
        if (open.includes(one.textContent)) one.parentElement.open = true;
      if (focused) this.node.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
    }

    /**
     * Open what a link of the page leads to in this JupyterLab.
     *
     * @param {MouseEvent} event
     */
    async follow(event) {
      const target = /** @type {HTMLElement} */ (event.target);
      if (target.closest("button")) return this.source.press?.();
      const link = target.closest("a");
      const file = link && fileOf(link);
      if (!file || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const widget = await this.app.commands.execute("docmanager:open", { path: file });
      await widget?.context?.ready;
      for (const wait of link?.hash ? SETTLING : []) {
        await new Promise((go) => setTimeout(go, wait));
        widget?.setFragment(link?.hash);
      }
    }
  };
}

/**
 * The file that a link of the page opens, if it opens one.
 *
 * @param {HTMLAnchorElement} link
 */
function fileOf(link) {
  const { pathname, searchParams } = new URL(link.href);
  return searchParams.get("path") ?? decodeURIComponent(pathname.split("/lab/tree/")[1] ?? "");
}

/** @param {HTMLElement} node */
function unfolded(node) {
  return [...node.querySelectorAll("details[open] > summary")];
}

/** @param {Element | null} element */
function hrefOf(element) {
  return element?.getAttribute("href");
}
