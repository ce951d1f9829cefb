import type { Readable } from 'node:stream';
import { Unavailable } from '@ecou/event-sourcing';

/**
 * The store of files that no event should hold: attachments. A key is a UUID that nobody chose, never a name that somebody gave. What
 * fails because the store is away throws `Unavailable`, with the code `FILES_UNAVAILABLE`.
 */
export abstract class FileStore {
  /** Keeps the bytes, whole or not at all; when it answers they are on disk. The same key again replaces them. */
  abstract put(key: string, bytes: Uint8Array): Promise<void>;

  /** The bytes as a stream, which the caller reads or destroys; `undefined` where there are none. */
  abstract get(key: string): Promise<Readable | undefined>;

  abstract exists(key: string): Promise<boolean>;

  /** The keys of all files that there are, in no order. */
  abstract keys(): AsyncIterable<string>;

  /** Removes the bytes, also those of a `put` that was broken off. A repeat does nothing. */
  abstract remove(key: string): Promise<void>;
}

const form = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const isFileKey = (key: string): boolean => form.test(key);

/** Throws where a key is not a UUID in small letters: a path or an address is made of it. */
export function checkFileKey(key: string): string {
  if (!isFileKey(key)) throw new Error('The key of a file is a UUID.');
  return key;
}

/** The error of a store that cannot do what it was asked, with its reason as the cause. */
export const storeAway = (cause: unknown): Unavailable =>
  new Unavailable('FILES_UNAVAILABLE', 'Files cannot be kept or read at the moment.', 5, { cause });
