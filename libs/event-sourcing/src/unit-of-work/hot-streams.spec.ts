import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { ClaimTaken } from '../append-refused.js';
import { Rejected } from '../errors.js';
import { streamOf } from '../event.js';
import { MemoryEventStore } from '../memory/memory-event-store.js';
import { account, Bank, context, hotAccount, metadata, WatchedStore } from '../testing/accounts.js';
import type { Unit } from '../unit.js';
import type { UnitsOfWork } from './units-of-work.js';

let bank: Bank;

beforeEach(() => {
  bank = new Bank(new WatchedStore());
});

describe('a hot stream', () => {
  it('is written by one after the other, in the order in which they came, without a lost race', async () => {
    const id = await bank.opened(0);
    bank.store.units = [];
    const order: number[] = [];
    const turns = Array.from({ length: 20 }, (_, index) =>
      bank.units.run(context(), async (work) => {
        await work.decide(hotAccount, id, { type: 'Move', by: index + 1 });
        order.push(index);
      }),
    );
    await Promise.all(turns);
    expect(order).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(bank.store.units).toHaveLength(20);
  });

  it('goes on after a turn that failed, and one that gave up before it came', async () => {
    const id = await bank.opened();
    const failing = bank.units.run(context(), (work) =>
      Promise.all([
        work.read(hotAccount, id),
        work.decide(account, randomUUID(), { type: 'Move', by: -1 }, { fresh: true }),
      ]),
    );
    await expect(failing).rejects.toThrow(Rejected);
    await expect(
      bank.units.run(context(), (work) => work.decide(hotAccount, id, { type: 'Move', by: -11 })),
    ).rejects.toThrow(Rejected);
    expect(
      await bank.units.run(context(), (work) => work.decide(hotAccount, id, { type: 'Move', by: 1 })),
    ).toMatchObject({
      version: 2,
    });
  });
});

