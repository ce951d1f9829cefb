import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Aggregate } from '../aggregate.js';
import { AlreadyHandled, ClaimTaken } from '../append-refused.js';
import { apart, CommandResult, type CommandContext } from '../command.js';
import type { Decider } from '../decider.js';
import { Rejected, VersionConflict } from '../errors.js';
import { streamOf } from '../event.js';
import type { ReadStreamOptions } from '../event-store.js';
import { defineEvents, EventRegistry, type EventOf } from '../event-types.js';
import { MemoryEventStore } from '../memory/memory-event-store.js';
import { toBeDrawn, type Unit } from '../unit.js';
import { UnitsOfWork } from './units-of-work.js';

const accountEvents = defineEvents('account', {
  Opened: z.object({ number: z.string() }),
  Moved: z.object({ by: z.number().int() }),
});
type AccountEvent = EventOf<typeof accountEvents>;
type Command = { readonly type: 'Open' } | { readonly type: 'Move'; readonly by: number };

interface Account {
  readonly number: string | null;
  readonly balance: number;
}

const rules: Decider<Command, Account, AccountEvent> = {
  initial: { number: null, balance: 0 },
  decide: (command, { number, balance }) => {
    if (command.type === 'Open') return number === null ? [{ type: 'Opened', data: { number: toBeDrawn } }] : [];
    if (balance + command.by < 0) throw new Rejected('NO_COVER', 'There is less in the account.');
    return command.by === 0 ? [] : [{ type: 'Moved', data: { by: command.by } }];
  },
  evolve: (state, event) =>
    event.type === 'Opened'
      ? { ...state, number: event.data.number }
      : { ...state, balance: state.balance + event.data.by },
};

const account: Aggregate<Command, Account, AccountEvent> = {
  category: 'account',
  events: accountEvents,
  decider: rules,
  sideRows: (id, [first]) =>
    first?.type === 'Opened'
      ? {
          numbers: [
            { register: 'accounts', stream: streamOf('account', id), field: 'number', prefix: 'A-', digits: 3 },
          ],
        }
      : {},
};
const hotAccount: typeof account = { ...account, hot: true };

const metadata = { actor: 'system', correlationId: 'c', causationId: 'c' };
const now = '2026-03-01T10:00:00.000Z';
const context = (more: Partial<CommandContext> = {}): CommandContext => ({
  ...{ metadata, commandId: randomUUID(), now },
  ...more,
});

/** A store that counts what it is asked, and lets others write first. */
class WatchedStore extends MemoryEventStore {
  reads: string[] = [];
  units: Unit[] = [];
  beforeAppend: (() => Promise<unknown>) | undefined;

  override readStream(stream: string, options?: ReadStreamOptions) {
    this.reads.push(stream);
    return super.readStream(stream, options);
  }

  override async append(unit: Unit) {
    const first = this.beforeAppend;
    this.beforeAppend = undefined;
    await first?.();
    this.units.push(unit);
    return super.append(unit);
  }
}

let store: WatchedStore;
let units: UnitsOfWork;
/** Another process over the same store. */
let others: UnitsOfWork;

beforeEach(() => {
  store = new WatchedStore({ registry: new EventRegistry([accountEvents]) });
  units = new UnitsOfWork(store);
  others = new UnitsOfWork(store);
});

const move = (id: string, by: number, over = units, more: Partial<CommandContext> = {}) =>
  over.run(context(more), (work) => work.decide(account, id, { type: 'Move', by }));

const transfer = (from: string, to: string, by: number, over = units) =>
  over.run(context(), async (work) => {
    work.target(account, from);
    await work.decide(account, to, { type: 'Move', by });
    await work.decide(account, from, { type: 'Move', by: -by });
  });

const balanceOf = async (id: string): Promise<number> =>
  (await store.readStream(streamOf('account', id))).reduce(
    (sum, { data }) => sum + ((data as { by?: number }).by ?? 0),
    0,
  );

async function opened(balance = 10): Promise<string> {
  const id = randomUUID();
  await move(id, balance, others);
  return id;
}

