import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Aggregate } from '../aggregate.js';
import type { CommandContext } from '../command.js';
import type { Decider } from '../decider.js';
import { Rejected } from '../errors.js';
import { streamOf } from '../event.js';
import type { ReadStreamOptions } from '../event-store.js';
import { defineEvents, EventRegistry, type EventOf } from '../event-types.js';
import { MemoryEventStore } from '../memory/memory-event-store.js';
import { toBeDrawn, type Unit } from '../unit.js';
import { UnitsOfWork } from '../unit-of-work/units-of-work.js';

/** The example of the unit of work's specs: accounts, between which is moved what they hold. */
export const accountEvents = defineEvents('account', {
  Opened: z.object({ number: z.string() }),
  Moved: z.object({ by: z.number().int() }),
});
export type AccountEvent = EventOf<typeof accountEvents>;
type Command = { readonly type: 'Open' } | { readonly type: 'Move'; readonly by: number };

export interface Account {
  readonly number: string | null;
  readonly balance: number;
}

export const rules: Decider<Command, Account, AccountEvent> = {
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

export const account: Aggregate<Command, Account, AccountEvent> = {
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
export const hotAccount: typeof account = { ...account, hot: true };

export const metadata = { actor: 'system', correlationId: 'c', causationId: 'c' };
export const now = '2026-03-01T10:00:00.000Z';
export const context = (more: Partial<CommandContext> = {}): CommandContext => ({
  ...{ metadata, commandId: randomUUID(), now },
  ...more,
});

/** A store that counts what it is asked, and lets others write first. */
export class WatchedStore extends MemoryEventStore {
  constructor() {
    super({ registry: new EventRegistry([accountEvents]) });
  }

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

/** Accounts in one store, and two processes that write them. */
export class Bank<Store extends WatchedStore = WatchedStore> {
  readonly units: UnitsOfWork;
  /** Those of another process. */
  readonly others: UnitsOfWork;

  constructor(readonly store: Store) {
    this.units = new UnitsOfWork(store);
    this.others = new UnitsOfWork(store);
  }

  move(id: string, by: number, over = this.units, more: Partial<CommandContext> = {}) {
    return over.run(context(more), (work) => work.decide(account, id, { type: 'Move', by }));
  }

  /** The sum of all that an account's stream has moved. */
  async balanceOf(id: string): Promise<number> {
    const events = await this.store.readStream(streamOf('account', id));
    return events.reduce((sum, { data }) => sum + ((data as { by?: number }).by ?? 0), 0);
  }

  /** Opens an account, by the other process; answers its id. */
  async opened(balance = 10): Promise<string> {
    const id = randomUUID();
    await this.move(id, balance, this.others);
    return id;
  }
}
