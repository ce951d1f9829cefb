import type { Clock, EventStore, Leadership, Leases, UnitsOfWork } from '@ecou/event-sourcing';
import type { Pool } from 'pg';
import type { AnyPublishTable } from './outbox/publish.js';
import type { Policy } from './policies/policy.js';
import type { Effect } from './effects/effect.js';
import type { Bus, BusConsumer, ConsumerStatus, Relay, RelayStatus } from './bus/bus.js';
import { KafkaBus } from './bus/kafka/kafka-bus.js';
import { PostgresBus } from './bus/postgres-bus.js';
import { leaderless } from './consumer/checkpoint.js';
import { effectConsumer, effectName } from './effects/effect-runner.js';
import type { KeyedServices, RetryPolicy } from './consumer/keyed-consumer.js';
import { HeldMessages, type HeldState } from './consumer/held-messages.js';
import type { Logger } from './resilience/logger.js';
import { Mapper } from './outbox/mapper.js';
import { Outbox } from './outbox/outbox.js';
import { followOwnEvents } from './consumer/own-events.js';
import { contractConsumer, subscribe } from './policies/contract-policy.js';
import { eventConsumer } from './policies/event-policy.js';
import type { PolicyServices } from './policies/policy-handler.js';
import type { Commands } from './policies/reaction.js';
import { timerConsumer, Timers } from './policies/timer-policy.js';
import { startRedriver, type Redrivable } from './consumer/redriver.js';
import { describe } from './resilience/trouble.js';

/** The parts of a context that the engine has to know. */
export interface EngineDefinition {
  readonly name: string;
  readonly publish: AnyPublishTable;
  readonly policies: readonly Policy[];
}

export interface EngineOptions {
  readonly definition: EngineDefinition;
  /** From `createPool`, to the context's database. */
  readonly pool: Pool;
  readonly store: EventStore;
  readonly units: UnitsOfWork;
  readonly leases: Leases;
  /** Made by `definition.effects`. */
  readonly effects: readonly Effect[];
  readonly clock: Clock;
  readonly logger: Logger;
  /** `host:port` each; without any, the bus is that of PostgreSQL. */
  readonly kafkaBrokers: readonly string[];
  readonly retries?: RetryPolicy;
}

/** The state of messaging in this process: for readiness and for operators. */
export interface EngineState {
  /** False where a part that should work does not: what it is stands in `troubles`. */
  readonly ready: boolean;
  /** One line each, without personal data. */
  readonly troubles: readonly string[];
  readonly bus: 'postgres' | 'kafka';
  readonly relay: RelayStatus;
  readonly consumers: readonly ConsumerStatus[];
}

/** Numbers for metrics. */
export interface EngineNumbers {
  /** Events that the mapper has yet to take, in positions. */
  readonly mapperLag: number;
  /** Messages in the outbox that are not published yet; null where another process publishes. */
  readonly outboxLag: number | null;
  readonly consumerLag: readonly { readonly consumer: string; readonly topic: string; readonly lag: number }[];
  /** 1 for a consumer that polls, 0 for one that should and does not. */
  readonly polling: readonly { readonly consumer: string; readonly topic: string; readonly value: 0 | 1 }[];
  readonly held: readonly { readonly consumer: string; readonly state: HeldState; readonly count: number }[];
  readonly timersOverdue: number;
}

/** The parts that run from start to stop. */
interface Work {
  readonly mapper: Mapper;
  readonly relay: Relay;
  readonly timers: Timers;
  readonly consumers: readonly BusConsumer[];
  /** By the names of what they lead. */
  readonly leaderships: ReadonlyMap<string, Leadership>;
}

type Services = PolicyServices & KeyedServices;

/**
 * Everything of a context that works on by itself: mapper, bus, policies, timers, effects. Made before the HTTP server, whose routes for
 * operators read it; started once commands can be handled.
 */
export class Engine {
  readonly heldMessages: HeldMessages;
  private readonly outbox: Outbox;
  private readonly bus: Bus;
  private work: Work | undefined;
  private stopping: Promise<void> | undefined;

  constructor(private readonly options: EngineOptions) {
    const { pool, definition, leases, logger, kafkaBrokers: brokers } = options;
    const schema = definition.name;
    this.heldMessages = new HeldMessages(pool, schema);
    this.outbox = new Outbox(pool, schema);
    this.bus =
      brokers.length === 0
        ? new PostgresBus({ pool, schema, leases, logger })
        : new KafkaBus({ brokers, pool, schema, leases, logger, outbox: this.outbox });
  }

  get context(): string {
    return this.options.definition.name;
  }

