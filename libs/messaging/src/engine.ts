import type { Clock, EventStore, Leadership, Leases, UnitsOfWork } from '@ecou/event-sourcing';
import type { Pool } from 'pg';
import type { AnyPublishTable, Commit } from './outbox/publish.js';
import type { Policy } from './policies/policy.js';
import type { Effect } from './effects/effect.js';
import type { Intake } from './intakes/intake.js';
import { intakeConsumer, subscribeIntake } from './intakes/intake-consumer.js';
import type { Bus, BusConsumer, ConsumerStatus, Relay, RelayStatus } from './bus/bus.js';
import { KafkaBus } from './bus/kafka/kafka-bus.js';
import type { KafkaServers } from './bus/kafka/servers.js';
import { PostgresBus } from './bus/postgres-bus.js';
import { leaderless } from './consumer/checkpoint.js';
import { effectConsumer, effectName } from './effects/effect-runner.js';
import type { KeyedServices, RetryPolicy } from './consumer/keyed-consumer.js';
import { Decisions, type Decision, type Word } from './consumer/decisions.js';
import { HeldMessages, type HeldState } from './consumer/held-messages.js';
import { Housekeeper, type Retention } from './housekeeper.js';
import type { Logger } from './resilience/logger.js';
import { Mapper } from './outbox/mapper.js';
import { Outbox } from './outbox/outbox.js';
import { followOwnEvents } from './consumer/own-events.js';
import { contractConsumer, subscribe, topicsOf } from './policies/contract-policy.js';
import { eventConsumer } from './policies/event-policy.js';
import { eventsConsumer, mostTogether } from './policies/events-policy.js';
import type { PolicyServices } from './policies/policy-handler.js';
import type { Commands } from './policies/reaction.js';
import { timerConsumer, Timers } from './policies/timer-policy.js';
import { RoomWorks, type RoomWork } from './room-work.js';
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
  /** Made by `definition.intakes`. */
  readonly intakes?: readonly Intake[];
  /** Of a context that has registrations. */
  readonly commit?: Commit;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Without any brokers, the bus is that of PostgreSQL. */
  readonly kafka: KafkaServers;
  readonly retries?: RetryPolicy;
  /** Without it, everything is kept. */
  readonly retention?: Retention;
}

/** The field that a redaction empties, and what stands in it from now on. */
export interface RedactedField {
  /** Global position of the fact; its type ends with `Redacted`. */
  readonly position: number;
  /** Key of the messages: the id of the aggregate. */
  readonly key: string;
  readonly field: string;
  readonly value: unknown;
}

/** Counts of the events and messages that were changed. */
export interface Redacted {
  readonly events: number;
  readonly messages: number;
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
  /** True where this process could not remove what is kept too long. */
  readonly housekeepingFailed: boolean;
}

/** The parts that run from start to stop. */
interface Work {
  readonly mapper: Mapper;
  readonly relay: Relay;
  readonly timers: Timers;
  readonly consumers: readonly BusConsumer[];
  /** By the names of what they lead. */
  readonly leaderships: ReadonlyMap<string, Leadership>;
  readonly redrivable: readonly Redrivable[];
}

type Services = PolicyServices & KeyedServices;

/**
 * Everything of a context that works on by itself: mapper, bus, policies, timers, effects. Made before the HTTP server, whose routes for
 * operators read it; started once commands can be handled.
 */
export class Engine {
  readonly heldMessages: HeldMessages;
  readonly decisions: Decisions;
  private readonly outbox: Outbox;
  private readonly bus: Bus;
  private readonly housekeeper: Housekeeper;
  private work: Work | undefined;
  private readonly rooms: RoomWorks;
  private stopping: Promise<void> | undefined;

  constructor(private readonly options: EngineOptions) {
    const { pool, definition, leases, logger, kafka } = options;
    const schema = definition.name;
    this.heldMessages = new HeldMessages(pool, schema);
    this.outbox = new Outbox(pool, schema);
    this.bus =
      kafka.brokers.length === 0
        ? new PostgresBus({ pool, schema, leases, logger })
        : new KafkaBus({ kafka, pool, schema, leases, logger, outbox: this.outbox });
    this.rooms = new RoomWorks(leases);
    const { heldMessages, bus } = this;
    const lastSent = (source: string, key: string) => bus.lastSent(source, key);
    this.decisions = new Decisions({ pool, schema, heldMessages, clock: options.clock, lastSent });
    const { retention = {} } = options;
    this.housekeeper = new Housekeeper({ pool, schema, leases, logger, retention, onKafka: kafka.brokers.length > 0 });
  }

  get context(): string {
    return this.options.definition.name;
  }

  /** Fixes where policies begin that take only what comes from now on. Called before anybody can cause anything. */
  async fixStarts(): Promise<void> {
    for (const policy of this.options.definition.policies) {
      if (policy.on !== 'contract' || policy.from !== 'now') continue;
      for (const topic of topicsOf(policy)) {
        await this.bus.fixStart({ consumer: policy.name, topic, from: policy.from });
      }
    }
  }

