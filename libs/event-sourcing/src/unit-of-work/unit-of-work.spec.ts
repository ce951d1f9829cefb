import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { AlreadyHandled, ClaimTaken } from '../append-refused.js';
import { apart, CommandResult } from '../command.js';
import { Rejected, VersionConflict } from '../errors.js';
import { streamOf } from '../event.js';
import {
  account,
  Bank,
  context,
  metadata,
  now,
  rules,
  WatchedStore,
  type Account,
  type AccountEvent,
} from '../testing/accounts.js';

let bank: Bank;

beforeEach(() => {
  bank = new Bank(new WatchedStore());
});

const transfer = (from: string, to: string, by: number, over = bank.units) =>
  over.run(context(), async (work) => {
    work.target(account, from);
    await work.decide(account, to, { type: 'Move', by });
    await work.decide(account, from, { type: 'Move', by: -by });
  });

describe('a unit of work', () => {
  it('writes what was decided in several streams at once, the target first', async () => {
    const [from, to] = [await bank.opened(), await bank.opened()];
    expect(await transfer(from, to, 4)).toMatchObject({ id: from, version: 2, changed: true });
    expect([await bank.balanceOf(from), await bank.balanceOf(to)]).toEqual([6, 14]);
    expect(bank.store.units.at(-1)?.writes.map(({ stream }) => stream)).toEqual(
      [from, to].map((id) => `account-${id}`),
    );
  });

  it('tells the version that a stream has, and will have', async () => {
    const id = await bank.opened();
    await bank.units.run(context(), async (work) => {
      await work.decide(account, id, { type: 'Move', by: 1 });
      expect([await work.versionOf(account, id), await work.nextVersionOf(account, id)]).toEqual([1, 2]);
      await expect(work.nextVersionOf(account, randomUUID())).rejects.toThrow('neither read nor looked at');
    });
  });

  it('is refused whole', async () => {
    const [from, to] = [await bank.opened(), await bank.opened()];
    await expect(transfer(from, to, 11)).rejects.toThrow('There is less in the account.');
    expect([await bank.balanceOf(from), await bank.balanceOf(to)]).toEqual([10, 10]);
  });

  it('reads in a later step what an earlier one decided, and folds several steps into one write', async () => {
    const id = await bank.opened();
    const result = await bank.units.run(context(), async (work) => {
      await work.decide(account, id, { type: 'Move', by: 5 });
      expect(await work.read(account, id)).toMatchObject({ balance: 15 });
      await work.decide(account, id, { type: 'Move', by: -15 });
    });
    expect(result.version).toBe(3);
    expect(await bank.balanceOf(id)).toBe(0);
  });

  it('is refused where a stream that it read has moved, and decided anew', async () => {
    const [id, read] = [await bank.opened(), await bank.opened()];
    const seen: number[] = [];
    bank.store.beforeAppend = () => bank.move(read, 5, bank.others);
    await bank.units.run(context(), async (work) => {
      const { balance } = await work.read(account, read);
      seen.push(balance);
      await work.decide(account, id, { type: 'Move', by: balance });
    });
    expect(seen).toEqual([10, 15]);
    expect(await bank.balanceOf(id)).toBe(25);
  });

  it('is accepted where a stream that it only looked at has moved', async () => {
    const [id, looked] = [await bank.opened(), await bank.opened()];
    bank.store.beforeAppend = () => bank.move(looked, 5, bank.others);
    await bank.units.run(context(), async (work) => {
      const { balance } = await work.look(account, looked);
      await work.decide(account, id, { type: 'Move', by: balance });
    });
    expect(await bank.balanceOf(id)).toBe(20);
  });

  it('writes nothing else where its target stays unchanged', async () => {
    const [from, to] = [await bank.opened(), await bank.opened()];
    const result = await bank.units.run(context(), async (work) => {
      work.target(account, from);
      await work.decide(account, to, { type: 'Move', by: 1 });
      await work.decide(account, from, { type: 'Move', by: 0 });
    });
    expect(result).toMatchObject({ id: from, version: 1, position: 1, changed: false });
    expect(await bank.balanceOf(to)).toBe(10);
  });

  it('moves the inbox of a policy with its events, and without any', async () => {
    const id = await bank.opened();
    const inbox = (previous: number | null, sequence: number) => ({
      consumer: 'p',
      source: 's',
      key: 'k',
      previous,
      sequence,
    });
    await bank.move(id, 1, bank.units, { inbox: inbox(null, 1) });
    expect(await bank.move(id, 0, bank.units, { inbox: inbox(1, 2) })).toMatchObject({ changed: false });
    expect(await bank.store.inbox('p', 's', ['k'])).toEqual(new Map([['k', 2]]));
    await expect(bank.move(id, 1, bank.units, { inbox: inbox(1, 2) })).rejects.toThrow(AlreadyHandled);
    await bank.units.pass(inbox(2, 3), metadata);
    await expect(bank.units.pass(inbox(2, 3), metadata)).rejects.toThrow(AlreadyHandled);
  });

  it('draws a number, and knows it afterwards', async () => {
    const id = randomUUID();
    const open = () => bank.units.run(context(), (work) => work.decide(account, id, { type: 'Open' }));
    expect(await open()).toMatchObject({ number: 'A-001' });
    bank.store.reads = [];
    await bank.units.run(context(), async (work) => {
      expect(await work.read(account, id)).toEqual({ number: 'A-001', balance: 0 });
      await work.decide(account, id, { type: 'Move', by: 1 });
    });
    expect(bank.store.reads).toEqual([]);
  });

  it('has ids of events from the command, so that a retry after a lost acknowledgement is known', async () => {
    const [id, commandId] = [await bank.opened(), randomUUID()];
    const first = await bank.move(id, 1, bank.units, { commandId });
    expect(await bank.store.append(bank.store.units.at(-1)!)).toMatchObject({ status: 'duplicate' });
    expect(first.version).toBe(2);
  });

  it('gives up after as many lost races as it may lose', async () => {
    const id = await bank.opened();
    let runs = 0;
    const losing = bank.units.run(
      context(),
      async (work) => {
        runs += 1;
        await work.decide(account, id, { type: 'Move', by: 1 });
        bank.store.beforeAppend = () => bank.move(id, 1, bank.others);
      },
      { attempts: 3 },
    );
    await expect(losing).rejects.toThrow(VersionConflict);
    // The first run was over a state that had been read afresh: each of the three is counted.
    expect(runs).toBe(3);
  });

  it('has the same random ids in every run', async () => {
    const id = await bank.opened();
    const ids: string[] = [];
    bank.store.beforeAppend = () => bank.move(id, 1, bank.others);
    await bank.units.run(context(), async (work) => {
      ids.push(work.random('a'));
      await work.decide(account, id, { type: 'Move', by: 1 });
    });
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });
});

