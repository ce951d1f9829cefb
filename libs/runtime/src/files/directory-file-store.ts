import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { once } from 'node:events';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { checkFileKey, FileStore, isFileKey, storeAway } from './file-store.js';

const isMissing = (error: unknown): boolean => (error as { code?: unknown }).code === 'ENOENT';

/** The error for a file that is not there. */
function missing(error: unknown): undefined {
  if (!isMissing(error)) throw storeAway(error);
}

/** Files in a folder: `<dir>/ab/abcdef01-...`. Several processes may share it, and then it must be one file system. */
export class DirectoryFileStore extends FileStore {
  constructor(private readonly dir: string) {
    super();
  }

  /** Written beside its place, forced to disk, and then named, so that no reader and no crash sees half a file. */
  async put(key: string, bytes: Uint8Array): Promise<void> {
    const path = this.path(key);
    try {
      await makeFolder(dirname(path));
      const part = await open(`${path}.part`, 'w', 0o600);
      try {
        await part.writeFile(bytes);
        await part.sync();
      } finally {
        await part.close();
      }
      await rename(`${path}.part`, path);
      await syncFolder(dirname(path));
    } catch (error) {
      throw storeAway(error);
    }
  }

  async get(key: string): Promise<Readable | undefined> {
    const stream = createReadStream(this.path(key));
    try {
      await once(stream, 'open');
      return stream;
    } catch (error) {
      missing(error);
      return undefined;
    }
  }

  async exists(key: string): Promise<boolean> {
    return (await stat(this.path(key)).catch(missing)) !== undefined;
  }

  async *keys(): AsyncGenerator<string> {
    const entries = await readdir(this.dir, { recursive: true, withFileTypes: true }).catch(missing);
    for (const entry of entries ?? []) if (entry.isFile() && isFileKey(entry.name)) yield entry.name;
  }

  async remove(key: string): Promise<void> {
    const path = this.path(key);
    await Promise.all([path, `${path}.part`].map((one) => rm(one, { force: true }))).catch((error: unknown) => {
      throw storeAway(error);
    });
  }

  private path(key: string): string {
    return join(this.dir, checkFileKey(key).slice(0, 2), key);
  }
}

/** Makes a folder and those that it stands in. */
async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  const outside = dirname(resolve(first));
  for (let made = resolve(path); made !== outside; made = dirname(made)) await syncFolder(dirname(made));
}

/** A new name outlives a loss of power once its folder is on disk. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
