import { randomBytes, randomUUID } from 'node:crypto';
import { createPool, Leases, type Lease } from '@ecou/event-sourcing';
import { dataSchemaOf, sourceOf, type Message } from '@ecou/contracts';
import type { Pool } from 'pg';
import { KafkaBus } from '../bus/kafka/kafka-bus.js';
import { PostgresBus } from '../bus/postgres-bus.js';
import type { Bus, BusConsumer, Relay } from '../bus/bus.js';
import type { Logger } from '../resilience/logger.js';
import { mapperName } from '../outbox/mapper.js';
import { Outbox, textOf } from '../outbox/outbox.js';

/** The servers that the bus of a spec uses. */
export interface Servers {
  readonly url: string;
  /** Empty for the bus of PostgreSQL. */
  readonly brokers: readonly string[];
}

export interface Said {
  readonly level: 'info' | 'warn' | 'error';
  readonly fields: object;
  readonly text: string;
}

/** A logger that keeps what was said. */
export function recordingLogger(): Logger & { readonly said: Said[] } {
  const said: Said[] = [];
  const hear = (level: Said['level']) => (fields: object, text: string) => void said.push({ level, fields, text });
  return { said, info: hear('info'), warn: hear('warn'), error: hear('error') };
}

/** A name that no other spec's context has, on a broker that they share. */
export const contextName = (): string =>
  `t${randomBytes(6)
    .toString('hex')
    .replaceAll(/[0-9]/g, (digit) => 'ghijklmnop'.charAt(Number(digit)))}`;

/** A process of one context, as far as the bus is concerned: leases of its own, a bus, an outbox that may be written to. */
export class BusProcess {
  readonly pool: Pool;
  readonly leases: Leases;
  readonly outbox: Outbox;
  readonly bus: Bus;
  readonly logger = recordingLogger();
  private relay: Relay | undefined;
  private checkpoint: Lease | undefined;
  private readonly consumers: BusConsumer[] = [];

  constructor(
    { url, brokers }: Servers,
    readonly context: string,
    freshMs?: number,
  ) {
    const { logger } = this;
    const schema = context;
    this.pool = createPool(url, { max: 10 });
    this.leases = new Leases({ pool: this.pool, schema, owner: randomUUID(), ttlMs: 1_500 });
    this.outbox = new Outbox(this.pool, schema);
    const parts = { pool: this.pool, schema, leases: this.leases, logger };
    this.bus =
      brokers.length === 0
        ? new PostgresBus(parts)
        : new KafkaBus({
            ...parts,
            kafka: { brokers },
            outbox: this.outbox,
            ...(freshMs === undefined ? {} : { freshMs }),
          });
  }

  publishing(): this {
    this.relay = this.bus.relay();
    return this;
  }

  /** True once everything that it wrote is on the bus. Only for the one that publishes. */
  async hasPublished(): Promise<boolean> {
    return (await this.relay?.status())?.lag === 0;
  }

  /** Subscribes; `handle` gets each batch. */
  consume(
    options: { readonly consumer: string; readonly topic: string; readonly from?: 'beginning' | 'now' },
    handle: (messages: readonly Message[], signal: AbortSignal) => Promise<void> | void,
  ): BusConsumer {
    const consumer = this.bus.subscribe({
      from: 'beginning',
      ...options,
      handle: async (messages, signal) => {
        await handle(messages, signal);
      },
    });
    this.consumers.push(consumer);
    return consumer;
  }

  /** Writes one message for each key, in order, as a mapper would. */
  async write(keys: readonly string[], data: object = {}, what = 'thing-happened'): Promise<void> {
    const drafts = keys.map((key) => this.draft(key, data, what));
    this.checkpoint ??= await this.makeCheckpoint();
    await this.outbox.write({ lease: this.checkpoint, position: 0 }, drafts);
    await this.outbox.notify();
  }

  /** The mapper's, which nobody leads. */
  private async makeCheckpoint(): Promise<Lease> {
    await this.pool.query(`INSERT INTO ${this.context}.checkpoints (consumer) VALUES ($1) ON CONFLICT DO NOTHING`, [
      mapperName,
    ]);
    return { consumer: mapperName, epoch: 0, position: 0, ttlMs: 0 };
  }

  async stop(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.stop()));
    await this.relay?.stop();
    await this.bus.close();
    await this.leases.stop();
    await this.pool.end();
  }

  private draft(key: string, data: object, what: string): string {
    const type = `ecou.${this.context}.${what}.v1`;
    return textOf({
      ...{ id: randomUUID(), topic: `ecou.${this.context}`, type, key, subject: key, source: sourceOf(this.context) },
      ...{ time: new Date().toISOString(), dataSchema: dataSchemaOf(type), data: JSON.stringify(data), position: 1 },
      ...{ correlationId: randomUUID(), causationId: randomUUID() },
    });
  }
}

/** Messages that a consumer got, by key. */
export class Collected {
  readonly sequences = new Map<string, number[]>();
  count = 0;

  readonly take = (messages: readonly Message[]): void => {
    for (const { key, sequence } of messages) {
      this.count += 1;
      this.sequences.set(key, [...(this.sequences.get(key) ?? []), sequence]);
    }
  };

  /** The sequences of a key without those that came again: what an inbox lets through. */
  seen(key: string): readonly number[] {
    const seen: number[] = [];
    for (const sequence of this.sequences.get(key) ?? []) if (sequence > (seen.at(-1) ?? 0)) seen.push(sequence);
    return seen;
  }

  /** The number of messages that were let through. */
  get distinct(): number {
    return [...this.sequences.keys()].reduce((sum, key) => sum + this.seen(key).length, 0);
  }
}

export const upTo = (last: number): readonly number[] => Array.from({ length: last }, (_, index) => index + 1);
