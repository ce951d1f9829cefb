import { MemoryEventStore, streamOf, VersionConflict } from '@ecou/event-sourcing';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { at, openedIn, RegistrationProcess, registrationStore } from './testing/registration-process.js';

let store: MemoryEventStore;
let here: RegistrationProcess;
let elsewhere: RegistrationProcess;
let reads: jest.Spied<MemoryEventStore['readStream']>;
let appends: jest.Spied<MemoryEventStore['append']>;

beforeEach(async () => {
  store = registrationStore();
  [here, elsewhere] = [await RegistrationProcess.start(store), await RegistrationProcess.start(store)];
  reads = jest.spyOn(store, 'readStream');
  appends = jest.spyOn(store, 'append');
});

const readsOf = (stream: string) => reads.mock.calls.filter(([name]) => name === stream).length;
const ledgerReads = (id: string) => readsOf(streamOf('seat-ledger', id));

/** Another process does something before each of the next so many units of this one is written. */
function overtakenBy(times: number, act: () => Promise<unknown>): void {
  let isActing = false;
  appends.mockImplementation(async (unit) => {
    if (times > 0 && !isActing) {
      [times, isActing] = [times - 1, true];
      await act();
      isActing = false;
    }
    return MemoryEventStore.prototype.append.call(store, unit);
  });
}

describe('a rush on one civic event', () => {
  it('is served one after the other without a lost race, and reads ledger and civic event once', async () => {
    const id = await openedIn(store, { capacity: 5 });
    appends.mockClear();
    const results = await Promise.all(Array.from({ length: 20 }, () => here.register(id)));
    expect(results.map(({ more }) => (more as { place: string }).place)).toEqual([
      ...Array<string>(5).fill('seat'),
      ...Array<string>(15).fill('waiting'),
    ]);
    expect(appends).toHaveBeenCalledTimes(20);
    expect([ledgerReads(id), readsOf(streamOf('civic-event', id))]).toEqual([1, 1]);
    await here.register(id);
    expect(ledgerReads(id)).toBe(1);
  });

  it('serves again whoever another process has overtaken', async () => {
    const id = await openedIn(store);
    overtakenBy(3, () => elsewhere.register(id));
    expect(await here.register(id)).toMatchObject({ more: { place: 'waiting' } });
    expect(await store.readStream(streamOf('seat-ledger', id))).toHaveLength(2 + 4);
  });

  it('says no only over what was just read', async () => {
    const id = await openedIn(store, { capacity: 1, waitingList: false });
    const first = await here.register(id);
    await elsewhere.cancel(first.id);
    // The ledger as this process keeps it is full.
    const second = await here.register(id);
    expect(second).toMatchObject({ more: { place: 'seat' } });
    const before = ledgerReads(id);
    await expect(here.register(id)).rejects.toMatchObject({ code: 'NO_SEAT_LEFT' });
    expect(ledgerReads(id)).toBe(before + 1);
  });

  it('goes on after a turn that failed', async () => {
    const id = await openedIn(store);
    const [failed, next] = await Promise.allSettled([here.register(id, { category: 'martian' }), here.register(id)]);
    expect(failed).toMatchObject({ status: 'rejected', reason: { code: 'CATEGORY_UNKNOWN' } });
    expect(next).toMatchObject({ status: 'fulfilled', value: { more: { place: 'seat' } } });
  });

  it('gives the seat of one who leaves to the first who waits, in the unit that frees it', async () => {
    const id = await openedIn(store, { capacity: 1 });
    const [seated, waiting] = [await here.register(id), await here.register(id)];
    appends.mockClear();
    await here.cancel(seated.id);
    expect(
      appends.mock.calls.map(([{ writes }]) => writes.map(({ events }) => events.map(({ type }) => type))),
    ).toEqual([[['RegistrationCancelled'], ['SeatFreed', 'WaitingPromoted']]]);
    const [last] = (await store.readStream(streamOf('seat-ledger', id))).slice(-1);
    expect(last).toMatchObject({ type: 'WaitingPromoted', data: { registrationId: waiting.id } });
  });
});

describe('settings that staff name by their version', () => {
  const close = { type: 'CloseRegistration', reason: 'staff', at } as const;
  const open = { type: 'OpenRegistration', reason: 'staff', at } as const;

  it('are those, however many have registered since', async () => {
    const id = await openedIn(store);
    await elsewhere.register(id);
    overtakenBy(1, () => elsewhere.register(id));
    expect(await here.ledger(id, close, { ifMatch: 2 })).toMatchObject({ version: 5, changed: true });
  });

  it('are refused at once when they have moved', async () => {
    const id = await openedIn(store);
    overtakenBy(1, () => elsewhere.ledger(id, close));
    await expect(here.ledger(id, open, { ifMatch: 1 })).rejects.toBeInstanceOf(VersionConflict);
    await elsewhere.ledger(id, open);
    overtakenBy(1, () => elsewhere.ledger(id, close));
    await expect(here.ledger(id, close, { ifMatch: 3 })).rejects.toBeInstanceOf(VersionConflict);
  });
});
