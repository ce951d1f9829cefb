import { setImmediate as immediate } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs';
import type { Logger } from '../../resilience/logger.js';
import { backoff, pause, throughOutages, within } from '../../resilience/loop.js';
import { describe, Stopped } from '../../resilience/trouble.js';
import type { BusConsumer, ConsumerStatus, Subscription } from '../bus.js';
import { Pulse } from '../pulse.js';
import { fromRecord, type Received } from '../received.js';
import { keepOffsets, offsetsOf } from '../../consumer/offsets.js';
import { startsOf } from '../../consumer/starts.js';
import { close, partitions, type Cluster } from './cluster.js';

export interface KafkaConsumerOptions {
  readonly cluster: Cluster;
  readonly pool: Pool;
  /** The schema of the consuming context, which is part of the group's name. */
  readonly schema: string;
  readonly logger: Logger;
}

const callMs = 30_000;
const commitMs = 5_000;
const commitEveryMs = 1_000;
const heartbeatMs = 2_000;
const sessionMs = 10_000;
/** A consumer that worked that long since it joined its group is built anew at once when it fails. */
const steadyMs = 30_000;

/**
 * A consumer that cannot be lost: kafkajs stops for good after some restarts of a broker, so whenever one crashes or falls silent it is
 * thrown away and built anew, with backoff. Kafka's offsets are a convenience only: what was seen is known by the consumer's inbox. The
 * consumer's database has offsets of its own, and the earlier ones count: one that was restored from a backup is brought what it has lost.
 */
export class KafkaConsumer implements BusConsumer {
  private readonly stopping = new AbortController();
  private readonly working: Promise<void>;
  /** Batches in hand. */
  private readonly batches = new Set<Promise<void>>();
  private readonly lags = new Map<number, number>();
  /** The next offset per partition, where the brokers do not know it yet. */
  private readonly taken = new Map<number, string>();
  /** Fulfilled once it stands where it is to go on since it joined its group. */
  private placed: Promise<void> = Promise.resolve();
  private gathered: { readonly messages: Received[]; readonly taken: Promise<void> } | undefined;
  private readonly pulse = new Pulse();
  /** The time at which it joined its group; `Infinity` until then. */
  private joinedAt = Infinity;
  /** Its name in the database. */
  private readonly name: string;

  constructor(
    private readonly subscription: Subscription,
    private readonly options: KafkaConsumerOptions,
  ) {
    this.name = `kafka:${subscription.consumer}:${subscription.topic}`;
    this.working = this.work();
  }

  status(): Promise<ConsumerStatus> {
    const { consumer, topic } = this.subscription;
    const { lastPollAt, silent, standsStill } = this.pulse;
    return Promise.resolve({
      consumer,
      topic,
      lastPollAt,
      polling: lastPollAt !== null && !silent,
      progressing: !standsStill,
      lag: lastPollAt === null ? null : [...this.lags.values()].reduce((sum, lag) => sum + lag, 0),
    });
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.working;
  }

  private async work(): Promise<void> {
    const { signal } = this.stopping;
    const { consumer, topic } = this.subscription;
    let failures = 0;
    while (!signal.aborted) {
      this.joinedAt = Infinity;
      try {
        await this.session(signal);
      } catch (error) {
        const { text } = describe(error);
        this.options.logger.warn({ consumer, topic, error: text }, 'A consumer stopped, and is built anew.');
        this.options.cluster.doubt(topic);
      }
      const isSteady = performance.now() - this.joinedAt > steadyMs;
      failures = isSteady ? 1 : failures + 1;
      // When brokers come back, all consumers ask at once: those that get no answer in time ask again one after the other.
      await pause(backoff(failures, 100, 5_000) * (0.5 + Math.random()), signal);
    }
  }

