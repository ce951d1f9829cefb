import { randomUUID } from 'node:crypto';
import {
  createPool,
  EventRegistry,
  Leases,
  PostgresEventStore,
  UnitsOfWork,
  type Clock,
  type Unit,
} from '@ecou/event-sourcing';
import type { Pool } from 'pg';
import type { RetryPolicy } from '../consumer/keyed-consumer.js';
import type { Effect } from '../effects/effect.js';
import type { Intake } from '../intakes/intake.js';
import type { KafkaServers } from '../bus/kafka/servers.js';
import { Engine } from '../engine.js';
import type { PolicyCommand } from '../policies/policy.js';
import type { Commands } from '../policies/reaction.js';
import { throughOutages } from '../resilience/loop.js';
import { recordingLogger } from './bus-process.js';
import {
  orderStream,
  parcel,
  parcelStream,
  type ExampleContext,
  type ParcelCommandBody,
} from './orders-and-shipping.js';

/** A clock that never moves. */
const standing: Clock = { now: () => '2024-03-01T10:00:00.000Z' };

const quick: RetryPolicy = {
  notYet: { attempts: 4, firstMs: 20, mostMs: 100 },
  poison: { attempts: 2, firstMs: 20, mostMs: 100 },
};

export interface ContextProcessOptions {
  readonly clock?: Clock;
  readonly effects?: readonly Effect[];
  readonly intakes?: readonly Intake[];
  readonly retries?: RetryPolicy;
  readonly brokers?: readonly string[];
  /** In place of brokers that let everybody in. */
  readonly kafka?: KafkaServers;
  /** The name of its sessions. */
  readonly applicationName?: string;
}

/** A process of one of the contexts, without HTTP: its store, and its engine. */
export class ContextProcess {
  readonly pool: Pool;
  readonly store: PostgresEventStore;
  readonly leases: Leases;
  readonly engine: Engine;
  readonly logger = recordingLogger();
  readonly clock: Clock;
  private readonly units: UnitsOfWork;

  constructor(url: string, definition: ExampleContext, options: ContextProcessOptions = {}) {
    const schema = definition.name;
    this.pool = createPool(url, { max: 12, applicationName: options.applicationName ?? 'ecou context' });
    this.store = new PostgresEventStore({
      ...{ pool: this.pool, schema, secret: 'a secret of tests', registry: new EventRegistry(definition.events) },
    });
    this.leases = new Leases({ pool: this.pool, schema, owner: randomUUID(), ttlMs: 1_500 });
    this.clock = options.clock ?? standing;
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
      ...{
        effects: options.effects ?? [],
        intakes: options.intakes ?? [],
        kafka: options.kafka ?? { brokers: options.brokers ?? [] },
        retries: options.retries ?? quick,
      },
    });
  }

  /** Handles the commands of policies. */
  readonly commands: Commands = {
    execute: (command) => {
      const { id, command: body, context } = command as PolicyCommand & { readonly command: ParcelCommandBody };
      return this.units.run(context, (work) => work.decide(parcel, id, body));
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

  /** A customer orders an item. */
  async order(id: string, item: string, customer?: string): Promise<void> {
    const sealed =
      customer === undefined ? {} : { customer: { subject: randomUUID(), codec: 'plain', value: customer } };
    await this.append(orderStream(id), 'Ordered', { item, ...sealed });
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

  /** The types of a parcel's events, in order. */
  async parcel(id: string): Promise<readonly string[]> {
    return (await this.store.readStream(parcelStream(id))).map(({ type }) => type);
  }

  /** The items that were packed, in order. */
  async packed(id: string): Promise<readonly string[]> {
    const events = await this.store.readStream(parcelStream(id));
    return events.flatMap(({ type, data }) => (type === 'Packed' ? [(data as { item: string }).item] : []));
  }
}
