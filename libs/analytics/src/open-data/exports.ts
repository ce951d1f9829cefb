import { Unavailable } from '@ecou/event-sourcing';
import { ConcurrencyLimit, spoolFile, type SpoolFile } from '@ecou/runtime';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

/** Datasets that are written at a time. */
const atATime = 2;
/** Bytes that are kept, and files, so that the parts of one are read out of what was written once. */
const most = { maxSize: 512 * 1024 * 1024, max: 64 } as const;

const busy = () => new Unavailable('EXPORTS_BUSY', 'Other datasets are being written.', 5);
const given = () => new Unavailable('EXPORT_GIVEN_UP', 'Nobody waited for the dataset any more.', 5);

/** Gives the pieces of a file, until a signal says that nobody waits for them any more. */
type Write = (signal: AbortSignal) => AsyncIterable<string | Uint8Array>;

/** One that is being written, and the number of those who wait for it. */
interface Running {
  readonly file: Promise<SpoolFile>;
  readonly ended: AbortController;
  waiting: number;
}

/**
 * Writes datasets into files, so that a reader, slow or gone, keeps no connection to the database, and each size is known. Files are kept until the room is
 * needed for others.
 */
@Injectable()
export class Exports implements OnApplicationShutdown {
  private readonly turns = new ConcurrencyLimit({ atATime, waiting: 0, busy });
  private readonly running = new Map<string, Running>();
  private readonly kept = new LRUCache<string, SpoolFile>({
    ...most,
    sizeCalculation: ({ size }) => Math.min(size + 1, most.maxSize),
    // Whoever was given it in the same moment begins to read before.
    dispose: (file) =>
      void setImmediate(() => {
        file.close();
      }),
  });

  onApplicationShutdown(): void {
    for (const { ended } of this.running.values()) ended.abort();
    this.kept.clear();
  }

  /**
   * The file of a key; `write` gives its pieces where there is none yet. Who asks for what is being written already waits for that; once all have gone who
   * wait, it ends. Throws 503 where others are being written.
   */
  async open(key: string, write: Write, gone: AbortSignal): Promise<SpoolFile> {
    const kept = this.kept.get(key);
    if (kept) return kept;
    const running = this.running.get(key) ?? this.begin(key, write);
    running.waiting += 1;
    const leave = () => {
      running.waiting -= 1;
      if (running.waiting === 0) running.ended.abort();
    };
    gone.addEventListener('abort', leave, { once: true });
    try {
      return await running.file;
    } finally {
      gone.removeEventListener('abort', leave);
    }
  }

  private begin(key: string, write: Write): Running {
    const ended = new AbortController();
    const running = { file: this.write(key, write, ended.signal), ended, waiting: 0 };
    this.running.set(key, running);
    return running;
  }

  private async write(key: string, write: Write, signal: AbortSignal): Promise<SpoolFile> {
    try {
      const file = await this.turns.take(() => spoolFile(write(signal)));
      this.kept.set(key, file);
      return file;
    } catch (error) {
      throw signal.aborted ? given() : error;
    } finally {
      this.running.delete(key);
    }
  }
}