describe('turns at a hot stream', () => {
  /** Appends begin when the spec says so, in the order in which they were sent. */
  class SlowStore extends WatchedStore {
    sent: Unit[] = [];
    private begun: Promise<unknown> | undefined;
    begin!: () => void;

    hold(): void {
      this.begun = new Promise<void>((resolve) => {
        this.begin = resolve;
      });
    }

    override async append(unit: Unit) {
      this.sent.push(unit);
      await this.begun;
      return super.append(unit);
    }
  }
  let slow: SlowStore;

  beforeEach(() => {
    slow = new SlowStore();
    bank = new Bank(slow);
  });

  const hotMove = (id: string, by: number, over = bank.units) =>
    over.run(context(), (work) => work.decide(hotAccount, id, { type: 'Move', by }));
  const until = async (condition: () => boolean) => {
    while (!condition()) await new Promise((resolve) => setImmediate(resolve));
  };

  it('begin when the unit before was sent, over what it will come to', async () => {
    const id = await bank.opened();
    slow.hold();
    const moves = [hotMove(id, 1), hotMove(id, 2), hotMove(id, -13)];
    await until(() => slow.sent.length === 4);
    expect(slow.sent.slice(1).map(({ writes }) => writes[0]?.expected)).toEqual([1, 2, 3]);
    slow.begin();
    expect((await Promise.all(moves)).map(({ version }) => version)).toEqual([2, 3, 4]);
    expect(await bank.balanceOf(id)).toBe(0);
  });

  it('come again where the unit before was refused, each over what stands then', async () => {
    const id = await bank.opened();
    slow.hold();
    const moves = [hotMove(id, 1), hotMove(id, 2), hotMove(id, 3)];
    await until(() => slow.sent.length === 4);
    slow.beforeAppend = () => MemoryEventStore.prototype.append.call(slow, foreign(id, 1, 100));
    slow.begin();
    const results = await Promise.all(moves);
    expect(results.map(({ version }) => version).sort()).toEqual([3, 4, 5]);
    expect(await bank.balanceOf(id)).toBe(116);
  });

  it('do not stand on a version that somebody else wrote in the place of a unit that was refused', async () => {
    const id = await bank.opened();
    slow.hold();
    const moves = [hotMove(id, 100), hotMove(id, -50)];
    await until(() => slow.sent.length === 3);
    slow.beforeAppend = () => MemoryEventStore.prototype.append.call(slow, foreign(id, 1, 1));
    slow.begin();
    // The second comes again at once, and there is less in the account by then.
    expect((await Promise.allSettled(moves)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    const steps = (await bank.store.readStream(streamOf('account', id))).map(
      ({ data }) => (data as { by?: number }).by ?? 0,
    );
    expect(steps).toEqual([10, 1, 100]);
  });

  it('say no only once all that was sent before has come to its end', async () => {
    const id = await bank.opened();
    slow.hold();
    const first = hotMove(id, -10);
    const second = hotMove(id, -1);
    await until(() => slow.sent.length === 2);
    let isRefused = false;
    const refusal = second.catch((error: unknown) => {
      isRefused = true;
      return error;
    });
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(isRefused).toBe(false);
    slow.beforeAppend = () => MemoryEventStore.prototype.append.call(slow, foreign(id, 1, 100));
    slow.begin();
    // The first was refused and came again after somebody had paid in: the no over the state that never came to be was not said.
    await first;
    expect(await refusal).toMatchObject({ changed: true });
    expect(await bank.balanceOf(id)).toBe(99);
  });

  it('forget what a unit was to come to that a claim refused', async () => {
    const [holder, id] = [await bank.opened(), await bank.opened()];
    const claiming = (of: string) =>
      bank.units.run(context(), async (work) => {
        await work.decide(hotAccount, of, { type: 'Move', by: 1 });
        work.claim({ scope: 'name', value: 'y', stream: streamOf('account', of) });
      });
    await claiming(holder);
    await expect(claiming(id)).rejects.toThrow(ClaimTaken);
    slow.units = [];
    expect(await hotMove(id, 1)).toMatchObject({ version: 2 });
    expect(slow.units).toHaveLength(1);
  });

  it('come again together where one of many was refused, and read once', async () => {
    const [holder, id] = [await bank.opened(), await bank.opened()];
    const claiming = (of: string) =>
      bank.units.run(context(), async (work) => {
        await work.decide(hotAccount, of, { type: 'Move', by: 1 });
        work.claim({ scope: 'name', value: 'z', stream: streamOf('account', of) });
      });
    await claiming(holder);
    await hotMove(id, 1);
    slow.hold();
    const before = [claiming(id), ...Array.from({ length: 20 }, () => hotMove(id, 1))];
    await until(() => slow.sent.length === 25);
    [slow.reads, slow.units] = [[], []];
    slow.begin();
    const outcomes = await Promise.allSettled(before);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', ...Array<string>(20).fill('fulfilled')]);
    expect(await bank.balanceOf(id)).toBe(31);
    expect(slow.units.length).toBeLessThanOrEqual(21 + 22);
    // The claim was refused over a kept state, so that it was tried over a fresh one; then the balance was asked for.
    expect(slow.reads.filter((stream) => stream === streamOf('account', id)).length).toBeLessThanOrEqual(3);
  });

  it('are not disturbed by whoever looks', async () => {
    const id = await bank.opened();
    await hotMove(id, 1);
    slow.hold();
    const first = hotMove(id, 1);
    await until(() => slow.sent.length === 3);
    await bank.units.run(context(), async (work) => {
      expect(await work.look(hotAccount, id)).toMatchObject({ balance: 11 });
    });
    const second = hotMove(id, 1);
    await until(() => slow.sent.length === 4);
    slow.begin();
    expect((await Promise.all([first, second])).map(({ version }) => version)).toEqual([3, 4]);
    expect(slow.sent).toHaveLength(4);
  });

  it('are not taken after the command has ended', async () => {
    const id = await bank.opened();
    let late: Promise<unknown> | undefined;
    const failing = bank.units.run(context(), (work) => {
      late = new Promise((resolve) => setTimeout(resolve, 20)).then(() => work.read(hotAccount, id));
      return Promise.reject(new Rejected('NO', 'No.'));
    });
    await expect(failing).rejects.toThrow('No.');
    await expect(late).rejects.toThrow('after the command had ended');
    expect(await hotMove(id, 1)).toMatchObject({ version: 2 });
  });

  /** A unit of another process. */
  const foreign = (id: string, expected: number, by: number): Unit => ({
    metadata,
    writes: [
      { stream: streamOf('account', id), expected, events: [{ id: randomUUID(), type: 'Moved', data: { by } }] },
    ],
  });
});

describe('a hot stream that two processes write', () => {
  const hotMove = (id: string, by: number, over: UnitsOfWork) =>
    over.run(context(), (work) => work.decide(hotAccount, id, { type: 'Move', by }));

  it('is decided by each over what the other wrote, and nothing is lost', async () => {
    const id = await bank.opened(0);
    await Promise.all(Array.from({ length: 40 }, (_, index) => hotMove(id, 1, index % 2 ? bank.units : bank.others)));
    expect(await bank.balanceOf(id)).toBe(40);
    const leaving = Array.from({ length: 60 }, (_, index) => hotMove(id, -1, index % 2 ? bank.units : bank.others));
    const outcomes = await Promise.allSettled(leaving);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(40);
    expect(await bank.balanceOf(id)).toBe(0);
  });

  it('is not decided over what a unit was to come to that was refused', async () => {
    const id = await bank.opened();
    // Somebody else writes the very version that the first unit would have written.
    bank.store.beforeAppend = () => bank.move(id, -10, bank.others);
    const outcomes = await Promise.allSettled([
      hotMove(id, -10, bank.units),
      hotMove(id, -0, bank.units),
      hotMove(id, -1, bank.units),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
    expect(await bank.balanceOf(id)).toBe(0);
  });
});
