import { randomUUID } from 'node:crypto';
import { contract } from '@ecou/contracts';
import {
  assertNever,
  createPool,
  defineEvents,
  EventRegistry,
  Leases,
  personal,
  PostgresEventStore,
  UnitsOfWork,
  Rejected,
  type Aggregate,
  type EventOf,
  type RecordedEvent,
  type Unit,
} from '@ecou/event-sourcing';
import type { Provider } from '@nestjs/common';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Clock } from '../../clock.js';
import { EventSourcingModule } from '../../boot/event-sourcing.module.js';
import { AggregateCommand } from '../../context/command.js';
import { defineContext, type ContextDefinition } from '../../context/define-context.js';
import { effect, type Effect } from '../../context/effect.js';
import { onContract, onEvent, onTimer } from '../../context/policy.js';
import { as, type PublishTable } from '../../context/publish.js';
import { TestClock } from '../../testing/clock.js';
import { testRoom } from '../../testing/room.js';
import { Engine } from '../engine.js';
import { throughOutages } from '../loop.js';
import type { RetryPolicy } from '../keyed.js';
import type { Commands } from '../policies/reaction.js';
import { listeningLogger } from './station.js';

/*
 * Two contexts to try messaging with: guests order at tables, the kitchen cooks what was ordered, serves it when its time has come, and
 * rings a bell.
 */

const tableEvents = defineEvents('table', {
  Ordered: z.object({ dish: z.string(), guest: personal(z.string()).optional() }),
});

export const orderedV1 = contract('ecou.tables.ordered.v1', 'A dish was ordered.', z.object({ dish: z.string() }));
const countedV1 = contract('ecou.tables.counted.v1', 'A dish was counted.', z.object({ dish: z.string() }));

/** What stands for a mistake in the table; a spec mends it. */
export const mistakes = { unmappable: true };

const publish: PublishTable<EventOf<typeof tableEvents>> = {
  Ordered: ({ data: { dish } }) => {
    if (dish === 'unmappable' && mistakes.unmappable) throw new Error('Nobody can say what that is.');
    if (dish === 'huge') return as(orderedV1, { dish: 'h'.repeat(1_000_000) });
    return dish === 'uncounted' ? as(orderedV1, { dish }) : [as(orderedV1, { dish }), as(countedV1, { dish })];
  },
};

const table = { category: tableEvents.category, events: tableEvents };

export const tables = defineContext({
  name: 'tables',
  title: 'Where guests order',
  modules: [
    testRoom({ imports: [EventSourcingModule.forFeature({ context: 'tables', aggregates: [table], publish })] }),
  ],
});

const plateEvents = defineEvents('plate', {
  Opened: z.object({}),
  Cooked: z.object({ dish: z.string(), readyAt: z.string().nullable() }),
  Served: z.object({ at: z.string() }),
  Praised: z.object({}),
  RingStarted: z.object({}),
  Rung: z.object({}),
  RingUncertain: z.object({}),
});

type PlateEvent = EventOf<typeof plateEvents>;
type PlateCommandBody =
  | { type: 'Open' }
  | { type: 'Cook'; dish: string; at: string }
  | { type: 'Serve'; at: string }
  | { type: 'Praise' }
  | { type: 'StartRing' }
  | { type: 'EndRing' }
  | { type: 'DoubtRing' };

export interface Plate {
  readonly open: boolean;
  readonly dishes: readonly string[];
  readonly ringing: boolean;
}

export class PlateCommand extends AggregateCommand<PlateCommandBody> {}

const month = 30 * 24 * 3600 * 1000;

function cook({ dish, at }: Extract<PlateCommandBody, { type: 'Cook' }>, { open }: Plate): PlateEvent[] {
  if (dish === 'fish') throw new Rejected('NO_FISH', 'There is no fish today.');
  if (dish === 'late' && !open) throw new Rejected('NOT_OPEN', 'The kitchen is not open yet.');
  if (dish === 'poison' && mistakes.unmappable) throw new Error('The cook fell over "a secret name".');
  const readyAt = dish === 'roast' ? new Date(Date.parse(at) + month).toISOString() : null;
  return [{ type: 'Cooked', data: { dish, readyAt } }];
}