describe('a unit of work', () => {
  it('writes what was decided in several streams at once, the target first', async () => {
    const [from, to] = [await opened(), await opened()];
    expect(await transfer(from, to, 4)).toMatchObject({ id: from, version: 2, changed: true });
    expect([await balanceOf(from), await balanceOf(to)]).toEqual([6, 14]);
    expect(store.units.at(-1)?.writes.map(({ stream }) => stream)).toEqual([from, to].map((id) => `account-${id}`));
  });

  it('is refused whole', async () => {
    const [from, to] = [await opened(), await opened()];
    await expect(transfer(from, to, 11)).rejects.toThrow('There is less in the account.');
    expect([await balanceOf(from), await balanceOf(to)]).toEqual([10, 10]);
  });

  it('reads in a later step what an earlier one decided, and folds several steps into one write', async () => {
    const id = await opened();
    const result = await units.run(context(), async (work) => {
      await work.decide(account, id, { type: 'Move', by: 5 });
      expect(await work.read(account, id)).toMatchObject({ balance: 15 });
      await work.decide(account, id, { type: 'Move', by: -15 });
    });
    expect(result.version).toBe(3);
    expect(await balanceOf(id)).toBe(0);
  });

  it('is refused where a stream that it read has moved, and decided anew', async () => {
    const [id, read] = [await opened(), await opened()];
    const seen: number[] = [];
    store.beforeAppend = () => move(read, 5, others);
    await units.run(context(), async (work) => {
      const { balance } = await work.read(account, read);
      seen.push(balance);
      await work.decide(account, id, { type: 'Move', by: balance });
    });
    expect(seen).toEqual([10, 15]);
    expect(await balanceOf(id)).toBe(25);
  });

  it('is accepted where a stream that it only looked at has moved', async () => {
    const [id, looked] = [await opened(), await opened()];
    store.beforeAppend = () => move(looked, 5, others);
    await units.run(context(), async (work) => {
      const { balance } = await work.look(account, looked);
      await work.decide(account, id, { type: 'Move', by: balance });
    });
    expect(await balanceOf(id)).toBe(20);
  });

  it('writes nothing else where its target stays unchanged', async () => {
    const [from, to] = [await opened(), await opened()];
    const result = await units.run(context(), async (work) => {
      work.target(account, from);
      await work.decide(account, to, { type: 'Move', by: 1 });
      await work.decide(account, from, { type: 'Move', by: 0 });
    });
    expect(result).toMatchObject({ id: from, version: 1, position: 1, changed: false });
    expect(await balanceOf(to)).toBe(10);
  });

  it('moves the inbox of a policy with its events, and without any', async () => {
    const id = await opened();
    const inbox = (previous: number | null, sequence: number) => ({
      consumer: 'p',
      source: 's',
      key: 'k',
      previous,
      sequence,
    });
    await move(id, 1, units, { inbox: inbox(null, 1) });
    expect(await move(id, 0, units, { inbox: inbox(1, 2) })).toMatchObject({ changed: false });
    expect(await store.inbox('p', 's', ['k'])).toEqual(new Map([['k', 2]]));
    await expect(move(id, 1, units, { inbox: inbox(1, 2) })).rejects.toThrow(AlreadyHandled);
    await units.pass(inbox(2, 3), metadata);
    await expect(units.pass(inbox(2, 3), metadata)).rejects.toThrow(AlreadyHandled);
  });

  it('draws a number, and knows it afterwards', async () => {
    const id = randomUUID();
    const open = () => units.run(context(), (work) => work.decide(account, id, { type: 'Open' }));
    expect(await open()).toMatchObject({ number: 'A-001' });
    store.reads = [];
    await units.run(context(), async (work) => {
      expect(await work.read(account, id)).toEqual({ number: 'A-001', balance: 0 });
      await work.decide(account, id, { type: 'Move', by: 1 });
    });
    expect(store.reads).toEqual([]);
  });

  it('has ids of events from the command, so that a retry after a lost acknowledgement is known', async () => {
    const [id, commandId] = [await opened(), randomUUID()];
    const first = await move(id, 1, units, { commandId });
    expect(await store.append(store.units.at(-1)!)).toMatchObject({ status: 'duplicate' });
    expect(first.version).toBe(2);
  });

  it('gives up after as many lost races as it may lose', async () => {
    const id = await opened();
    let runs = 0;
    const losing = units.run(
      context(),
      async (work) => {
        runs += 1;
        await work.decide(account, id, { type: 'Move', by: 1 });
        store.beforeAppend = () => move(id, 1, others);
      },
      { attempts: 3 },
    );
    await expect(losing).rejects.toThrow(VersionConflict);
    // The first run was over a state that had been read afresh: each of the three is counted.
    expect(runs).toBe(3);
  });

  it('has the same random ids in every run', async () => {
    const id = await opened();
    const ids: string[] = [];
    store.beforeAppend = () => move(id, 1, others);
    await units.run(context(), async (work) => {
      ids.push(work.random('a'));
      await work.decide(account, id, { type: 'Move', by: 1 });
    });
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });
});

