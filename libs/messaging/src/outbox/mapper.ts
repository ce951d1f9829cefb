import {
  type Batch,
  type Clock,
  type EventStore,
  follow,
  idOf,
  type Leadership,
  type Lease,
  type Leases,
  moveCheckpoint,
  type RecordedEvent,
  transaction,
} from '@ecou/event-sourcing';
import pLimit from 'p-limit';
import type { Pool } from 'pg';
import type { Delivery, Held, HeldMessages, Verdict } from '../consumer/held-messages.js';
import type { Logger } from '../resilience/logger.js';
import { loop, together } from '../resilience/loop.js';
import { mapEvent, publishes } from './mapping.js';
import type { AnyPublishTable } from './publish.js';
import { eventsOf, reread } from '../consumer/own-events.js';
import type { Draft, Outbox } from './outbox.js';
import { describe, isFenced } from '../resilience/trouble.js';

/** The mapper's name among the consumers. */
export const mapperName = 'mapper';

export interface MapperOptions {
  readonly context: string;
  readonly publish: AnyPublishTable;
  readonly store: EventStore;
  readonly pool: Pool;
  readonly schema: string;
  readonly leases: Leases;
  readonly heldMessages: HeldMessages;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The drafts that an event became, or the verdict on it. */
interface Attempt {
  readonly made?: readonly Draft[];
  readonly verdict?: Verdict;
}

/** The outcome of a queue: the ids of those that were mapped, and the first that was not. */
interface MappedQueue {
  readonly mapped: readonly string[];
  readonly drafts: readonly Draft[];
  readonly refused?: { readonly id: string; readonly verdict: Verdict };
}

const batchSize = 500;
/** Fewer: each message of a queue is read again by itself. */
const queueSize = 50;

/**
 * Turns the events of a context, in order, into messages in the outbox, in the transaction that moves its checkpoint; one process at a
 * time, fenced by its lease. An event that cannot be mapped parks its key: what follows of that key waits behind it, in order.
 */
export class Mapper {
  private readonly source: string;
  /** One transaction at a time: each says where the checkpoint is. */
  private readonly oneAtATime = pLimit(1);
  private position = 0;
  private unsaid = false;
  private notifying: Promise<void> | undefined;

  constructor(private readonly options: MapperOptions) {
    this.source = eventsOf(options.context);
  }

  start(): Leadership {
    return this.options.leases.lead(mapperName, (lease, signal) => this.run(lease, signal));
  }

  /** Positions that are not mapped yet, by anybody. */
  async lag(): Promise<number> {
    const { pool, schema } = this.options;
    const { rows } = await pool.query<{ lag: number }>(
      `SELECT coalesce((SELECT max(global_position) FROM ${schema}.events), 0)
         - coalesce((SELECT position FROM ${schema}.checkpoints WHERE consumer = $1), 0) AS lag`,
      [mapperName],
    );
    return Math.max(0, rows[0]?.lag ?? 0);
  }

  private async run(lease: Lease, signal: AbortSignal): Promise<void> {
    const { store, logger } = this.options;
    this.position = lease.position;
    const onError = (error: unknown) => {
      logger.warn({ consumer: mapperName, error: describe(error).text }, 'The mapper could not redrive.');
    };
    await together(
      signal,
      (inner) =>
        follow(store, {
          after: lease.position,
          limit: batchSize,
          signal: inner,
          handle: (batch) => this.oneAtATime(() => this.map(lease, batch)),
        }),
      (inner) =>
        loop({ signal: inner, idleMs: 500, onError, fatal: isFenced }, () =>
          this.oneAtATime(() => this.redriveNext(lease, inner)),
        ),
    );
  }

  private async map(lease: Lease, { events, position }: Batch): Promise<void> {
    const { pool, schema, heldMessages, outbox, publish } = this.options;
    const concerned = events.filter(({ type }) => publishes(publish, type));
    const written = await transaction(pool, async (client) => {
      await moveCheckpoint(client, schema, lease, position);
      if (concerned.length === 0) return 0;
      const held = await heldMessages.heldKeys(mapperName, this.source, [...new Set(concerned.map(keyOf))], client);
      const drafts: Draft[] = [];
      for (const event of concerned) {
        const { made, verdict }: Attempt = held.has(keyOf(event)) ? {} : this.attempt(event);
        if (made) drafts.push(...made);
        else {
          held.add(keyOf(event));
          await heldMessages.hold(mapperName, [this.delivery(event)], verdict, client);
        }
      }
      await outbox.write(client, drafts);
      return drafts.length;
    });
    this.position = position;
    if (written > 0) this.notify();
  }

  /** Mapping is pure, so trying again would change nothing: what fails is parked at once. */
  private attempt(event: RecordedEvent): Attempt {
    const { context, publish, logger } = this.options;
    try {
      return { made: mapEvent(context, publish, event) };
    } catch (error) {
      const { code, text } = describe(error);
      const { position, type } = event;
      logger.error(
        { consumer: mapperName, key: keyOf(event), position, type, code, error: text },
        'An event could not be mapped; its key waits for an operator.',
      );
      return { verdict: { state: 'parked', attempts: 1, retryAt: null, errorCode: code, error: text } };
    }
  }

  private delivery(event: RecordedEvent): Delivery<RecordedEvent> {
    return { source: this.source, key: keyOf(event), sequence: event.position, message: event };
  }

  /** Maps what an operator has released, with what waits behind it. Answers whether there may be more. */
  private async redriveNext(lease: Lease, signal: AbortSignal): Promise<boolean> {
    const { pool, schema, heldMessages, outbox, clock } = this.options;
    const [first] = await heldMessages.due([mapperName], clock.now(), 1);
    if (!first) return false;
    // Before the transaction, which holds the row that leases are renewed in: whoever holds the lease is alone with its queues.
    const { mapped, drafts, refused } = await this.mapQueue(await heldMessages.ofKey(first, queueSize));
    // This turn may have waited behind a move whose answer was lost, so that nobody here knows where the checkpoint is.
    if (signal.aborted) return false;
    await transaction(pool, async (client) => {
      await moveCheckpoint(client, schema, lease, this.position);
      await heldMessages.drop(mapped, client);
      if (refused) await heldMessages.judge(refused.id, refused.verdict, client);
      await outbox.write(client, drafts);
    });
    this.notify();
    return true;
  }

  /** Maps a queue up to the first of it that still cannot be mapped. */
  private async mapQueue(queue: readonly Held[]): Promise<MappedQueue> {
    const mapped: string[] = [];
    const drafts: Draft[] = [];
    for (const { id, message } of queue) {
      const { made = [], verdict } = this.attempt(await reread(this.options.store, message as RecordedEvent));
      if (verdict) return { mapped, drafts, refused: { id, verdict } };
      mapped.push(id);
      drafts.push(...made);
    }
    return { mapped, drafts };
  }

  /** At once; what comes while one is under way makes one more. */
  private notify(): void {
    this.unsaid = true;
    this.notifying ??= this.sayAll().finally(() => {
      this.notifying = undefined;
    });
  }

  private async sayAll(): Promise<void> {
    while (this.unsaid) {
      this.unsaid = false;
      await this.options.outbox.notify().catch(() => undefined); // readers poll as well
    }
  }
}

const keyOf = ({ stream }: RecordedEvent): string => idOf(stream);