/** A repeat of a command is not noticed here, so that each double shows. */
function decide(command: PlateCommandBody, plate: Plate): PlateEvent[] {
  switch (command.type) {
    case 'Open':
      return [{ type: 'Opened', data: {} }];
    case 'Cook':
      return cook(command, plate);
    case 'Serve':
      return [{ type: 'Served', data: { at: command.at } }];
    case 'Praise':
      return [{ type: 'Praised', data: {} }];
    case 'StartRing':
      return [{ type: 'RingStarted', data: {} }];
    case 'EndRing':
      return [{ type: 'Rung', data: {} }];
    case 'DoubtRing':
      return [{ type: 'RingUncertain', data: {} }];
    default:
      return assertNever(command);
  }
}

function evolve(plate: Plate, event: PlateEvent): Plate {
  switch (event.type) {
    case 'Opened':
      return { ...plate, open: true };
    case 'Cooked':
      return { ...plate, dishes: [...plate.dishes, event.data.dish] };
    case 'RingStarted':
      return { ...plate, ringing: true };
    case 'Rung':
    case 'RingUncertain':
      return { ...plate, ringing: false };
    case 'Served':
    case 'Praised':
      return plate;
    default:
      return assertNever(event);
  }
}

export const plate: Aggregate<PlateCommandBody, Plate, PlateEvent> = {
  category: 'plate',
  events: plateEvents,
  decider: { initial: { open: false, dishes: [], ringing: false }, decide, evolve },
  sideRows: (id, events) => ({
    timers: events.flatMap((event) =>
      event.type === 'Cooked' && event.data.readyAt !== null
        ? [{ id, name: 'ready', dueAt: event.data.readyAt, subject: id }]
        : [],
    ),
  }),
};

export const plateStream = (id: string): string => `plate-${id}`;
export const tableStream = (id: string): string => `table-${id}`;

const kitchenFeature = {
  context: 'kitchen',
  aggregates: [plate],
  policies: [
    onContract(orderedV1, {
      name: 'cook-what-was-ordered',
      notYet: ['NOT_OPEN'],
      then: ({ subject, data: { dish } }, context) =>
        new PlateCommand(subject, { type: 'Cook', dish, at: context.now }, context),
    }),
    onTimer('ready', {
      name: 'serve-when-ready',
      then: ({ subject }, context) => new PlateCommand(subject, { type: 'Serve', at: context.now }, context),
    }),
    onEvent(['Served'], {
      name: 'praise-what-was-served',
      then: ({ stream }: RecordedEvent, context) =>
        new PlateCommand(stream.slice('plate-'.length), { type: 'Praise' }, context),
    }),
  ],
};

/** The kitchen, with the providers of a spec. */
export const kitchenWith = (...providers: Provider[]) =>
  defineContext({
    name: 'kitchen',
    title: 'Where dishes are made',
    modules: [testRoom({ imports: [EventSourcingModule.forFeature(kitchenFeature)], providers })],
  });

export const kitchen = kitchenWith();

/** Rings once a dish was served; `call` is the world, `begin` comes before the start. */
export const bell = (call: (id: string) => Promise<void>, begin = (_: string) => Promise.resolve()): Effect =>
  effect<PlateCommandBody, Plate>({
    name: 'bell',
    aggregate: plate as never,
    on: ['Served'],
    start: async (_, { stream }) => {
      await begin(stream.slice('plate-'.length));
      return { type: 'StartRing' };
    },
    started: ({ ringing }) => ringing,
    call: async (_, id) => {
      await call(id);
      return { type: 'EndRing' };
    },
    uncertain: () => ({ type: 'DoubtRing' }),
  });