  /** One consumer of kafkajs, from its making to its end. */
  private async session(signal: AbortSignal): Promise<void> {
    const { cluster } = this.options;
    const { topic } = this.subscription;
    await cluster.ensure(topic);
    const starts = await this.starts();
    const consumer = this.make();
    const ended = new AbortController();
    const inner = AbortSignal.any([signal, ended.signal]);
    let crash: Error | undefined;
    const fail = (error: Error) => {
      crash = error;
      ended.abort();
    };
    consumer.on(consumer.events.CRASH, ({ payload: { error } }) => {
      fail(error);
    });
    this.watch(consumer);
    consumer.on(consumer.events.GROUP_JOIN, ({ payload: { memberAssignment } }) => {
      this.placed = this.place(consumer, Object.values(memberAssignment).flat(), inner);
      this.placed.catch(fail);
    });
    try {
      await within(callMs, 'Connecting', consumer.connect());
      await within(callMs, 'Subscribing', consumer.subscribe({ topics: [topic], fromBeginning: true }));
      const eachBatch = (payload: EachBatchPayload) => this.keep(this.takeBatch(payload, starts, inner));
      const settings = { autoCommit: false, eachBatchAutoResolve: false, partitionsConsumedConcurrently: partitions };
      await within(callMs, 'Joining', consumer.run({ ...settings, eachBatch }));
      this.joinedAt = performance.now();
      if (this.pulse.lastPollAt === null) this.pulse.polled();
      while (!inner.aborted && !this.pulse.silent) {
        await pause(commitEveryMs, inner);
        await this.commit(consumer);
        await cluster.ensure(topic).catch(() => undefined); // the consumer itself notices that brokers are away
      }
    } finally {
      ended.abort();
      await Promise.allSettled(this.batches);
      this.pulse.stop();
      if (signal.aborted) await this.leave(consumer);
      else close(consumer);
      this.taken.clear();
    }
    if (crash) throw crash;
    if (!signal.aborted) throw new Error('It fell silent.');
  }

  private get groupId(): string {
    const { consumer, topic } = this.subscription;
    return `ecou-${this.options.schema}-${consumer}-${topic}`;
  }

  private async leave(consumer: Consumer): Promise<void> {
    await this.commit(consumer);
    await within(commitMs, 'Leaving', consumer.disconnect()).catch(() => undefined);
  }

  private make(): Consumer {
    return this.options.cluster.kafka.consumer({
      groupId: this.groupId,
      readUncommitted: false,
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: 1_000,
      sessionTimeout: sessionMs,
      heartbeatInterval: heartbeatMs,
      // Restarting is ours alone.
      retry: { initialRetryTime: 50, maxRetryTime: 1_000, retries: 5, restartOnFailure: () => Promise.resolve(false) },
    });
  }

  private watch(consumer: Consumer): void {
    const { GROUP_JOIN, FETCH, START_BATCH_PROCESS, END_BATCH_PROCESS } = consumer.events;
    consumer.on(GROUP_JOIN, ({ payload: { memberAssignment } }) => {
      const mine = new Set(Object.values(memberAssignment).flat());
      for (const known of [this.lags, this.taken])
        for (const partition of known.keys()) if (!mine.has(partition)) known.delete(partition);
    });
    consumer.on(FETCH, () => {
      this.pulse.polled();
    });
    consumer.on(START_BATCH_PROCESS, ({ payload: { partition, offsetLagLow } }) => {
      this.lags.set(partition, Number(offsetLagLow) + 1);
    });
    consumer.on(END_BATCH_PROCESS, ({ payload: { partition, offsetLag } }) => {
      this.lags.set(partition, Number(offsetLag));
    });
  }

  /** Never throws: an error that leaves here can end the consumer for good. What was not taken is brought again. */
  private async keep(batch: Promise<void>): Promise<void> {
    this.batches.add(batch);
    await this.pulse.hold(batch).catch(() => undefined);
    this.batches.delete(batch);
  }

