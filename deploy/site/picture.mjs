// Take a picture of Python's memory after all imports: node picture.mjs FOLDER MADE.
//
// MADE is the name of this state of the engine. FOLDER holds Pyodide (`pyodide/`) and the files of
// site-packages (`files/`); into it go `picture.pack`, `files.pack`, `libraries.pack` and
// `manifest.json`.

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { SITE, start, sumOf, write } from "./page/engine.js";

const BLOCK = 1024; // bytes that are the same or not
const folder = path.resolve(process.argv[2]);
const made = process.argv[3];
const home = `${folder}/pyodide/`;
const read = (name) => new Uint8Array(fs.readFileSync(`${folder}/${name}`));
const { loadPyodide } = await import(pathToFileURL(`${home}pyodide.mjs`));
const { default: factory } = await import(pathToFileURL(`${home}pyodide.asm.mjs`));
const lock = JSON.parse(fs.readFileSync(`${folder}/pyodide/pyodide-lock.json`, "utf8"));
const all = fs
  .readdirSync(`${folder}/files`, { recursive: true })
  .filter((name) => fs.statSync(`${folder}/files/${name}`).isFile())
  .sort();
const libraries = all.filter((name) => name.endsWith(".so"));
const files = all.filter((name) => !name.endsWith(".so")).map((name) => [name, read(`files/${name}`)]);
const placed = Promise.resolve((name) => `${folder}/files/${name}`);
const given = { loadPyodide, create: Promise.resolve(factory), home, lock, libraries, placed };

const prepared = await compiled();
const heap = await taken(prepared);
const blank = await untouched(heap);
const packs = {
  "picture.pack": pack("picture.pack", ...difference(heap, blank)),
  "files.pack": packFiles("files.pack", prepared),
  "libraries.pack": packFiles(
    "libraries.pack",
    libraries.map((name) => [name, read(`files/${name}`)]),
  ),
};
const size = sizeOf(heap);
fs.writeFileSync(`${folder}/manifest.json`, JSON.stringify({ made, libraries, size, packs, lock }));
process.exit(0);

/** The files with the byte code of each module, which another Python cannot make. */
async function compiled() {
  const python = await start({ ...given, libraries: [], options: {} });
  python.runPython(fs.readFileSync(new URL("bytecode.py", import.meta.url), "utf8"));
  const [whole, bare, standard] = ["whole", "bare", "standard"].map((n) => python.globals.get(n));
  const out = [];
  for (const [name, bytes] of files) {
    const own = name.startsWith("chainrule/");
    if (!name.endsWith(".py")) out.push([name, bytes]);
    else {
      const text = /_add_newdocs\w*\.py$/.test(name) ? "" : new TextDecoder().decode(bytes);
      const code = (own ? whole : bare)(SITE + name, text).toJs();
      if (own) out.push([name, bytes], [cached(name), code]);
      else out.push([`${name}c`, code]);
    }
  }
  const zip = standard(read("pyodide/python_stdlib.zip")).toJs();
  fs.writeFileSync(`${folder}/standard.zip`, zip);
  return out;
}

/** Where Python looks for the byte code of a module whose text is there, too. */
function cached(name) {
  const { dir, name: stem } = path.posix.parse(name);
  return `${dir}/__pycache__/${stem}.cpython-314.pyc`;
}

/** The memory after all imports. */
async function taken(prepared) {
  const python = await start({
    ...given,
    options: {
      stdLibURL: `${folder}/standard.zip`,
      _makeSnapshot: true,
      env: { PYTHONHASHSEED: "0", PYTHONDONTWRITEBYTECODE: "1" },
      fsInit: async (FS) => {
        write(FS, prepared);
        for (const name of libraries) write(FS, [[name, read(`files/${name}`)]]);
      },
    },
  });
  python.runPython(fs.readFileSync(new URL("prepare.py", import.meta.url), "utf8"));
  const whole = python.makeMemorySnapshot();
  return { whole, head: new Uint32Array(whole.buffer, whole.byteOffset, 4)[1] };
}

/** The bytes of a memory, and of what stands before it. */
function sizeOf({ whole, head }) {
  return { head, memory: whole.length - head };
}

/** The memory before Python has begun, as it is in each browser. */
async function untouched({ whole, head }) {
  let memory;
  const size = sizeOf({ whole, head });
  const stop = new Error("That is all");
  const create = Promise.resolve(async (settings) => {
    const module = await factory(settings);
    memory = module.HEAPU8.slice();
    throw stop;
  });
  await start({ ...given, create, size, options: { stdLibURL: `${folder}/standard.zip` } }).catch(
    (error) => {
      if (error !== stop) throw error;
    },
  );
  return memory;
}

/** What of a picture is different from a blank one, as runs of blocks. */
function difference({ whole, head }, blank) {
  const memory = whole.subarray(head);
  const runs = [];
  const [now, before] = [memory, blank].map((m) => Buffer.from(m.buffer, m.byteOffset, m.length));
  for (let at = 0; at < memory.length; at += BLOCK) {
    if (now.compare(before, at, at + BLOCK, at, at + BLOCK) === 0) continue;
    const last = runs.at(-1);
    if (last && last[0] + last[1] === at) last[1] += BLOCK;
    else runs.push([at, BLOCK]);
  }
  const parts = runs.map(([from, count]) => memory.slice(from, from + count));
  const until = before.findLastIndex((byte) => byte !== 0) + 1; // zeros follow
  return [{ runs, until, sum: sumOf(blank.subarray(0, until), runs) }, [whole.subarray(0, head), ...parts]];
}

function packFiles(name, found) {
  return pack(name, found.map(([file, bytes]) => [file, bytes.length]), found.map(([, bytes]) => bytes));
}

/** A header as JSON, then bytes; how many in all. */
function pack(name, header, parts) {
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  const plain = Buffer.concat([length, text, ...parts]);
  fs.writeFileSync(`${folder}/${name}`, plain);
  return plain.length;
}
