import { SharedRun } from '@ecou/event-sourcing';
import { fromOutbox, type Received } from './received.js';
import type { Outbox } from '../outbox/outbox.js';

/** A message of a topic, as its consumers get it, with its place in the outbox. */
export interface Placed {
  readonly offset: number;
  readonly message: Received;
}

/** Most messages that are kept in memory. */
const mostKept = 1_000;

/** Messages of a topic. */
interface Tail {
  readonly rows: readonly Placed[];
  /** True where nothing stood behind them when they were read, so that whoever was not woken since need not look again. */
  readonly ended: boolean;
}

/** The messages of a topic. Consumers at its end share what is read there; one that is behind reads for itself. */
export class OutboxTail {
  private readonly newest = new SharedRun<Placed>({
    positionOf: ({ offset }) => offset,
    read: async (after, limit) => {
      const rows = await this.ask(after, limit);
      return { rows, position: rows.at(-1)?.offset ?? after, ended: rows.length < limit };
    },
    most: mostKept,
  });

  constructor(
    private readonly outbox: Outbox,
    private readonly topic: string,
  ) {}

  /** The messages after an offset, in order. */
  async read(after: number, limit: number): Promise<Tail> {
    const shared = await this.newest.after(after, limit);
    if (shared) return { rows: shared.rows, ended: shared.ended === true };
    const rows = await this.ask(after, limit);
    // A consumer that has come to the end makes that the start of what is shared.
    if (rows.length < limit) this.newest.beginAt(rows.at(-1)?.offset ?? after);
    return { rows, ended: false };
  }

  private async ask(after: number, limit: number): Promise<readonly Placed[]> {
    const rows = await this.outbox.read(after, limit, this.topic);
    return rows.map(({ offset, ...message }) => ({ offset, message: fromOutbox(message) }));
  }
}
