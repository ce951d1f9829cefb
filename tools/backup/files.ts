import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { Readable } from 'node:stream';
import type { FileStore } from '@ecou/runtime';
import { writePart, type Manifest } from './manifest.ts';

/** A place that holds files: a folder, or a store of attachments, which may be a bucket. */
export interface Place {
  /** Its name in a message. */
  readonly called: string;
  names(): AsyncIterable<string>;
  /** Undefined for one that was removed meanwhile: nothing refers to it any more. */
  read(name: string): Promise<Readable | undefined>;
  /** Keeps the bytes, whole or not at all. A file that is there under this name is written over. */
  put(name: string, bytes: Uint8Array): Promise<void>;
}

/** Places by what they are for, such as `files` and `mail`. */
export type Places = ReadonlyMap<string, Place>;

type FileCopies = Manifest['files'];

function missing(error: unknown): undefined {
  if ((error as { code?: unknown }).code !== 'ENOENT') throw error;
}

/** Files of a folder, also those in folders below it; none where it is not there. */
export const folder = (dir: string): Place => ({
  called: dir,
  async *names() {
    const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(missing);
    for (const entry of entries ?? [])
      if (entry.isFile() && !entry.name.endsWith('.part')) yield relative(dir, join(entry.parentPath, entry.name));
  },
  read: async (name) => (await open(join(dir, name)).catch(missing))?.createReadStream(),
  async put(name, bytes) {
    const target = join(dir, name);
    await mkdir(dirname(target), { recursive: true });
    const part = await open(`${target}.part`, 'w', 0o600);
    try {
      await part.writeFile(bytes);
      await part.sync();
    } finally {
      await part.close();
    }
    await rename(`${target}.part`, target);
  },
});

/** Attachments, under the names that they have in a folder, so that a copy fits every store. */
export const attachments = (store: FileStore, called: string): Place => ({
  called,
  async *names() {
    for await (const key of store.keys()) yield `${key.slice(0, 2)}/${key}`;
  },
  read: (name) => store.get(basename(name)),
  put: (name, bytes) => store.put(basename(name), bytes),
});

/** Copies what stands in the places. */
export async function copyFiles(places: Places, dir: string): Promise<FileCopies> {
  const copies: FileCopies = [];
  for (const [place, from] of places)
    for await (const name of from.names()) {
      const file = await from.read(name);
      if (file) copies.push({ ...(await writePart(dir, join('files', place, name), file)), place, name });
    }
  return copies;
}

/** The first place that holds files already. */
export async function filledPlace(places: Places): Promise<string | undefined> {
  for (const place of places.values()) for await (const _ of place.names()) return place.called;
  return undefined;
}

/**
 * The places that files of a copy go into, by those that they were copied from. In folders, `npm run services` has places of its own
 * (`services-files`); a bucket, and a folder that the environment names, is one place for all. `databases`: the names of those that the copy
 * goes into. Throws where there is no place.
 */
export function targetPlaces(
  files: FileCopies,
  databases: readonly string[],
  places: Places,
): ReadonlyMap<string, readonly Place[]> {
  const copied = new Set(files.map(({ place }) => place));
  const wanted = (place: string): readonly string[] => {
    const own = `services-${place}`;
    const ofServices = !copied.has(own) && databases.some((name) => name.startsWith('ecou_'));
    if (!ofServices || !places.has(own)) return [place];
    return databases.includes('ecou') ? [place, own] : [own];
  };
  const found = (place: string): Place => {
    const target = places.get(place) ?? places.get(place.replace(/^services-/, ''));
    if (!target) throw new Error(`The copy holds files for ${place}, which this deployment does not keep.`);
    return target;
  };
  return new Map([...copied].map((place) => [place, wanted(place).map(found)]));
}

/** Puts files back into the places that they go into; others stay. */
export async function restoreFiles(
  files: FileCopies,
  targets: ReadonlyMap<string, readonly Place[]>,
  dir: string,
): Promise<void> {
  for (const { path, place, name } of files)
    for (const target of targets.get(place) ?? []) await target.put(name, await readFile(join(dir, path)));
}
