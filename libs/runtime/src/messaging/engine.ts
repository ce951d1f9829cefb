import type { EventStore, Leases } from '@ecou/event-sourcing';
import type { Pool } from 'pg';
import type { Clock } from '../clock.js';
import type { ContextDefinition } from '../context/define-context.js';
import type { Effect } from '../context/effect.js';
import type { BusConsumer, ConsumerStatus, RelayStatus } from './bus/bus.js';
import type { RetryPolicy } from './keyed.js';
import { Lines, type HeldState } from './lines.js';
import type { Logger } from './logger.js';
import type { Commands } from './policies/reaction.js';

export interface EngineOptions {
  readonly definition: ContextDefinition;
  /** From `createPool`, to the context's database. */
  readonly pool: Pool;
  readonly store: EventStore;
  readonly leases: Leases;
  /** Made by `definition.effects`. */
  readonly effects: readonly Effect[];
  readonly clock: Clock;
  readonly logger: Logger;
  /** `host:port` each; without any, the bus is that of PostgreSQL. */
  readonly kafkaBrokers: readonly string[];
  readonly retries?: RetryPolicy;
}

/** How messaging is doing in this process: for readiness and for operators. */
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

/**
 * Everything of a context that works on by itself: mapper, bus, policies, timers, effects. Made before the HTTP server, whose routes for
 * operators read it (`opsController`); started once commands can be handled.
 */
export class Engine {
  readonly lines: Lines;
  private readonly consumers: BusConsumer[] = [];

  constructor(private readonly options: EngineOptions) {
    this.lines = new Lines(options.pool, options.definition.name);
  }

  get context(): string {
    return this.options.definition.name;
  }

  /** Begins; does not wait for brokers. `commands` is Nest's `CommandBus`. */
  start(commands: Commands): Promise<void> {
    void commands;
    return Promise.resolve();
  }

  state(): Promise<EngineState> {
    const relay = { leading: false, lag: null };
    return Promise.resolve({ ready: true, troubles: [], bus: 'postgres', relay, consumers: [] });
  }

  async numbers(): Promise<EngineNumbers> {
    const held = await this.lines.count();
    return { mapperLag: 0, outboxLag: null, consumerLag: [], polling: [], held, timersOverdue: 0 };
  }

  /** Ends after what is in hand; before the HTTP server's end, the leases' and the store's. A repeat does nothing. */
  async stop(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.stop()));
  }
}

/** An engine that is started at once. */
export async function startEngine({
  commands,
  ...options
}: EngineOptions & { readonly commands: Commands }): Promise<Engine> {
  const engine = new Engine(options);
  await engine.start(commands);
  return engine;
}
