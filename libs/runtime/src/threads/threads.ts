import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Unavailable } from '@ecou/event-sourcing';
import { ConcurrencyLimit } from '../limits/concurrency-limit.js';
import type { Asked, Said } from './thread.worker.js';

/** Most tasks that wait for their turn, of callers with a key and of the public each. */
const waiting = 24;
const idleMs = 30_000;

const busy = () => new Unavailable('WORK_BUSY', 'Too many documents and pictures are being made.', 5);

/** A built module beside the one that asks for it: threads run what was built, also where specs run the sources. */
export const builtBeside = (module: string, name: string): URL =>
  new URL(name, module.replace(/^(.*)\/src\/(.*\.tsx?)$/, '$1/dist/$2'));

const program = builtBeside(import.meta.url, './thread.worker.js');

/** One thread, and those who wait for it. It begins with the first of them, and ends when it is idle. */
class Lane {
  private readonly turns = new ConcurrencyLimit({ atATime: 1, waiting, busy });
  private thread: Worker | undefined;
  private idle: NodeJS.Timeout | undefined;

  constructor(private readonly file: URL) {}

  run(asked: Asked): Promise<unknown> {
    return this.turns.take(() => this.ask(asked));
  }

  async end(): Promise<void> {
    clearTimeout(this.idle);
    const { thread } = this;
    // What is asked from now on gets another one.
    this.thread = undefined;
    await thread?.terminate();
  }

  private async ask(asked: Asked): Promise<unknown> {
    clearTimeout(this.idle);
    const thread = (this.thread ??= this.begin());
    thread.ref();
    const done = new AbortController();
    try {
      // Both throw what ends the thread.
      const said = Promise.race([once(thread, 'message', done), once(thread, 'exit', done)]);
      thread.postMessage(asked);
      const [answer] = (await said) as [Said | number];
      if (typeof answer === 'number') throw new Error('The thread ended before it answered.');
      if ('error' in answer) throw answer.error;
      return answer.value;
    } finally {
      done.abort();
      thread.unref();
      this.idle = setTimeout(() => void this.end(), idleMs).unref();
    }
  }

  private begin(): Worker {
    const thread = new Worker(program, { workerData: this.file.href });
    thread.once('exit', () => {
      if (this.thread === thread) this.thread = undefined;
    });
    // Whoever waits for it hears of it.
    thread.on('error', () => undefined);
    return thread;
  }
}

/** The functions that a module for threads exports: each takes one value and answers another, which are copied. */
export type Tasks = Readonly<Record<string, (input: never) => Promise<unknown>>>;

/**
 * Runs what takes the processor for long outside of the event loop, so that everything else is answered meanwhile: in one thread for callers with
 * a key, and in one for the public, who can keep each other waiting and nobody else. Threads begin with the first task and end when idle.
 */
export class Threads<T extends Tasks> {
  private readonly ofPublic: Lane;
  private readonly ofOthers: Lane;

  /** `file` exports the tasks (`builtBeside`). */
  constructor(file: URL) {
    this.ofPublic = new Lane(file);
    this.ofOthers = new Lane(file);
  }

  /** Throws what the task throws, and 503 `WORK_BUSY` where too much waits already. */
  async run<N extends keyof T & string>(
    name: N,
    input: Parameters<T[N]>[0],
    isPublic: boolean,
  ): Promise<Awaited<ReturnType<T[N]>>> {
    const lane = isPublic ? this.ofPublic : this.ofOthers;
    return (await lane.run({ name, input })) as Awaited<ReturnType<T[N]>>;
  }

  async end(): Promise<void> {
    await Promise.all([this.ofPublic.end(), this.ofOthers.end()]);
  }
}
