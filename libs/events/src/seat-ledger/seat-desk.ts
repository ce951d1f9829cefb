import {
  fold,
  Rejected,
  streamOf,
  VersionConflict,
  type Loaded,
  type UnitExtras,
  writeOf,
  type CommandContext,
} from '@ecou/event-sourcing';
import { Aggregates } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { civicEvent } from '../civic-event/civic-event.aggregate.js';
import type { CivicEvent } from '../civic-event/civic-event.decider.js';
import { seatLedger } from './seat-ledger.aggregate.js';
import { seatLedgerDecider, type SeatLedgerCommandBody } from './seat-ledger.decider.js';
import type { SeatLedgerEvent } from './seat-ledger.events.js';
import type { SeatLedger } from './seat-ledger.state.js';

const attempts = 30;

/** A ledger and its civic event as they were read. */
export interface Seen {
  readonly ledger: Loaded<SeatLedger>;
  readonly civicEvent: Loaded<CivicEvent | null>;
}

/** What came of a turn at the desk, and what it wrote into the ledger; `null` where that is to be read again. */
interface Served<T> {
  readonly result: T;
  readonly wrote: readonly SeatLedgerEvent[] | null;
}

type Work<T> = (seen: Seen) => Promise<Served<T>>;

/** Those who wait for their turn, and what the one before left behind. */
interface Line {
  tail: Promise<unknown>;
  length: number;
  seen: Seen | null;
}

/**
 * Who writes to a ledger, does so here, one after the other, so that a rush of this process does not race with itself. While others wait
 * in line, what stands after one turn serves the next without being read again. That is safe by the exact versions of each unit, by which
 * other processes are met too: whoever loses reads again, after a pause that grows and is never the same. A no is only said over what was
 * just read.
 */
@Injectable()
export class SeatDesk {
  private readonly lines = new Map<string, Line>();

  constructor(private readonly aggregates: Aggregates) {}

  /** Throws what `work` throws; `VersionConflict` where every attempt lost its race, or the caller's `If-Match` allowed for one only. */
  async serve<T>(civicEventId: string, { ifMatch }: Pick<CommandContext, 'ifMatch'>, work: Work<T>): Promise<T> {
    const line = this.lines.get(civicEventId) ?? { tail: Promise.resolve(), length: 0, seen: null };
    this.lines.set(civicEventId, line);
    line.length += 1;
    const turn = line.tail.then(() => this.turn(civicEventId, line, ifMatch === undefined ? attempts : 1, work));
    line.tail = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      line.length -= 1;
      if (line.length === 0) this.lines.delete(civicEventId);
    }
  }

  private async turn<T>(id: string, line: Line, left: number, work: Work<T>): Promise<T> {
    for (let lost = 0; ;) {
      const { seen: known } = line;
      line.seen = null;
      try {
        const seen = known ?? (await this.read(id));
        const { result, wrote } = await work(seen);
        line.seen = wrote && { ...seen, ledger: after(seen.ledger, wrote) };
        return result;
      } catch (error) {
        const overtaken = error instanceof VersionConflict;
        if (known && (overtaken || error instanceof Rejected)) continue;
        lost += 1;
        if (!overtaken || lost >= left) throw error;
        await sleep(Math.random() * Math.min(100, 2 ** lost));
      }
    }
  }

  private async read(id: string): Promise<Seen> {
    const [ledger, event] = await Promise.all([
      this.aggregates.load(seatLedger, id),
      this.aggregates.load(civicEvent, id),
    ]);
    return { ledger, civicEvent: event };
  }
}

const after = ({ state, version, ...read }: Loaded<SeatLedger>, events: readonly SeatLedgerEvent[]) => ({
  ...read,
  state: fold(seatLedgerDecider, events, state),
  version: version + events.length,
});

/** What a command does to the ledger, and how that stands in the unit of another stream. */
export function ledgerWrite(
  civicEventId: string,
  { state, version }: Loaded<SeatLedger>,
  command: SeatLedgerCommandBody,
  commandId: string,
): { readonly wrote: readonly SeatLedgerEvent[]; readonly extras: UnitExtras } {
  const wrote = seatLedgerDecider.decide(command, state);
  if (wrote.length === 0) return { wrote, extras: {} };
  const stream = streamOf(seatLedger.category, civicEventId);
  return {
    wrote,
    extras: {
      ...seatLedger.extras?.(civicEventId, wrote, state),
      writes: [writeOf(commandId, stream, version, wrote)],
    },
  };
}
