import { SharedRun } from '@ecou/event-sourcing';
import { fromOutbox, type Received } from './received.js';
import type { LinkedRow, Outbox } from '../outbox/outbox.js';

/** A message of a topic, as its consumers get it, with its place in the outbox. */
export interface Placed {
  readonly offset: number;
  readonly message: Received;
  /** The last sequence of its key ahead of it, where it was read with that. */
  readonly before?: number;
}

/** Most messages that are kept in memory. */
const mostKept = 1_000;

/** Most offsets that are looked at in one reading for messages of some types. */
const mostLookedAt = 20_000;

/** Messages of a topic. */
interface Tail {
  readonly rows: readonly Placed[];
  /** The offset up to which it was read: whatever stands before it and is not among them was not asked for. */
  readonly to: number;
  /** True where nothing stood behind them when they were read, so that whoever was not woken since need not look again. */
  readonly ended: boolean;
}

/** The messages of a topic. Consumers at its end share what is read there; one that is behind reads for itself. */
export class OutboxTail {
  private readonly newest = new SharedRun<Placed>({
    positionOf: ({ offset }) => offset,
    read: async (after, limit) => {
      const rows = placed(await this.outbox.readLinked({ topic: this.topic, after }, limit));
      return { rows, position: rows.at(-1)?.offset ?? after, ended: rows.length < limit };
    },
    most: mostKept,
  });

  constructor(
    private readonly outbox: Outbox,
    private readonly topic: string,
  ) {}

  /** The messages after an offset, in order; those of some types only, where they are named. */
  async read(after: number, limit: number, types?: ReadonlySet<string>): Promise<Tail> {
    const shared = await this.newest.after(after, limit);
    if (shared)
      return {
        rows: types ? shared.rows.filter(({ message }) => types.has(message.type)) : shared.rows,
        to: shared.position,
        ended: shared.ended === true,
      };
    const { isLast, ...tail } = types ? await this.readOf(types, after, limit) : await this.readAll(after, limit);
    // A consumer that has come to the end makes that the start of what is shared.
    if (isLast) this.newest.beginAt(tail.to);
    return { ...tail, ended: false };
  }

  private async readAll(after: number, limit: number) {
    const rows = placed(await this.outbox.read(after, limit, this.topic));
    return { rows, to: rows.at(-1)?.offset ?? after, isLast: rows.length < limit };
  }

  private async readOf(types: ReadonlySet<string>, after: number, limit: number) {
    // Read first: whatever stands up to it can be seen by then.
    const head = await this.outbox.head();
    const end = Math.min(head, after + mostLookedAt);
    const rows = placed(await this.outbox.readLinked({ topic: this.topic, types, after, to: end }, limit));
    const last = rows.length < limit ? undefined : rows.at(-1);
    const to = Math.max(after, last?.offset ?? end);
    return { rows, to, isLast: last === undefined && to >= head };
  }
}

const placed = (rows: readonly LinkedRow[]): readonly Placed[] =>
  rows.map(({ offset, before, ...message }) => ({
    offset,
    message: fromOutbox(message),
    ...(typeof before === 'number' ? { before } : {}),
  }));
