import { Unavailable } from '../errors.js';

/** A turn at a name. */
export interface Turn {
  /** Gives the turn to the next; a repeat does nothing. */
  leave(): void;
}

/** Gives the turn at a name to one after the other, in the order in which they asked. */
export class Queues {
  private readonly tails = new Map<string, Promise<void>>();
  private readonly sent = new Map<string, Promise<unknown>>();

  constructor(private readonly longestWaitMs = 10_000) {}

  /** Waits for the turn. Throws `Unavailable` where it does not come in time, as while the database is away. */
  async enter(name: string): Promise<Turn> {
    const before = this.tails.get(name);
    let next!: () => void;
    const tail = new Promise<void>((resolve) => {
      next = resolve;
    });
    this.tails.set(name, tail);
    const leave = () => {
      if (this.tails.get(name) === tail) this.tails.delete(name);
      next();
    };
    if (before && !(await within(this.longestWaitMs, before))) {
      void before.then(leave);
      throw new Unavailable('STREAM_BUSY', 'Too many are writing the same at this moment.');
    }
    return { leave };
  }

  /** Notes what was sent in a turn, and is under way when the next one begins. */
  send(name: string, sending: Promise<unknown>): void {
    const ended = sending.then(
      () => undefined,
      () => undefined,
    );
    this.sent.set(name, ended);
    void ended.then(() => {
      if (this.sent.get(name) === ended) this.sent.delete(name);
    });
  }

  /** Waits until what was sent in earlier turns has come to its end. */
  async drained(name: string): Promise<void> {
    await this.sent.get(name);
  }
}

/** True where it has come in time. */
async function within(ms: number, coming: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => {
      resolve(false);
    }, ms);
  });
  return Promise.race([coming.then(() => true), late]).finally(() => {
    clearTimeout(timer);
  });
}
