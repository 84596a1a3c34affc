// Python with NumPy's libraries at fixed places, so that a picture of its whole memory, taken when
// the site was built, can be put back: then nothing is left to import.

export const SITE = "/lib/python3.14/site-packages/";
const PAGE = 65536; // bytes by which memory grows

/**
 * @param {any} given what differs between the site's builder and a browser:
 *   `loadPyodide`, `create` (a promise of Pyodide's module factory), `home` (the address of its
 *   files), `lock`, `libraries` (names), `placed` (a promise of a function from such a name to an
 *   address), `size` (of the picture, if there is one), `picture` (a promise of it), and `options`.
 */
export async function start(given) {
  const { loadPyodide, create, home, lock, libraries, placed, size, picture, options } = given;
  const head = size ? new Uint8Array(size.head) : undefined;
  return loadPyodide({
    indexURL: home,
    packageBaseUrl: home,
    lockFileContents: lock,
    ...(head ? { _loadSnapshot: head } : {}),
    ...options,
    createPyodideModule: async (/** @type {any} */ settings) => {
      const { locateFile, instantiateWasm } = settings;
      /** @type {(name: string) => string} */
      let address;
      settings.dynamicLibraries = libraries.map((/** @type {string} */ name) => SITE + name);
      settings.locateFile = (/** @type {string} */ path) =>
        path.startsWith(SITE) ? address(path.slice(SITE.length)) : locateFile(path);
      settings.instantiateWasm = (/** @type {any} */ imports, /** @type {any} */ receive) =>
        instantiateWasm(imports, async (/** @type {any} */ instance, /** @type {any} */ module) => {
          address = await placed;
          const { memory } = instance.exports;
          if (size) memory.grow((size.memory - memory.buffer.byteLength) / PAGE);
          receive(instance, module);
        });
      const module = await (await create)(settings);
      if (head) develop(head, module.HEAPU8, await picture);
      return module;
    },
  });
}

/**
 * Put the picture's parts to where they belong in a memory which is as it is at first; what stands
 * before the memory, for Pyodide, goes into `head`.
 *
 * @param {Uint8Array} head
 * @param {Uint8Array} memory
 * @param {Uint8Array} picture
 */
function develop(head, memory, picture) {
  const length = new DataView(picture.buffer, picture.byteOffset).getUint32(0, true);
  const text = new TextDecoder().decode(picture.subarray(4, 4 + length));
  const { runs, until, sum } = JSON.parse(text);
  if (sumOf(memory.subarray(0, until), runs) !== sum) {
    throw new Error("Memory is not as it was expected.");
  }
  let at = 4 + length;
  const take = (/** @type {number} */ count) => {
    at += count;
    return picture.subarray(at - count, at);
  };
  head.set(take(head.length));
  for (const [from, count] of runs) memory.set(take(count), from);
}

/**
 * A sum over the words of a memory between its runs.
 *
 * @param {Uint8Array} bytes
 * @param {[from: number, count: number][]} runs
 */
export function sumOf(bytes, runs) {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);
  let [sum, at] = [0, 0];
  for (const [from, count] of [...runs, [bytes.length, 0]]) {
    for (const end = Math.min(from >> 2, words.length); at < end; at++) sum = (sum + words[at]) | 0;
    at = (from + count) >> 2;
  }
  return sum;
}

/**
 * The files of a pack, by their names.
 *
 * @param {Uint8Array} pack
 * @returns {[name: string, bytes: Uint8Array][]}
 */
export function unpacked(pack) {
  const length = new DataView(pack.buffer, pack.byteOffset).getUint32(0, true);
  /** @type {[name: string, size: number][]} */
  const index = JSON.parse(new TextDecoder().decode(pack.subarray(4, 4 + length)));
  let at = 4 + length;
  return index.map(([name, size]) => {
    at += size;
    return [name, pack.subarray(at - size, at)];
  });
}

/**
 * Write files where Python finds them.
 *
 * @param {any} FS
 * @param {[name: string, bytes: Uint8Array][]} files
 */
export function write(FS, files) {
  for (const [name, bytes] of files) {
    const path = SITE + name;
    FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    FS.writeFile(path, bytes);
  }
}