  /** Begins; does not wait for brokers. `commands` runs what policies answer. */
  start(commands: Commands): Promise<void> {
    if (this.work) throw new Error('The engine runs already.');
    const { definition, pool, store, units, leases, clock, logger, retries, effects } = this.options;
    const { heldMessages, outbox } = this;
    const schema = definition.name;
    const served = { store, units, pool, schema, commands, clock, logger, heldMessages };
    const services: Services = { ...served, ...(retries ? { retries } : {}) };
    const mapper = new Mapper({ ...services, context: schema, publish: definition.publish, leases, outbox });
    const redrivable: Redrivable[] = [];
    const leaderships = new Map<string, Leadership>([['mapper', mapper.start()]]);
    const consumers = this.startPolicies(services, redrivable, leaderships);
    for (const effect of effects) {
      const consumer = effectConsumer(effect, services);
      redrivable.push(consumer);
      const name = effectName(effect);
      const followed = {
        context: schema,
        name,
        from: 'beginning',
        types: effect.on,
        store,
        pool,
        schema,
        leases,
      } as const;
      leaderships.set(name, followOwnEvents(consumer, followed));
    }
    const timers = this.startTimers(services, redrivable, leaderships);
    leaderships.set('redriver', startRedriver({ leases, heldMessages, clock, logger, consumers: redrivable }));
    this.work = { mapper, timers, consumers, leaderships, relay: this.bus.relay() };
    return Promise.resolve();
  }

  /** Throws while the database is away. */
  async state(): Promise<EngineState> {
    const { work } = this;
    const { kind: bus } = this.bus;
    if (!work) return { ready: false, troubles: ['It has not started.'], bus, relay: idleRelay, consumers: [] };
    const { pool, definition } = this.options;
    const [relay, consumers, failed] = await Promise.all([
      work.relay.status(),
      Promise.all(work.consumers.map((consumer) => consumer.status())),
      leaderless(pool, definition.name, [...work.leaderships]),
    ]);
    const troubles = [
      ...(relay.trouble === null ? [] : [`The publisher: ${relay.trouble}`]),
      ...consumers
        .filter(({ polling }) => !polling)
        .map(({ consumer, topic }) => `${consumer} does not poll ${topic}.`),
      ...failed.map(([name, { failure }]) => `${name}: ${describe(failure).text}`),
    ];
    return { ready: troubles.length === 0, troubles, bus, relay, consumers };
  }

  /** Throws while the database is away. */
  async numbers(): Promise<EngineNumbers> {
    const { work } = this;
    const held = await this.heldMessages.count();
    if (!work) return { mapperLag: 0, outboxLag: null, consumerLag: [], polling: [], held, timersOverdue: 0 };
    const [{ relay, consumers }, mapperLag, timersOverdue] = await Promise.all([
      this.state(),
      work.mapper.lag(),
      work.timers.overdue(),
    ]);
    return {
      mapperLag,
      outboxLag: relay.lag,
      consumerLag: consumers.flatMap(({ consumer, topic, lag }) => (lag === null ? [] : [{ consumer, topic, lag }])),
      polling: consumers.map(({ consumer, topic, polling }) => ({ consumer, topic, value: polling ? 1 : 0 })),
      held,
      timersOverdue,
    };
  }

  /** Ends after what is in hand; before the HTTP server's end, the leases' and the store's. A repeat waits for the first. */
  stop(): Promise<void> {
    this.stopping ??= this.stopAll();
    return this.stopping;
  }

  private async stopAll(): Promise<void> {
    const { work } = this;
    if (work) {
      await Promise.all([
        ...work.consumers.map((consumer) => consumer.stop()),
        ...[...work.leaderships.values()].map((leadership) => leadership.stop()),
      ]);
      await work.relay.stop();
    }
    await this.bus.close();
  }

  /** Starts the policies of contracts and of own events. */
  private startPolicies(
    services: Services,
    redrivable: Redrivable[],
    leaderships: Map<string, Leadership>,
  ): BusConsumer[] {
    const { definition, pool, store, leases } = this.options;
    const schema = definition.name;
    const consumers: BusConsumer[] = [];
    for (const policy of definition.policies) {
      if (policy.on === 'contract') {
        const consumer = contractConsumer(policy, services);
        redrivable.push(consumer);
        consumers.push(...subscribe(policy, consumer, this.bus));
      } else if (policy.on === 'event') {
        const consumer = eventConsumer(policy, services);
        redrivable.push(consumer);
        const { from, types } = policy;
        const name = `policy:${policy.name}`;
        const followed = { context: schema, name, from, types, store, pool, schema, leases };
        leaderships.set(name, followOwnEvents(consumer, followed));
      }
    }
    return consumers;
  }

  private startTimers(services: Services, redrivable: Redrivable[], leaderships: Map<string, Leadership>): Timers {
    const { definition, leases } = this.options;
    const policies = definition.policies
      .filter((policy) => policy.on === 'timer')
      .map((policy) => ({ timer: policy.timer, consumer: timerConsumer(policy, services) }));
    redrivable.push(...policies.map(({ consumer }) => consumer));
    const timers = new Timers({ ...services, leases, policies });
    if (policies.length > 0) leaderships.set('timers', timers.start());
    return timers;
  }
}

const idleRelay: RelayStatus = { leading: false, lag: null, trouble: null };
