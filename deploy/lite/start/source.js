// Where the start page comes from without a server: the browser's own Python writes it.

const ROOT = new URL("../../../", import.meta.url);
const ANSWERS = ".chainrule/answers.jsonl"; // on the drive, where the notebooks note them
const REMEMBERED = `chain-rule ${ROOT.pathname}`; // the page as it was last, for the next visit
const HANDED_OUT = `chain-rule handed out ${ROOT.pathname}`; // notebooks as they were when opened

/**
 * The page as Python wrote it last, or as it is built; Python is asked when something is new.
 *
 * @param {any} app
 * @param {() => void} changed
 */
export function source(app, changed) {
  const ask = asker(app);
  const notebooks = new Notebooks(app);
  const template = fetch(new URL("page.html", import.meta.url)).then((one) => one.text());
  let said = "";
  let asked = "";
  return {
    async page() {
      const [built, answers, corrected] = await Promise.all([
        template,
        content(app, ANSWERS),
        notebooks.corrected(),
      ]);
      const news = [answers ?? "", corrected.length, said];
      const key = JSON.stringify([new Date().toDateString(), built, ...news]);
      const last = stored();
      if (last?.key !== key && key !== asked && news.some(Boolean)) {
        asked = key;
        ask("page", ...news).then(([page, report]) => {
          localStorage.setItem(REMEMBERED, JSON.stringify({ key, page, report }));
          changed();
        });
      }
      return linked(news.some(Boolean) ? (last ?? { page: built }) : { page: built });
    },

    /** Bring corrected notebooks in. */
    async press() {
      const told = [];
      for (const path of await notebooks.corrected()) told.push(await notebooks.bring(path, ask));
      said = told.join("\n");
      changed();
    },
  };
}

/** The learner's notebooks, and what the course hands out by now. */
class Notebooks {
  /** @param {any} app */
  constructor(app) {
    this.app = app;
    this.contents = app.serviceManager.contents;
    this.handedOut = caches.open(HANDED_OUT);
    app.shell.currentChanged.connect((/** @type {any} */ _, /** @type {any} */ change) => {
      const path = change.newValue?.context?.path;
      if (path?.endsWith(".ipynb")) this.note(path);
    });
  }

  /**
   * Keep a notebook as it is handed out while nothing is written in it, to tell later what the
   * learner has changed; of one that was changed before, nothing is known.
   *
   * @param {string} path
   */
  async note(path) {
    const cache = await this.handedOut;
    const answer = await fetch(served(path), { cache: "no-cache" });
    if (!answer.ok) return; // a notebook of the learner's own
    const [given, mine] = [await answer.clone().json(), await content(this.app, path)];
    const known = await cache.match(served(path));
    if (same(given, mine)) cache.put(served(path), answer);
    else if (!known) cache.put(served(path), new Response("null"));
  }

  /** The notebooks with work in them of which the course has another version by now. */
  async corrected() {
    const cache = await this.handedOut;
    const urls = (await cache.keys()).map((one) => one.url);
    const paths = urls.map((url) => decodeURI(url.slice(served("").length)));
    const news = await Promise.all(paths.map((path) => this.isCorrected(path)));
    return paths.filter((_, i) => news[i]);
  }

  /** @param {string} path */
  async isCorrected(path) {
    const [given, now] = await this.versions(path);
    return now && !same(given, now) && !same(await content(this.app, path), now);
  }

  /**
   * A notebook as it was handed out once, and as it is now.
   *
   * @param {string} path
   */
  async versions(path) {
    const given = await (await this.handedOut).match(served(path));
    const now = await fetch(served(path), { cache: "no-cache" });
    return [await given?.json(), now.ok ? await now.json() : undefined];
  }

