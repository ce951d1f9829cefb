import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { Threads } from './threads.js';

/** Bytes of documents that are kept: some 40 kB each. */
const mostBytes = 8_000_000;

/** The one task of a module that makes documents: its parts, JSON, in; bytes out. */
type Makes<Parts> = { readonly pdf: (parts: Parts) => Promise<Uint8Array> };

/** Makes documents outside of the event loop, and keeps those that were asked for last. */
export class Documents<Parts extends object> {
  private readonly threads: Threads<Makes<Parts>>;
  /** By a digest of all that they are made of. */
  private readonly kept = new LRUCache<string, Uint8Array>({
    maxSize: mostBytes,
    sizeCalculation: ({ length }) => length,
  });
  private readonly making = new Map<string, Promise<Uint8Array>>();

  /** `file` exports the task (`builtBeside`). */
  constructor(file: URL) {
    this.threads = new Threads(file);
  }

  /** Throws 503 where too many wait for theirs. */
  async get(parts: Parts, isPublic: boolean): Promise<Uint8Array> {
    const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
    const kept = this.kept.get(digest);
    if (kept) return kept;
    // Whoever has a key does not wait in the line of the public, also for the same document.
    const turn = `${digest} ${isPublic}`;
    const made = await (this.making.get(turn) ?? this.make(turn, parts, isPublic));
    this.kept.set(digest, made);
    return made;
  }

  end(): Promise<void> {
    return this.threads.end();
  }

  private make(turn: string, parts: Parts, isPublic: boolean): Promise<Uint8Array> {
    const making = this.threads.run('pdf', parts, isPublic).finally(() => this.making.delete(turn));
    this.making.set(turn, making);
    return making;
  }
}
