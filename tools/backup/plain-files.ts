import { basename } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { FileEncryption } from '@ecou/runtime';
import type { Place, Places } from './files.ts';

/** A file that is kept as it is, by its name in its place. */
interface PlainFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Files of Ecou; what else lies in a folder is left alone. */
const isOwn = (name: string): boolean => /^[0-9a-f-]{36}(?:\.\d+\.eml)?$/.test(basename(name));

async function* plainIn(place: Place): AsyncGenerator<PlainFile> {
  const { isEncryptedFile } = await import('@ecou/runtime/conversion');
  for await (const name of place.names()) {
    const stream = isOwn(name) ? await place.read(name) : undefined;
    const bytes = stream && (await buffer(stream));
    if (bytes && !isEncryptedFile(bytes)) yield { name, bytes };
  }
}

/** The number of files in each place that are not encrypted; none for a place without. */
export const plainFiles = (places: Places) => each(places, () => Promise.resolve());

/** Encrypts them, each whole or not at all. Answers how many there were in each place. */
export const encryptFiles = (places: Places, encryption: FileEncryption) =>
  each(places, async (place, { name, bytes }) => {
    await place.put(name, await encryption.seal(basename(name), bytes));
  });

async function each(
  places: Places,
  work: (place: Place, file: PlainFile) => Promise<void>,
): Promise<readonly (readonly [string, number])[]> {
  const counts: (readonly [string, number])[] = [];
  for (const place of places.values()) {
    let count = 0;
    for await (const file of plainIn(place)) {
      await work(place, file);
      count += 1;
    }
    if (count > 0) counts.push([place.called, count]);
  }
  return counts;
}