  /**
   * Put a learner's work into the corrected notebook, beside a copy of what was; a sentence.
   *
   * @param {string} path
   * @param {(name: string, ...all: any[]) => Promise<any>} ask
   */
  async bring(path, ask) {
    const open = [...this.app.shell.widgets("main")].find((one) => one.context?.path === path);
    if (open?.context.model.dirty) await open.context.save();
    const [given, now] = await this.versions(path);
    const mine = await content(this.app, path);
    const { notebook, sentences } = await ask("corrected", mine, now, given ?? null);
    const stamp = new Date().toISOString().slice(0, 19).replace("T", "_").replaceAll(":", "");
    const copy = path.replace(/\.ipynb$/, `_before_${stamp}.ipynb`);
    await this.save(copy, mine);
    await this.save(path, notebook);
    await (await this.handedOut).put(served(path), new Response(JSON.stringify(now)));
    await open?.context.revert();
    return [path, ...sentences, `As it was: ${copy}.`].join(" ");
  }

  /**
   * @param {string} path
   * @param {any} notebook
   */
  save(path, notebook) {
    return this.contents.save(path, { type: "notebook", format: "json", content: notebook });
  }
}

/**
 * A function that asks Python: in a notebook's kernel that has nothing to do, else in one of its own.
 *
 * @param {any} app
 */
function asker(app) {
  /** @type {Promise<any> | undefined} */
  let own;
  const kernel = () => {
    const notebooks = [...app.shell.widgets("main")];
    const running = notebooks.map((one) => one.context?.sessionContext?.session?.kernel);
    own ??= running.some(isIdle)
      ? undefined
      : app.serviceManager.kernels.startNew({ name: "python" });
    return own ?? running.find(isIdle);
  };
  return async (/** @type {string} */ name, /** @type {any[]} */ ...all) => {
    const question = JSON.stringify(JSON.stringify([name, ...all])); // a string of Python's, too
    const code = `import course_desk as _desk\n_desk.answer(${question})`;
    const future = (await kernel()).requestExecute({ code, store_history: false });
    let text = "";
    future.onIOPub = (/** @type {any} */ { content }) => {
      if (content.name === "stdout") text += content.text;
    };
    await future.done;
    return JSON.parse(text);
  };
}

function isIdle(/** @type {any} */ kernel) {
  return kernel?.status === "idle";
}

/**
 * What is in a file of the drive; nothing if it is not there.
 *
 * @param {any} app
 * @param {string} path
 */
async function content(app, path) {
  try {
    const file = await app.serviceManager.contents.get(path, { content: true });
    return file.format === "base64" ? decoded(file.content) : file.content;
  } catch {
    return undefined;
  }
}

/**
 * The text of a file that Python wrote, as JupyterLite keeps it.
 *
 * @param {string} text
 */
function decoded(text) {
  return new TextDecoder().decode(Uint8Array.from(atob(text), (one) => one.charCodeAt(0)));
}

/** @param {string} path */
function served(path) {
  return new URL(`files/${path}`, ROOT).href;
}

/**
 * Whether two notebooks say the same; what came out when they ran is not looked at.
 *
 * @param {any} one
 * @param {any} other
 */
function same(one, other) {
  const text = (/** @type {any} */ notebook) =>
    JSON.stringify(
      notebook?.cells.map((/** @type {any} */ c) => [c.cell_type, [c.source].flat().join("")]),
    );
  return text(one) === text(other);
}

/** The page as it was last, for the site's first page; nothing if there was none. */
export function remembered() {
  const last = stored();
  return last && linked(last);
}

function stored() {
  return JSON.parse(localStorage.getItem(REMEMBERED) ?? "null");
}

/**
 * The page with addresses that hold in JupyterLite.
 *
 * @param {{page: string, report?: string}} found
 */
function linked({ page, report = "" }) {
  const there = page.replaceAll("href='lab/", `href='${ROOT}lab/`);
  return there.replace("href='report'", () => `href='${address(report)}'`);
}

let shown = "";
let url = "";

/**
 * The address of a page that is only in this browser, to be printed.
 *
 * @param {string} report
 */
function address(report) {
  if (report !== shown) url = URL.createObjectURL(new Blob([report], { type: "text/html" }));
  shown = report;
  return url;
}
