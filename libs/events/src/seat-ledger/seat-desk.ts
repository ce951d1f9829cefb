import { streamOf, VersionConflict, type Loaded, type UnitExtras } from '@ecou/event-sourcing';
import { Aggregates, type CommandContext } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { v5 as uuidv5 } from 'uuid';
import { seatLedger } from './seat-ledger.aggregate.js';
import { seatLedgerDecider, type SeatLedgerCommandBody } from './seat-ledger.decider.js';
import type { SeatLedgerEvent } from './seat-ledger.events.js';
import type { SeatLedger } from './seat-ledger.state.js';

const attempts = 30;

/** Its events, decided over the ledger as it was read, and how they stand in the unit that needs them. */
export interface LedgerWrite {
  readonly events: readonly SeatLedgerEvent[];
  readonly extras: UnitExtras;
}

/**
 * Who writes to a ledger, does so here, one after the other: a rush of this process does not race with itself. Other processes are met by
 * the exact version of the ledger: whoever loses reads it again, after a pause that grows and is never the same.
 */
@Injectable()
export class SeatDesk {
  private readonly tails = new Map<string, Promise<unknown>>();

  constructor(private readonly aggregates: Aggregates) {}

  /** Throws what `work` throws; `VersionConflict` where every attempt lost its race, or the caller's `If-Match` allowed for one only. */
  async serve<T>(
    civicEventId: string,
    { ifMatch }: Pick<CommandContext, 'ifMatch'>,
    work: (ledger: Loaded<SeatLedger>) => Promise<T>,
  ): Promise<T> {
    const ahead = this.tails.get(civicEventId) ?? Promise.resolve();
    const turn = ahead.then(() => this.attempt(civicEventId, ifMatch === undefined ? attempts : 1, work));
    const tail = turn.catch(() => undefined);
    this.tails.set(civicEventId, tail);
    try {
      return await turn;
    } finally {
      if (this.tails.get(civicEventId) === tail) this.tails.delete(civicEventId);
    }
  }

  private async attempt<T>(
    civicEventId: string,
    left: number,
    work: (ledger: Loaded<SeatLedger>) => Promise<T>,
  ): Promise<T> {
    for (let lost = 1; ; lost += 1) {
      try {
        return await work(await this.aggregates.load(seatLedger, civicEventId));
      } catch (error) {
        if (!(error instanceof VersionConflict) || lost >= left) throw error;
        await sleep(Math.random() * Math.min(100, 2 ** lost));
      }
    }
  }
}

/** What a command does to the ledger, to be written in the unit of another stream. */
export function ledgerWrite(
  civicEventId: string,
  { state, version }: Loaded<SeatLedger>,
  command: SeatLedgerCommandBody,
  commandId: string,
): LedgerWrite {
  const events = seatLedgerDecider.decide(command, state) as readonly SeatLedgerEvent[];
  if (events.length === 0) return { events, extras: {} };
  const stream = streamOf(seatLedger.category, civicEventId);
  const named = events.map((event, index) => ({ ...event, id: uuidv5(`${stream}/${index}`, commandId) }));
  return {
    events,
    extras: {
      ...seatLedger.extras?.(civicEventId, events, state),
      writes: [{ stream, expected: version, events: named }],
    },
  };
}