const quick: RetryPolicy = {
  notYet: { attempts: 4, firstMs: 20, mostMs: 100 },
  poison: { attempts: 2, firstMs: 20, mostMs: 100 },
};

export interface RoomOptions {
  readonly clock?: Clock;
  readonly effects?: readonly Effect[];
  readonly retries?: RetryPolicy;
  readonly brokers?: readonly string[];
  /** How its sessions call themselves. */
  readonly applicationName?: string;
}

/** A process of one of the contexts, without HTTP: its store, and its engine. */
export class Room {
  readonly pool: Pool;
  readonly store: PostgresEventStore;
  readonly leases: Leases;
  readonly engine: Engine;
  readonly logger = listeningLogger();
  readonly clock: Clock;
  private readonly units: UnitsOfWork;

  constructor(url: string, definition: ContextDefinition, options: RoomOptions = {}) {
    const schema = definition.name;
    this.pool = createPool(url, { max: 12, applicationName: options.applicationName ?? 'ecou room' });
    this.store = new PostgresEventStore({
      ...{ pool: this.pool, schema, secret: 'a secret of tests', registry: new EventRegistry(definition.events) },
    });
    this.leases = new Leases({ pool: this.pool, schema, owner: randomUUID(), ttlMs: 1_500 });
    this.clock = options.clock ?? new TestClock();
    this.units = new UnitsOfWork(this.store);
    this.engine = new Engine({
      ...{
        definition,
        pool: this.pool,
        store: this.store,
        units: this.units,
        leases: this.leases,
        clock: this.clock,
        logger: this.logger,
      },
      ...{ effects: options.effects ?? [], kafkaBrokers: options.brokers ?? [], retries: options.retries ?? quick },
    });
  }

  /** What Nest's command bus and a handler do. */
  readonly commands: Commands = {
    execute: (command) => {
      const { id, command: body, context } = command as unknown as PlateCommand;
      return this.units.run(context, (work) => work.decide(plate, id, body));
    },
  };

  async start(): Promise<this> {
    await throughOutages(AbortSignal.timeout(20_000), () => this.store.start());
    await this.engine.start(this.commands);
    return this;
  }

  async stop(): Promise<void> {
    await this.engine.stop();
    await this.leases.stop();
    await this.store.stop();
    await this.pool.end();
  }

  /** A guest orders. */
  async order(id: string, dish: string, guest?: string): Promise<void> {
    const sealed = guest === undefined ? {} : { guest: { subject: randomUUID(), codec: 'plain', value: guest } };
    await this.append(tableStream(id), 'Ordered', { dish, ...sealed });
  }

  /** Appends an event of any kind, with the timer that may belong to it. */
  async append(stream: string, type: string, data: object): Promise<void> {
    const unit: Unit = {
      metadata: { actor: 'system', correlationId: randomUUID(), causationId: randomUUID() },
      writes: [{ stream, expected: 'any', events: [{ id: randomUUID(), type, data }] }],
    };
    const { status } = await throughOutages(AbortSignal.timeout(20_000), () => this.store.append(unit));
    if (status === 'conflict') throw new Error('It was not written.');
  }

  async setTimer(subject: string, dueAt: string): Promise<void> {
    await this.store.append({
      metadata: { actor: 'system', correlationId: randomUUID(), causationId: randomUUID() },
      writes: [],
      timers: [{ id: randomUUID(), name: 'ready', dueAt, subject }],
    });
  }

  /** The types of a plate's events, in order. */
  async plate(id: string): Promise<readonly string[]> {
    return (await this.store.readStream(plateStream(id))).map(({ type }) => type);
  }

  /** The dishes that were cooked, in order. */
  async cooked(id: string): Promise<readonly string[]> {
    const events = await this.store.readStream(plateStream(id));
    return events.flatMap(({ type, data }) => (type === 'Cooked' ? [(data as { dish: string }).dish] : []));
  }
}