describe('conditions', () => {
  it('If-Match holds for the target at its version, also where the race for it was lost to another part', async () => {
    const id = await bank.opened();
    const part = { resourceVersion: ({ balance }: Account) => (balance < 100 ? 1 : 2) };
    const change = (ifMatch: number) =>
      bank.units.run(context({ ifMatch }), (work) => {
        work.target(account, id, part);
        return work.decide(account, id, { type: 'Move', by: 1 });
      });
    await expect(change(2)).rejects.toThrow(VersionConflict);
    bank.store.beforeAppend = () => bank.move(id, 1, bank.others);
    expect(await change(1)).toMatchObject({ version: 1 });
    expect(await bank.balanceOf(id)).toBe(12);
  });

  it('a command that may be carried out at one version only is refused at another', async () => {
    const id = await bank.opened();
    const at = (expect: number) =>
      bank.units.run(context(), (work) => work.decide(account, id, { type: 'Move', by: 1 }, { expect }), {
        attempts: 1,
      });
    await expect(at(2)).rejects.toThrow(VersionConflict);
    expect(await at(1)).toMatchObject({ version: 2 });
  });

  it('of two requests with one idempotency key, the one that loses the race is told that it was handled', async () => {
    const id = await bank.opened();
    const idempotency = { key: 'ab', bodyHash: 'cd', status: 200 };
    bank.store.beforeAppend = () => bank.move(id, 1, bank.others, { idempotency });
    await expect(bank.move(id, 1, bank.units, { idempotency })).rejects.toThrow(AlreadyHandled);
    expect(await bank.balanceOf(id)).toBe(11);
  });

  it('keeps no idempotency row of what changed nothing', async () => {
    const id = await bank.opened();
    await bank.move(id, 0, bank.units, { idempotency: { key: 'ab', bodyHash: 'cd', status: 200 } });
    expect(await bank.store.findAnswer('ab')).toBeNull();
  });
});

