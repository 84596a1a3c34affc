// Large files as they are when unpacked, in the browser's private file system: the next visit reads
// them in a tenth of the time. Only a worker may. Without such a place nothing is kept.

const FOLDER = "chainrule";

/** @param {boolean} [create] */
async function folder(create) {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(FOLDER, { create });
}

/**
 * A file, opened; by one at a time, so that another page may have to do without.
 *
 * @param {any} handle
 */
const opened = (handle) => handle.createSyncAccessHandle();

/**
 * What is kept under a name, if it is whole and can be read.
 *
 * @param {string} name
 * @param {number} size
 * @returns {Promise<Uint8Array | undefined>}
 */
export async function stored(name, size) {
  try {
    const access = await opened(await (await folder()).getFileHandle(name));
    const bytes = new Uint8Array(access.getSize());
    access.read(bytes);
    access.close();
    return bytes.length === size ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Keep these files, and no others.
 *
 * @param {Map<string, Uint8Array>} files
 * @param {string} prefix of the names that stay
 */
export async function store(files, prefix) {
  try {
    const there = await folder(true);
    for await (const name of there.keys()) {
      if (!name.startsWith(prefix)) await there.removeEntry(name);
    }
    for (const [name, bytes] of files) {
      const access = await opened(await there.getFileHandle(name, { create: true }));
      access.write(bytes);
      access.close();
    }
  } catch {
    // No place, or no room: they are fetched again next time.
  }
}
