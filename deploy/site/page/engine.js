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
  const whole = size ? new Uint8Array(size.whole) : undefined;
  return loadPyodide({
    indexURL: home,
    packageBaseUrl: home,
    lockFileContents: lock,
    ...(whole ? { _loadSnapshot: whole } : {}),
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
          if (whole) memory.grow((size.memory - memory.buffer.byteLength) / PAGE);
          receive(instance, module);
        });
      const module = await (await create)(settings);
      if (whole) develop(whole, module.HEAPU8, await picture);
      return module;
    },
  });
}

/**
 * The picture, as Pyodide wants it, of the memory as it is at first and what was different.
 *
 * @param {Uint8Array} whole
 * @param {Uint8Array} memory
 * @param {Uint8Array} picture
 */
function develop(whole, memory, picture) {
  const length = new DataView(picture.buffer, picture.byteOffset).getUint32(0, true);
  const text = new TextDecoder().decode(picture.subarray(4, 4 + length));
  const { head, runs, sum } = JSON.parse(text);
  let at = 4 + length;
  const take = (/** @type {number} */ count) => {
    at += count;
    return picture.subarray(at - count, at);
  };
  whole.set(take(head));
  whole.set(memory, head);
  for (const [from, count] of runs) whole.fill(0, head + from, head + from + count);
  if (sumOf(whole.subarray(head)) !== sum) throw new Error("Memory is not as it was expected.");
  for (const [from, count] of runs) whole.set(take(count), head + from);
}

/** @param {Uint8Array} bytes */
export function sumOf(bytes) {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);
  let sum = 0;
  for (const word of words) sum = (sum + word) | 0;
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