  /** Throws `Stopped` where the messages were not taken. */
  private async takeBatch(
    payload: EachBatchPayload,
    starts: ReadonlyMap<number, number>,
    signal: AbortSignal,
  ): Promise<void> {
    const { batch } = payload;
    const start = starts.get(batch.partition) ?? 0;
    const beating = setInterval(() => {
      payload.heartbeat().catch(() => undefined); // a rebalance is seen when the batch is done
    }, heartbeatMs);
    try {
      await this.placed;
      if (payload.isStale()) return;
      const messages = batch.messages.filter(({ offset }) => Number(offset) >= start);
      await this.gather(this.decoded(messages), signal);
    } finally {
      clearInterval(beating);
    }
    const last = batch.messages.at(-1);
    if (last) payload.resolveOffset(last.offset);
    this.taken.set(batch.partition, String(BigInt(batch.lastOffset()) + 1n));
  }

  /** Goes back to where the database is, where its group is further on. What was fetched by then is stale. */
  private async place(consumer: Consumer, partitions: readonly number[], signal: AbortSignal): Promise<void> {
    const { pool, schema, cluster } = this.options;
    const { topic } = this.subscription;
    const known = await throughOutages(signal, () => offsetsOf(pool, schema, this.name));
    if (known.size === 0) return;
    const committed = await cluster.committed(this.groupId, topic);
    for (const partition of partitions) {
      const next = known.get(partition);
      if (next !== undefined && next < (committed.get(partition) ?? 0))
        consumer.seek({ topic, partition, offset: String(next) });
    }
  }

  /** Tells database and brokers how far it is. A failure is of no consequence: what is brought again is known by the inbox. */
  private async commit(consumer: Consumer): Promise<void> {
    const { topic } = this.subscription;
    const { pool, schema } = this.options;
    const taken = new Map(this.taken);
    this.taken.clear();
    if (taken.size === 0) return;
    await keepOffsets(pool, schema, this.name, taken).catch(() => undefined);
    const offsets = [...taken].map(([partition, offset]) => ({ topic, partition, offset }));
    await within(commitMs, 'Committing', consumer.commitOffsets(offsets)).catch(() => undefined);
  }

  /** kafkajs hands out what one fetch brought at the same moment, a batch per partition: it is taken as one. */
  private gather(messages: readonly Received[], signal: AbortSignal): Promise<void> {
    if (this.gathered) this.gathered.messages.push(...messages);
    else {
      const all = [...messages];
      const taken = immediate().then(() => {
        this.gathered = undefined;
        return this.handOver(all, signal);
      });
      this.gathered = { messages: all, taken };
    }
    return this.gathered.taken;
  }

  /** Hands messages over until they are taken. Throws `Stopped`. */
  private async handOver(messages: readonly Received[], signal: AbortSignal): Promise<void> {
    const { consumer, topic, handle } = this.subscription;
    if (messages.length === 0) return;
    for (let failures = 1; !signal.aborted; failures += 1) {
      try {
        await handle(messages, signal, this.pulse.progressed);
        return;
      } catch (error) {
        if (error instanceof Stopped) throw error;
        this.options.logger.warn({ consumer, topic, error: describe(error).text }, 'A consumer failed, and goes on.');
        await pause(backoff(failures, 50, 5_000), signal);
      }
    }
    throw new Stopped();
  }

  /** A record that is no message of ours is left out, with an alarm; had it been one, the next of its key would be a jump. */
  private decoded(records: readonly KafkaMessage[]): readonly Received[] {
    const { topic, consumer } = this.subscription;
    return records.flatMap(({ key, value, headers, offset }) => {
      try {
        return [fromRecord({ topic, key, value, headers })];
      } catch {
        this.options.logger.error({ consumer, topic, offset }, 'A record is no message of ours, and is left out.');
        return [];
      }
    });
  }

  /** For a consumer from now: the offset per partition at which it began. */
  private async starts(): Promise<ReadonlyMap<number, number>> {
    const { topic, from } = this.subscription;
    if (from === 'beginning') return new Map();
    const { pool, schema, cluster } = this.options;
    return startsOf(pool, schema, this.name, () => cluster.heads(topic));
  }
}
