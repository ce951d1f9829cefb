import { EventRegistry, MemoryEventStore, Rejected, streamOf, VersionConflict } from '@ecou/event-sourcing';
import { Aggregates } from '@ecou/runtime';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { civicEventEvents } from '../civic-event/civic-event.events.js';
import { occasion, settings } from '../testing/occasions.js';
import { SeatDesk, type Seen } from './seat-desk.js';
import { seatLedgerEvents, type SeatLedgerEvent } from './seat-ledger.events.js';

const id = '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0010';
const at = '2024-03-20T10:00:00.000Z';
const stream = streamOf('seat-ledger', id);
const seat = (): SeatLedgerEvent => ({
  type: 'SeatTaken',
  data: { registrationId: randomUUID(), category: 'citizen' },
});

let store: MemoryEventStore;
let desk: SeatDesk;
let reads: jest.Spied<MemoryEventStore['readStream']>;

const write = async (events: readonly SeatLedgerEvent[], expected: number | 'any' = 'any') => {
  const { status } = await store.append({
    metadata: { actor: 'system', correlationId: id, causationId: id },
    writes: [{ stream, expected, events: events.map((event) => ({ ...event, id: randomUUID() })) }],
  });
  if (status === 'conflict') throw new VersionConflict(stream, Number(expected), 0);
};

/** A turn that takes a seat over what it has seen. */
const take = async ({ ledger }: Seen) => {
  const wrote = [seat()];
  await write(wrote, ledger.version);
  return { result: ledger.version, wrote };
};

beforeEach(async () => {
  store = new MemoryEventStore({ registry: new EventRegistry([seatLedgerEvents, civicEventEvents]) });
  await write([{ type: 'RegistrationArranged', data: { ...settings, startsAt: occasion.startsAt, arrangedAt: at } }]);
  desk = new SeatDesk(new Aggregates(store));
  reads = jest.spyOn(store, 'readStream');
});

const ledgerReads = () => reads.mock.calls.filter(([name]) => name === stream).length;

describe('the desk', () => {
  it('serves one after the other, and reads the ledger once for all who wait', async () => {
    const seen = await Promise.all(Array.from({ length: 20 }, () => desk.serve(id, {}, take)));
    expect(seen).toEqual(Array.from({ length: 20 }, (_, turn) => turn + 1));
    expect(ledgerReads()).toBe(1);
    await desk.serve(id, {}, take);
    expect(ledgerReads()).toBe(2);
  });

  it('serves again whoever another process has overtaken', async () => {
    let tries = 0;
    const overtaken = async (seen: Seen) => {
      tries += 1;
      if (tries < 4) await write([seat()]);
      return take(seen);
    };
    expect(await desk.serve(id, {}, overtaken)).toBe(4);
    expect(tries).toBe(4);
  });

  it('tells whoever named a version at once that it has moved', async () => {
    const overtaken = async (seen: Seen) => {
      await write([seat()]);
      return take(seen);
    };
    await expect(desk.serve(id, { ifMatch: 1 }, overtaken)).rejects.toBeInstanceOf(VersionConflict);
    expect(ledgerReads()).toBe(1);
  });

  it('says no only over what was just read', async () => {
    const full = new Rejected('NO_SEAT_LEFT', 'Full.');
    const seen: number[] = [];
    const refused = ({ ledger }: Seen) => {
      seen.push(ledger.version);
      return Promise.reject(full);
    };
    const first = desk.serve(id, {}, async (shown) => {
      const turn = await take(shown);
      await write([seat()]); // another process, of which the next in line would not hear
      return turn;
    });
    await expect(Promise.all([first, desk.serve(id, {}, refused)])).rejects.toBe(full);
    expect(seen).toEqual([2, 3]);
  });

  it('goes on after a turn that failed', async () => {
    const failed = desk.serve(id, {}, () => Promise.reject(new Error('broken')));
    const next = desk.serve(id, {}, take);
    await expect(failed).rejects.toThrow('broken');
    expect(await next).toBe(1);
  });
});