  /** Has the work of a room done from now on, until the engine stops. `name`: of its checkpoint. */
  lead(name: string, work: RoomWork): void {
    this.rooms.lead(name, work);
  }

  /** Begins; does not wait for brokers. `commands` runs what policies answer. */
  start(commands: Commands): Promise<void> {
    if (this.work) throw new Error('The engine runs already.');
    const { definition, pool, store, units, leases, clock, logger, retries, effects, commit } = this.options;
    const { heldMessages, outbox } = this;
    const schema = definition.name;
    const served = { store, units, pool, schema, commands, clock, logger, heldMessages };
    const services: Services = { ...served, ...(retries ? { retries } : {}) };
    const { publish } = definition;
    const mapper = new Mapper({ ...services, context: schema, publish, leases, outbox, ...(commit ? { commit } : {}) });
    const redrivable: Redrivable[] = [];
    const leaderships = new Map<string, Leadership>([['mapper', mapper.start()]]);
    const consumers = [
      ...this.startPolicies(services, redrivable, leaderships),
      ...this.startIntakes(services, redrivable),
    ];
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
    leaderships.set('housekeeper', this.housekeeper.start());
    this.work = { mapper, timers, consumers, leaderships, redrivable, relay: this.bus.relay() };
    return Promise.resolve();
  }

  /**
   * Takes words out of what was stored: the field of the events before a redaction in its stream, and of the messages that were made of them, in one
   * transaction. `null`: messages are still being written; ask again. What is on Kafka and at consumers stays there.
   */
  async redact({ position, key, field, value }: RedactedField): Promise<Redacted | null> {
    const { pool, definition } = this.options;
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const { rows } = await client.query<Redacted>(
        `SELECT ${definition.name}.redact_messages($1, $2, $3, $4) AS messages, ${definition.name}.redact($1, $3, $4) AS events`,
        [position, key, field, JSON.stringify(value)],
      );
      const done = rows[0];
      const whole = done !== undefined && done.messages >= 0;
      await client.query(whole ? 'COMMIT' : 'ROLLBACK');
      return whole ? done : null;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }

  /** Takes a parked message out of its queue at an operator's word. Throws `Unknown` and `Rejected`. */
  async discard(id: string, word: Word): Promise<Decision> {
    const held = await this.heldMessages.get(id);
    const consumer = this.work?.redrivable.find((one) => one.consumer === held?.consumer);
    return this.decisions.discard(id, consumer?.follows, word);
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
      leaderless(pool, definition.name, [...work.leaderships, ...this.rooms.leaderships]),
    ]);
    const troubles = [
      ...(relay.trouble === null ? [] : [`The publisher: ${relay.trouble}`]),
      ...consumers
        .filter(({ polling }) => !polling)
        .map(({ consumer, topic }) => `${consumer} does not poll ${topic}.`),
      ...consumers
        .filter(({ polling, progressing }) => polling && !progressing)
        .map(({ consumer, topic }) => `${consumer} gets nowhere with ${topic}.`),
      ...failed.map(([name, { failure }]) => `${name}: ${describe(failure).text}`),
      ...this.rooms.troubles,
    ];
    return { ready: troubles.length === 0, troubles, bus, relay, consumers };
  }

  /** Throws while the database is away. */
  async numbers(): Promise<EngineNumbers> {
    const { work } = this;
    const held = await this.heldMessages.count();
    const { failed: housekeepingFailed } = this.housekeeper;
    if (!work)
      return {
        mapperLag: 0,
        outboxLag: null,
        consumerLag: [],
        polling: [],
        held,
        timersOverdue: 0,
        housekeepingFailed,
      };
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
      housekeepingFailed,
    };
  }

  /** Ends after what is in hand; before the HTTP server's end, the leases' and the store's. A repeat waits for the first. */
  stop(): Promise<void> {
    this.stopping ??= this.stopAll();
    return this.stopping;
  }

  private async stopAll(): Promise<void> {
    const { work } = this;
    await Promise.all([
      this.rooms.stop(),
      ...(work?.consumers ?? []).map((consumer) => consumer.stop()),
      ...[...(work?.leaderships.values() ?? [])].map((leadership) => leadership.stop()),
    ]);
    await work?.relay.stop();
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
      } else if (policy.on !== 'timer') {
        const [consumer, pace] =
          policy.on === 'events'
            ? [eventsConsumer(policy, services), { limit: mostTogether, yields: true }]
            : [eventConsumer(policy, services), {}];
        redrivable.push(consumer);
        const { from, types } = policy;
        const name = `policy:${policy.name}`;
        const followed = { context: schema, name, from, types, store, pool, schema, leases, ...pace };
        leaderships.set(name, followOwnEvents(consumer, followed));
      }
    }
    return consumers;
  }

  private startIntakes(services: Services, redrivable: Redrivable[]): BusConsumer[] {
    const { intakes = [] } = this.options;
    return intakes.flatMap((intake) => {
      const consumer = intakeConsumer(intake, services);
      redrivable.push(consumer);
      return subscribeIntake(intake, consumer, this.bus);
    });
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