describe('conditions', () => {
  it('If-Match holds for the target at its version, also where the race for it was lost to another part', async () => {
    const id = await opened();
    const part = { resourceVersion: ({ balance }: Account) => (balance < 100 ? 1 : 2) };
    const change = (ifMatch: number) =>
      units.run(context({ ifMatch }), (work) => {
        work.target(account, id, part);
        return work.decide(account, id, { type: 'Move', by: 1 });
      });
    await expect(change(2)).rejects.toThrow(VersionConflict);
    store.beforeAppend = () => move(id, 1, others);
    expect(await change(1)).toMatchObject({ version: 1 });
    expect(await balanceOf(id)).toBe(12);
  });

  it('a command that may be carried out at one version only is refused at another', async () => {
    const id = await opened();
    const at = (expect: number) =>
      units.run(context(), (work) => work.decide(account, id, { type: 'Move', by: 1 }, { expect }), { attempts: 1 });
    await expect(at(2)).rejects.toThrow(VersionConflict);
    expect(await at(1)).toMatchObject({ version: 2 });
  });

  it('of two requests with one idempotency key, the one that loses the race is told that it was handled', async () => {
    const id = await opened();
    const idempotency = { key: 'ab', bodyHash: 'cd', status: 200 };
    store.beforeAppend = () => move(id, 1, others, { idempotency });
    await expect(move(id, 1, units, { idempotency })).rejects.toThrow(AlreadyHandled);
    expect(await balanceOf(id)).toBe(11);
  });

  it('keeps no idempotency row of what changed nothing', async () => {
    const id = await opened();
    await move(id, 0, units, { idempotency: { key: 'ab', bodyHash: 'cd', status: 200 } });
    expect(await store.findAnswer('ab')).toBeNull();
  });
});

describe('claims', () => {
  const taking = (id: string, taken?: (holder: string) => unknown) =>
    units.run(context(), async (work) => {
      await work.decide(account, id, { type: 'Move', by: 1 });
      work.claim({ scope: 'name', value: 'x', stream: streamOf('account', id) }, taken);
    });

  it('refuse the unit where another holds them, and end in what the handler made of that', async () => {
    const [first, second] = [await opened(), await opened()];
    await taking(first);
    await expect(taking(second)).rejects.toThrow(ClaimTaken);
    const refusal = () => {
      throw new Rejected('NAME_TAKEN', 'The name is taken.');
    };
    await expect(taking(second, refusal)).rejects.toMatchObject({ code: 'NAME_TAKEN' });
    const instead = await taking(second, (holder) => new CommandResult(holder, 7, 7));
    expect(instead).toMatchObject({ id: first, version: 7 });
    expect(await balanceOf(second)).toBe(10);
  });

  it('are free again once they were given back', async () => {
    const [first, second] = [await opened(), await opened()];
    await taking(first);
    await units.run(context(), async (work) => {
      await work.decide(account, first, { type: 'Move', by: 1 });
      work.release({ scope: 'name', value: 'x', stream: streamOf('account', first) });
    });
    await taking(second);
    await units.run(context(), async (work) => {
      expect(await work.holderOf({ scope: 'name', value: 'x' })).toBe(streamOf('account', second));
    });
  });
});

