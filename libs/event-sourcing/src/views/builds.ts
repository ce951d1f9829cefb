import { setTimeout as sleep } from 'node:timers/promises';
import type { Batch, EventStore } from '../event-store.js';
import type { TableBuild } from './table-build.js';

const batchSize = 1_000;
const waitMs = 10;
/** Most positions that are folded and not written, so that an end of the process costs no more. */
const mostUnwritten = 500_000;

/** A build that reads along. */
interface Reader {
  readonly build: TableBuild;
  /** The position at which it is done. */
  readonly until: () => number;
  readonly signal: AbortSignal;
  readonly resolve: (result?: Promise<void>) => void;
  readonly reject: (error: unknown) => void;
}

/** A batch that was asked for before it is needed. */
interface Ahead {
  readonly after: number;
  readonly types: readonly string[];
  readonly batch: Promise<Batch>;
}

/**
 * The builds of a store's views in this process. They share one reading: each batch is read and decoded once, while the one before it is
 * folded, and those that are furthest behind go first. They share their memory, too: where their rows come to more than `bytes` (as JSON), the largest
 * part of them is written.
 */
export class Builds {
  private readonly readers = new Set<Reader>();
  /** The event types that one of them handles. */
  private types: readonly string[] = [];
  private ahead: Ahead | undefined;
  private running = false;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: Pick<EventStore, 'read'>,
    private readonly bytes: number,
  ) {}

  /** Folds what a table lacks up to a position, and writes it; ends before that where the signal aborts. Throws what reading, folding or writing throws. */
  catchUp(build: TableBuild, until: () => number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.readers.add({ build, until, signal, resolve, reject });
      this.readersChanged();
      if (!this.running) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.readers.size > 0) {
      await this.step().catch(async (error: unknown) => {
        // What was folded before it is kept: the same would be read again and again otherwise.
        for (const reader of this.readers) await this.write(reader);
        for (const reader of this.readers) this.fail(reader, error);
      });
    }
    this.running = false;
    this.ahead = undefined;
  }

  private async step(): Promise<void> {
    for (const reader of this.readers) {
      const { build, until, signal, resolve } = reader;
      if (!signal.aborted && build.position < until()) continue;
      this.remove(reader);
      resolve(signal.aborted ? undefined : this.enqueue(build));
    }
    if (this.readers.size === 0) return;
    // Whoever comes while it is read may want other types.
    const readers = [...this.readers];
    const after = Math.min(...readers.map(({ build }) => build.position));
    const batch = await this.read(after);
    if (batch.position <= after) {
      await sleep(waitMs);
      return;
    }
    await Promise.all(readers.map((reader) => this.take(reader, batch)));
    await this.writeWhatIsDue();
  }

  private async writeWhatIsDue(): Promise<void> {
    const [heaviest] = [...this.readers].sort((one, other) => other.build.bytes - one.build.bytes);
    const sum = [...this.readers].reduce((total, { build }) => total + build.bytes, 0);
    if (heaviest && sum > this.bytes) await this.beginWriting(heaviest);
    for (const reader of this.readers) if (reader.build.unwritten > mostUnwritten) await this.beginWriting(reader);
  }

  private async take(reader: Reader, { events, position }: Batch): Promise<void> {
    const { build } = reader;
    if (build.position >= position) return;
    const { handles } = build.view;
    const wanted = events.filter((event) => event.position > build.position && handles.includes(event.type));
    await build.take(wanted, position).catch((error: unknown) => {
      this.fail(reader, error);
    });
  }

  private async read(after: number): Promise<Batch> {
    const { ahead } = this;
    const asked = ahead?.after === after && ahead.types === this.types ? ahead : this.ask(after);
    this.ahead = undefined;
    const batch = await asked.batch;
    if (batch.events.length === batchSize) this.ahead = this.ask(batch.position);
    return batch;
  }

  private ask(after: number): Ahead {
    const { types } = this;
    const batch = this.store.read(after, batchSize, types);
    batch.catch(() => undefined);
    return { after, types, batch };
  }

  /** Writes while the next batches are read, once what was written before is. */
  private async beginWriting(reader: Reader): Promise<void> {
    await this.writing;
    // What it has to wait for may have been its own, and may have failed.
    if (this.readers.has(reader)) void this.write(reader);
  }

  private write(reader: Reader): Promise<void> {
    return this.enqueue(reader.build).catch((error: unknown) => {
      this.fail(reader, error);
    });
  }

  /** One write at a time, so that no more is in memory than what is folded and what is written. */
  private enqueue(build: TableBuild): Promise<void> {
    const written = this.writing.then(build.detach());
    this.writing = written.catch(() => undefined);
    return written;
  }

  private fail(reader: Reader, error: unknown): void {
    this.remove(reader);
    reader.reject(error);
  }

  private remove(reader: Reader): void {
    this.readers.delete(reader);
    this.readersChanged();
  }

  private readersChanged(): void {
    this.types = [...new Set([...this.readers].flatMap(({ build }) => build.view.handles))];
  }
}