describe('claims', () => {
  const taking = (id: string, taken?: (holder: string) => unknown) =>
    bank.units.run(context(), async (work) => {
      await work.decide(account, id, { type: 'Move', by: 1 });
      work.claim({ scope: 'name', value: 'x', stream: streamOf('account', id) }, taken);
    });

  it('refuse the unit where another holds them, and end in what the handler made of that', async () => {
    const [first, second] = [await bank.opened(), await bank.opened()];
    await taking(first);
    await expect(taking(second)).rejects.toThrow(ClaimTaken);
    const refusal = () => {
      throw new Rejected('NAME_TAKEN', 'The name is taken.');
    };
    await expect(taking(second, refusal)).rejects.toMatchObject({ code: 'NAME_TAKEN' });
    const instead = await taking(second, (holder) => new CommandResult(holder, 7, 7));
    expect(instead).toMatchObject({ id: first, version: 7 });
    expect(await bank.balanceOf(second)).toBe(10);
  });

  it('refuse the unit in which two streams take the same', async () => {
    const [first, second] = [await bank.opened(), await bank.opened()];
    const both = bank.units.run(context(), async (work) => {
      for (const id of [first, second]) {
        await work.decide(account, id, { type: 'Move', by: 1 });
        work.claim({ scope: 'name', value: 'x', stream: streamOf('account', id) });
      }
    });
    await expect(both).rejects.toMatchObject({ scope: 'name', holder: streamOf('account', first) });
    expect(await bank.balanceOf(first)).toBe(10);
  });

  it('are free again once they were given back', async () => {
    const [first, second] = [await bank.opened(), await bank.opened()];
    await taking(first);
    await bank.units.run(context(), async (work) => {
      await work.decide(account, first, { type: 'Move', by: 1 });
      work.release({ scope: 'name', value: 'x', stream: streamOf('account', first) });
    });
    await taking(second);
    await bank.units.run(context(), async (work) => {
      expect(await work.holderOf({ scope: 'name', value: 'x' })).toBe(streamOf('account', second));
    });
  });
});

describe('kept states', () => {
  it('spare the read of a stream that this process has read or written', async () => {
    const id = await bank.opened();
    await bank.move(id, 1);
    await bank.move(id, 1);
    await bank.move(id, 1);
    expect(bank.store.reads.filter((stream) => stream.endsWith(id))).toHaveLength(2); // by the others, and the first here
    expect(await bank.balanceOf(id)).toBe(13);
  });

  it('are not trusted with a refusal, nor with a repeat', async () => {
    const id = await bank.opened();
    await bank.move(id, -10);
    await bank.move(id, 5, bank.others);
    expect(await bank.move(id, -5)).toMatchObject({ changed: true, version: 4 });
    await bank.move(id, 3, bank.others);
    expect(await bank.move(id, 0)).toMatchObject({ changed: false, version: 5 });
    await expect(bank.move(id, -4)).rejects.toThrow(Rejected);
  });

  it('are decided anew where somebody else has written since', async () => {
    const id = await bank.opened();
    await bank.move(id, 1);
    await bank.move(id, 1, bank.others);
    expect(await bank.move(id, 1)).toMatchObject({ version: 4 });
  });

  it('are forgotten where the store was set back', async () => {
    const id = await bank.opened();
    await bank.move(id, 1);
    const whole = bank.store.readStream.bind(bank.store);
    bank.store.readStream = async (stream, options = {}) =>
      (await whole(stream)).filter(({ version }) => version < 2 && version > (options.after ?? 0));
    await bank.units.run(context(), async (work) => {
      expect(await work.look(account, id)).toMatchObject({ balance: 10 });
    });
  });

  it('are decided anew where the store was set back, and somebody else has written the same version since', async () => {
    const id = await bank.opened();
    await bank.move(id, -10);
    const streams = (bank.store as unknown as { streams: Map<string, unknown[]> }).streams;
    streams.get(streamOf('account', id))?.pop();
    await bank.move(id, 5, bank.others);
    expect(await bank.move(id, -12)).toMatchObject({ version: 3 });
    expect(await bank.balanceOf(id)).toBe(3);
  });

  it('are what a reader of the store would fold', async () => {
    const id = await bank.opened();
    await bank.move(id, 1);
    let kept: Account | undefined;
    await bank.units.run(context(), async (work) => {
      kept = await work.read(account, id);
    });
    const events = (await bank.store.readStream(streamOf('account', id))) as unknown as AccountEvent[];
    expect(kept).toEqual(events.reduce((state, event) => rules.evolve(state, event), rules.initial));
  });
});

describe('a rehearsal', () => {
  it('decides each command after those before it, and writes nothing', async () => {
    const id = await bank.opened();
    await bank.move(id, 1);
    const versions = await bank.units.rehearse(now, async () => {
      const first = await bank.move(id, -11);
      await expect(bank.move(id, -1)).rejects.toThrow(Rejected);
      return [first.version, (await bank.move(id, 2)).version];
    });
    expect(versions).toEqual([3, 4]);
    expect(await bank.balanceOf(id)).toBe(11);
    expect(await bank.move(id, -11)).toMatchObject({ version: 3 });
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
