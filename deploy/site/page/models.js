// Widgets in a page without JupyterLab: each a model, which Python holds too, and its views.

/** @typedef {{ output_type: string, name?: string, text?: string, data?: any }} Output */

const VIEW = "application/vnd.jupyter.widget-view+json";

/** A widget's state here, and its line to Python, which may be connected later. */
export class Model {
  /** @type {Record<string, ((...all: any[]) => void)[]>} */
  listeners = {};
  /** @type {Record<string, unknown>} */
  changed = {};
  /** @type {[kind: string, content: unknown][] | null} */
  waiting = [];
  /** @type {((kind: string, content: unknown) => void) | null} */
  line = null;
  /** What shows a widget within this one. */
  widget_manager = {};

  /**
   * @param {Record<string, any>} state
   * @param {() => Promise<any>} module
   */
  constructor(state, module) {
    this.state = state;
    this.module = module;
  }

  /** @type {(name: string) => any} */
  get = (name) => this.state[name];

  /** @type {(name: string, value: unknown) => void} */
  set = (name, value) => {
    this.changed[name] = value;
    this.take({ [name]: value });
  };

  save_changes = () => {
    const news = this.changed;
    this.changed = {};
    if (Object.keys(news).length) this.tell("state", news);
  };

  /** @type {(content: unknown) => void} */
  send = (content) => this.tell("message", content);

  /** @type {(event: string, call: (...all: any[]) => void) => void} */
  on = (event, call) => {
    this.listeners[event] ??= [];
    this.listeners[event].push(call);
  };

  /** @type {(event: string, call?: (...all: any[]) => void) => void} */
  off = (event, call) => {
    this.listeners[event] = (this.listeners[event] ?? []).filter((one) => call && one !== call);
  };

  /**
   * @param {string} kind
   * @param {unknown} content
   */
  tell(kind, content) {
    if (this.line) this.line(kind, content);
    else if (this.waiting) this.waiting.push([kind, content]);
    else throw new Error("Python was stopped.");
  }

  /** @type {(line: (kind: string, content: unknown) => void) => void} */
  connect(line) {
    this.line = line;
    for (const [kind, content] of this.waiting ?? []) line(kind, content);
    this.waiting = null;
  }

  /** Python is gone. */
  end() {
    this.line = null;
    this.waiting = null;
    this.happened("comm_live_update");
  }

  /** @type {(event: string, ...all: any[]) => void} */
  happened(event, ...all) {
    for (const call of [...(this.listeners[event] ?? [])]) call(...all);
  }

  /** @type {(news: Record<string, any>) => void} */
  take(news) {
    Object.assign(this.state, news);
    for (const name of Object.keys(news)) this.happened(`change:${name}`, this, news[name]);
  }
}

/** All that Python has shown, by its ids. */
export class Widgets {
  /** @type {Map<string, Model>} */
  models = new Map();
  /** @type {Map<string, Promise<any>>} */
  modules = new Map();
  styles = new Set();

  /**
   * @param {{ id: string, view: string, esm: string, css: string, state: any }} opened
   * @param {(kind: string, content: unknown) => void} line
   * @param {Model} [known] a model that is shown already
   */
  open({ id, view, esm, css, state }, line, known) {
    const model = known ?? new Model(state, () => this.module(view, esm));
    if (!known) this.dress(css);
    model.widget_manager = this.manager;
    this.models.set(id, model);
    if (known) model.take(state);
    model.connect(line);
  }

  /** @type {(css: string) => void} */
  dress(css) {
    if (!css || this.styles.has(css)) return;
    this.styles.add(css);
    document.head.append(made("style", { textContent: css }));
  }

  /** @type {(view: string, esm: string) => Promise<any>} */
  module(view, esm) {
    const own = { column: this.column, place: this.place }[view];
    if (own) return Promise.resolve({ render: own });
    if (!this.modules.has(esm)) {
      const blob = new Blob([esm], { type: "text/javascript" });
      this.modules.set(
        esm,
        import(URL.createObjectURL(blob)).then((module) => module.default),
      );
    }
    return /** @type {Promise<any>} */ (this.modules.get(esm));
  }

  /** @type {(model: Model, el: HTMLElement) => Promise<void>} */
  async render(model, el) {
    const { render } = await model.module();
    await render({ model, el });
  }

  /** What views know of JupyterLab's manager of widgets. */
  manager = {
    get_model: async (/** @type {string} */ id) => this.models.get(id),
    create_view: async (/** @type {Model} */ child) => {
      const el = made("div");
      await this.render(child, el);
      return { el };
    },
  };

  end() {
    for (const model of this.models.values()) model.end();
    this.models.clear();
  }

  /** @type {(view: { model: Model, el: HTMLElement }) => Promise<void>} */
  column = async ({ model, el }) => {
    for (const id of model.get("children")) {
      const box = made("div");
      el.append(box);
      const child = this.models.get(id);
      if (child) await this.render(child, box);
    }
  };

  /** @type {(view: { model: Model, el: HTMLElement }) => void} */
  place = ({ model, el }) => {
    const show = async () => {
      el.replaceChildren();
      for (const output of model.get("outputs")) await this.show(output, el);
    };
    model.on("change:outputs", show);
    show();
  };

  /**
   * Add an output to what a cell shows.
   *
   * @param {Output} output
   * @param {HTMLElement} box
   */
  async show(output, box) {
    const { output_type: type, text = "", data = {} } = output;
    if (type === "stream") return printed(box, text, `stream ${output.name}`);
    if (type === "error") return printed(box, text, "cr-failed");
    const node = made("div", { className: "output" });
    const model = this.models.get(data[VIEW]?.model_id);
    if (model) {
      await this.render(model, node);
    } else if (data["image/svg+xml"]) {
      const drawing = new Blob([data["image/svg+xml"]], { type: "image/svg+xml" });
      const image = { src: URL.createObjectURL(drawing), alt: data["text/plain"] ?? "" };
      node.append(made("img", image));
    } else if (data["text/html"]) {
      node.classList.add("text_html");
      node.innerHTML = data["text/html"];
    } else {
      return printed(box, data["text/plain"] ?? "", "text_plain");
    }
    box.append(node);
  }
}

/** @type {(box: HTMLElement, text: string, kind: string) => void} */
function printed(box, text, kind) {
  const last = box.lastElementChild;
  if (last?.className === `output ${kind}` && kind.startsWith("stream")) {
    const pre = last.querySelector("pre");
    if (pre) pre.textContent += text;
    return;
  }
  const pre = made("pre", { textContent: text, tabIndex: 0 });
  const node = made("div", { className: `output ${kind}` });
  const highlight = made("div", { className: "highlight" });
  highlight.append(pre);
  node.append(highlight);
  box.append(node);
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Partial<HTMLElementTagNameMap[Tag]>} properties
 */
export function made(tag, properties = {}) {
  return Object.assign(document.createElement(tag), properties);
}
