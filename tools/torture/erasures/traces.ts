import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';

/** A mark as it may stand in bytes: as it is, in capitals, as hexadecimal digits, and as base64 at each of its three offsets. */
export function needlesOf(mark: string): readonly Buffer[] {
  const base64 = [0, 1, 2].map((offset) => {
    // The digits that its neighbours take part in are left out.
    const digits = Buffer.from(`${' '.repeat(offset)}${mark}`)
      .toString('base64')
      .replaceAll('=', '');
    return digits.slice(Math.ceil((offset * 8) / 6), -1);
  });
  return [mark, mark.toUpperCase(), Buffer.from(mark).toString('hex'), ...base64].map((text) => Buffer.from(text));
}

export interface Search {
  /** The number of files that were read. */
  readonly files: number;
  /** Needles by the paths of the files that hold them. */
  readonly holding: ReadonlyMap<string, readonly Buffer[]>;
}

/** Files in which Kafka keeps offsets and times alone, each made as long as it may become. */
const offsets = /\.(?:time)?index$/;

/** Searches the files under a folder for needles, each also as it is once unpacked where its name ends with `.gz`. */
export async function searchIn(folder: string, needles: readonly Buffer[]): Promise<Search> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((one) => one.isFile() && !offsets.test(one.name))
    .map(({ parentPath, name }) => join(parentPath, name));
  const holding = new Map<string, readonly Buffer[]>();
  for (const path of paths) {
    const held = await heldBy(path, needles);
    if (held.length > 0) holding.set(path, held);
  }
  return { files: paths.length, holding };
}

/** Those that a file holds; one that went away meanwhile holds none. */
async function heldBy(path: string, needles: readonly Buffer[]): Promise<readonly Buffer[]> {
  const longest = Math.max(...needles.map(({ length }) => length));
  const file = createReadStream(path, { highWaterMark: 1 << 18 });
  const held = new Set<Buffer>();
  let rest = Buffer.alloc(0);
  try {
    for await (const chunk of path.endsWith('.gz') ? file.pipe(createGunzip()) : file) {
      const bytes = Buffer.concat([rest, chunk as Buffer]);
      for (const needle of needles) if (bytes.includes(needle)) held.add(needle);
      rest = bytes.subarray(-longest);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return [...held];
}