describe('kept states', () => {
  it('spare the read of a stream that this process has read or written', async () => {
    const id = await opened();
    await move(id, 1);
    await move(id, 1);
    await move(id, 1);
    expect(store.reads.filter((stream) => stream.endsWith(id))).toHaveLength(2); // by the others, and the first here
    expect(await balanceOf(id)).toBe(13);
  });

  it('are not trusted with a refusal, nor with a repeat', async () => {
    const id = await opened();
    await move(id, -10);
    await move(id, 5, others);
    expect(await move(id, -5)).toMatchObject({ changed: true, version: 4 });
    await move(id, 3, others);
    expect(await move(id, 0)).toMatchObject({ changed: false, version: 5 });
    await expect(move(id, -4)).rejects.toThrow(Rejected);
  });

  it('are decided anew where somebody else has written since', async () => {
    const id = await opened();
    await move(id, 1);
    await move(id, 1, others);
    expect(await move(id, 1)).toMatchObject({ version: 4 });
  });

  it('are forgotten where the store was set back', async () => {
    const id = await opened();
    await move(id, 1);
    const whole = store.readStream.bind(store);
    store.readStream = async (stream, options = {}) =>
      (await whole(stream)).filter(({ version }) => version < 2 && version > (options.after ?? 0));
    await units.run(context(), async (work) => {
      expect(await work.look(account, id)).toMatchObject({ balance: 10 });
    });
  });

  it('are what a reader of the store would fold', async () => {
    const id = await opened();
    await move(id, 1);
    let kept: Account | undefined;
    await units.run(context(), async (work) => {
      kept = await work.read(account, id);
    });
    const events = (await store.readStream(streamOf('account', id))) as unknown as AccountEvent[];
    expect(kept).toEqual(events.reduce((state, event) => rules.evolve(state, event), rules.initial));
  });
});

