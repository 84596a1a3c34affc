// The reader's own Python, in a worker: it runs cells, and what is said to and fro goes by messages.

import { start, unpacked, write } from "./engine.js";
import { store, stored } from "./store.js";

const HOME = new URL("../engine/", import.meta.url).href;
const fetched = (/** @type {string} */ name) => fetch(HOME + name);

// All at once: nothing waits for another's turn.
const manifest = fetched("manifest.json").then((response) => response.json());
const code = import(`${HOME}pyodide.mjs`);
const create = import(`${HOME}pyodide.asm.mjs`).then((module) => module.default);

/** @type {Map<string, Uint8Array>} */
const news = new Map(); // packs that this browser does not keep yet

/** @type {(name: string) => Promise<Uint8Array>} */
const pack = async (name) => {
  const { made, packs } = await manifest;
  const there = await stored(made + name, packs[name]);
  if (there) return there;
  const response = await fetched(`${name}?${made}`);
  if (!response.ok || !response.body) throw new Error(`${name} is not there.`);
  const plain = response.body.pipeThrough(new DecompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(plain).arrayBuffer());
  news.set(made + name, bytes);
  return bytes;
};

/** Keep the packs that are new. */
async function keepPacks() {
  if (news.size) await store(news, (await manifest).made);
  news.clear();
}

const picture = pack("picture.pack");
const placed = pack("libraries.pack").then((bytes) => {
  const addresses = new Map(
    unpacked(bytes).map(([name, library]) => [
      name,
      URL.createObjectURL(new Blob([/** @type {BlobPart} */ (library)])),
    ]),
  );
  return (/** @type {string} */ name) => addresses.get(name);
});

// Bytes of Python's stack: with more in use the browser's own would end, and Python with it.
const STACK = 100_000;
const NOTHING = "data:application/zip;base64,UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==";

const python = (async () => {
  const { libraries, size, lock } = await manifest;
  const { loadPyodide } = await code;
  const options = { stdLibURL: NOTHING, env: {} };
  const found = await start({
    loadPyodide,
    create,
    home: HOME,
    lock,
    libraries,
    placed,
    size,
    picture,
    options,
  });
  const own = found._module;
  const end = own._emscripten_stack_get_base() - STACK;
  own._PyUnstable_ThreadState_SetStackProtection(own._PyThreadState_Get(), end, STACK);
  const reader = found.pyimport("reader");
  reader.connect((/** @type {string} */ text, /** @type {any} */ buffers) => {
    const bytes = [];
    for (const buffer of buffers) {
      bytes.push(buffer.toJs());
      buffer.destroy();
    }
    buffers.destroy();
    postMessage({ text, cell, bytes }, { transfer: bytes.map((one) => one.buffer) });
  });
  found.runPython("import random, numpy; random.seed(); numpy.random.seed()");
  return { found, reader };
})();

let cell = ""; // that runs now, to which outputs belong

/** All of the course's files and of Python's library, once more than a playground is needed. */
const rest = once(async () => {
  const { found } = await python;
  const [files, library] = await Promise.all([
    pack("files.pack"),
    fetched("python_stdlib.zip").then((response) => response.arrayBuffer()),
  ]);
  write(found.FS, unpacked(files));
  found.FS.writeFile("/lib/python314.zip", new Uint8Array(library));
  found.FS.mkdirTree("/drive");
  found.FS.mount(found.FS.filesystems.IDBFS, {}, "/drive");
  await new Promise((done) => found.FS.syncfs(true, done));
  found.runPython("import importlib; importlib.invalidate_caches()");
  keepPacks();
});

let wanted = false;
let keeping = false;
let kept = "";
/** Keep in the browser what was written to the drive; what is written meanwhile as well. */
async function keep() {
  wanted = true;
  if (keeping) return;
  keeping = true;
  const { FS } = (await python).found;
  while (wanted) {
    wanted = false;
    const now = written(FS);
    if (now !== kept) await new Promise((done) => FS.syncfs(false, done));
    kept = now;
  }
  keeping = false;
}

/** When each of the learner's files was written. */
function written(/** @type {any} */ FS) {
  const folder = "/drive/.chainrule";
  if (!FS.analyzePath(folder).exists) return "";
  const files = FS.readdir(folder).map((/** @type {string} */ name) => `${folder}/${name}`);
  return files.map((/** @type {string} */ file) => file + FS.stat(file).mtime.getTime()).join();
}

/** @param {() => Promise<void>} call */
function once(call) {
  /** @type {Promise<void> | undefined} */
  let result;
  const called = Object.assign(
    () => {
      called.begun = true;
      result ??= call();
      return result;
    },
    { begun: false },
  );
  return called;
}

/** Run a cell; a package of Pyodide's that it lacks is fetched, and then it is run again. */
async function run(/** @type {string} */ id, /** @type {string} */ source) {
  const { found, reader } = await python;
  const { packages } = (await manifest).lock;
  for (;;) {
    const ended = reader.run(id, source);
    const lacking = ended ? "" : reader.missing();
    const name = Object.keys(packages).find((one) => packages[one].imports.includes(lacking));
    if (!name || found.loadedPackages[name]) return ended;
    await found.loadPackage(name, { messageCallback: () => {} });
    postMessage({ text: '{"kind": "clear"}', cell });
  }
}

/** @type {Map<string, string>} */
const done = new Map(); // cells that have run, as they were then

/** @type {Record<string, (message: any) => Promise<unknown>>} */
const deeds = {
  /** Run some lines that need nothing but what is imported already. */
  async line({ id, source }) {
    cell = id;
    return run(id, source);
  },

  /** Run a cell after those above that it needs; which of them failed, if one did. */
  async cell({ cells, at }) {
    await rest();
    const { found, reader } = await python;
    const ready = cells.flatMap((/** @type {any} */ one, /** @type {number} */ i) =>
      done.get(one.id) === one.source ? [i] : [],
    );
    const sources = cells.map((/** @type {any} */ one) => one.source);
    const order = reader.needed(at, found.toPy(sources), found.toPy(ready)).toJs();
    for (const i of order) {
      const { id, source } = cells[i];
      cell = cells[at].id;
      postMessage({ begins: id, cell });
      cell = i === at ? cell : ""; // what the others show is on the page already
      done.delete(id);
      if (!(await run(id, source))) return { failed: id };
      done.set(id, source);
    }
    keep();
    return {};
  },

  async state({ widget, text }) {
    (await python).reader.hear(widget, "state", text);
    if (rest.begun) keep();
  },

  async message({ widget, text }) {
    (await python).reader.hear(widget, "message", text);
    if (rest.begun) keep();
  },
};

let turn = Promise.resolve();

addEventListener("message", ({ data }) => {
  if (data.kind === "rest") {
    // Nobody's turn: what is asked meanwhile does not wait for a line.
    rest().then(() => postMessage({ number: data.number }));
    return;
  }
  turn = turn.then(async () => {
    try {
      const result = await deeds[data.kind](data);
      if (data.number) postMessage({ number: data.number, result });
    } catch (error) {
      postMessage({ number: data.number, failed: String(error) });
    }
  });
});

python.then(
  () => {
    postMessage({ ready: true });
    setTimeout(keepPacks, 1000);
  },
  (error) => postMessage({ failed: String(error?.stack ?? error).slice(0, 2000) }),
);