describe('a hot stream', () => {
  it('is written by one after the other, in the order in which they came, without a lost race', async () => {
    const id = await opened(0);
    store.units = [];
    const order: number[] = [];
    const turns = Array.from({ length: 20 }, (_, index) =>
      units.run(context(), async (work) => {
        await work.decide(hotAccount, id, { type: 'Move', by: index + 1 });
        order.push(index);
      }),
    );
    await Promise.all(turns);
    expect(order).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(store.units).toHaveLength(20);
  });

  it('goes on after a turn that failed, and one that gave up before it came', async () => {
    const id = await opened();
    const failing = units.run(context(), (work) =>
      Promise.all([
        work.read(hotAccount, id),
        work.decide(account, randomUUID(), { type: 'Move', by: -1 }, { fresh: true }),
      ]),
    );
    await expect(failing).rejects.toThrow(Rejected);
    await expect(
      units.run(context(), (work) => work.decide(hotAccount, id, { type: 'Move', by: -11 })),
    ).rejects.toThrow(Rejected);
    expect(await units.run(context(), (work) => work.decide(hotAccount, id, { type: 'Move', by: 1 }))).toMatchObject({
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
    slow = new SlowStore({ registry: new EventRegistry([accountEvents]) });
    store = slow;
    units = new UnitsOfWork(slow);
    others = new UnitsOfWork(slow);
  });

  const hotMove = (id: string, by: number, over = units) =>
    over.run(context(), (work) => work.decide(hotAccount, id, { type: 'Move', by }));
  const until = async (condition: () => boolean) => {
    while (!condition()) await new Promise((resolve) => setImmediate(resolve));
  };

  it('begin when the unit before was sent, over what it will come to', async () => {
    const id = await opened();
    slow.hold();
    const moves = [hotMove(id, 1), hotMove(id, 2), hotMove(id, -13)];
    await until(() => slow.sent.length === 4);
    expect(slow.sent.slice(1).map(({ writes }) => writes[0]?.expected)).toEqual([1, 2, 3]);
    slow.begin();
    expect((await Promise.all(moves)).map(({ version }) => version)).toEqual([2, 3, 4]);
    expect(await balanceOf(id)).toBe(0);
  });

  it('come again where the unit before was refused, each over what stands then', async () => {
    const id = await opened();
    slow.hold();
    const moves = [hotMove(id, 1), hotMove(id, 2), hotMove(id, 3)];
    await until(() => slow.sent.length === 4);
    slow.beforeAppend = () => MemoryEventStore.prototype.append.call(slow, foreign(id, 1, 100));
    slow.begin();
    const results = await Promise.all(moves);
    expect(results.map(({ version }) => version).sort()).toEqual([3, 4, 5]);
    expect(await balanceOf(id)).toBe(116);
  });

  it('do not stand on a version that somebody else wrote in the place of a unit that was refused', async () => {
    const id = await opened();
    slow.hold();
    const moves = [hotMove(id, 100), hotMove(id, -50)];
    await until(() => slow.sent.length === 3);
    slow.beforeAppend = () => MemoryEventStore.prototype.append.call(slow, foreign(id, 1, 1));
    slow.begin();
    // The second comes again at once, and there is less in the account by then.
    expect((await Promise.allSettled(moves)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    const steps = (await store.readStream(streamOf('account', id))).map(
      ({ data }) => (data as { by?: number }).by ?? 0,
    );
    expect(steps).toEqual([10, 1, 100]);
  });

  it('say no only once all that was sent before has come to its end', async () => {
    const id = await opened();
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
    expect(await balanceOf(id)).toBe(99);
  });

  it('forget what a unit was to come to that a claim refused', async () => {
    const [holder, id] = [await opened(), await opened()];
    const claiming = (of: string) =>
      units.run(context(), async (work) => {
        await work.decide(hotAccount, of, { type: 'Move', by: 1 });
        work.claim({ scope: 'name', value: 'y', stream: streamOf('account', of) });
      });
    await claiming(holder);
    await expect(claiming(id)).rejects.toThrow(ClaimTaken);
    slow.units = [];
    expect(await hotMove(id, 1)).toMatchObject({ version: 2 });
    expect(slow.units).toHaveLength(1);
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
    const id = await opened(0);
    await Promise.all(Array.from({ length: 40 }, (_, index) => hotMove(id, 1, index % 2 ? units : others)));
    expect(await balanceOf(id)).toBe(40);
    const leaving = Array.from({ length: 60 }, (_, index) => hotMove(id, -1, index % 2 ? units : others));
    const outcomes = await Promise.allSettled(leaving);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(40);
    expect(await balanceOf(id)).toBe(0);
  });

  it('is not decided over what a unit was to come to that was refused', async () => {
    const id = await opened();
    // Somebody else writes the very version that the first unit would have written.
    store.beforeAppend = () => move(id, -10, others);
    const outcomes = await Promise.allSettled([
      hotMove(id, -10, units),
      hotMove(id, -0, units),
      hotMove(id, -1, units),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
    expect(await balanceOf(id)).toBe(0);
  });
});

describe('a rehearsal', () => {
  it('decides each command after those before it, and writes nothing', async () => {
    const id = await opened();
    await move(id, 1);
    const versions = await units.rehearse(now, async () => {
      const first = await move(id, -11);
      await expect(move(id, -1)).rejects.toThrow(Rejected);
      return [first.version, (await move(id, 2)).version];
    });
    expect(versions).toEqual([3, 4]);
    expect(await balanceOf(id)).toBe(11);
    expect(await move(id, -11)).toMatchObject({ version: 3 });
  });
});

describe('a context apart', () => {
  it('has an id of its own, and neither condition nor key nor inbox', () => {
    const from = context({ ifMatch: 3, idempotency: { key: 'a', bodyHash: 'b', status: 200 } });
    expect(apart(from, 'x')).toEqual({ metadata, now, commandId: expect.not.stringMatching(from.commandId) });
    expect(apart(from, 'x')).toEqual(apart(from, 'x'));
    expect(apart(from, 'y')).not.toEqual(apart(from, 'x'));
  });
});
