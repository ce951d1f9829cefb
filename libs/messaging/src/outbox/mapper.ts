import {
  type Clock,
  type EventStore,
  follow,
  idOf,
  type Leadership,
  type Lease,
  type Leases,
  type RecordedEvent,
  transaction,
} from '@ecou/event-sourcing';
import pLimit from 'p-limit';
import type { Pool } from 'pg';
import type { Delivery, Held, HeldMessages, Verdict } from '../consumer/held-messages.js';
import type { Logger } from '../resilience/logger.js';
import { loop, together } from '../resilience/loop.js';
import { committed, draftsOf, publicationsOf } from './mapping.js';
import type { AnyPublishTable, Commit } from './publish.js';
import { eventsOf, reread } from '../consumer/own-events.js';
import { textOf, type Move, type Outbox } from './outbox.js';
import { describe, isFenced, isOutage } from '../resilience/trouble.js';

/** The mapper's name among the consumers. */
export const mapperName = 'mapper';

export interface MapperOptions {
  readonly context: string;
  readonly publish: AnyPublishTable;
  /** Of a context that has registrations. */
  readonly commit?: Commit;
  readonly store: EventStore;
  readonly pool: Pool;
  readonly schema: string;
  readonly leases: Leases;
  readonly heldMessages: HeldMessages;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The texts of the drafts that an event became, or why it became none. */
interface Attempt {
  readonly made?: readonly string[];
  readonly error?: unknown;
}

interface Attempted extends Attempt {
  readonly event: RecordedEvent;
}

/** The outcome of a queue: the ids of those that were mapped, and the first that was not. */
interface MappedQueue {
  readonly mapped: readonly string[];
  readonly drafts: readonly string[];
  readonly refused?: { readonly id: string; readonly verdict: Verdict };
}

const batchSize = 1_000;
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
  /** False while no event is held: only whoever leads puts one into a queue. */
  private mayHold = true;
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
    const { logger, heldMessages } = this.options;
    this.position = lease.position;
    this.mayHold = await heldMessages.any(mapperName);
    const onError = (error: unknown) => {
      logger.warn({ consumer: mapperName, error: describe(error).text }, 'The mapper could not redrive.');
    };
    await together(
      signal,
      (inner) => this.mapAll(lease, inner),
      (inner) =>
        loop({ signal: inner, idleMs: 500, onError, fatal: isFenced }, () =>
          this.oneAtATime(() => this.redriveNext(lease, inner)),
        ),
    );
  }

  /** Maps event after event. Behind a full batch there are more: they are read and mapped while it is written. */
  private async mapAll(lease: Lease, signal: AbortSignal): Promise<void> {
    const { store, publish } = this.options;
    const failed = new AbortController();
    let writing: Promise<void> = Promise.resolve();
    await follow(store, {
      after: lease.position,
      limit: batchSize,
      types: Object.keys(publish),
      signal: AbortSignal.any([signal, failed.signal]),
      handle: async ({ events, position }) => {
        const attempts = await Promise.all(events.map(async (event) => ({ event, ...(await this.attempt(event)) })));
        await writing;
        failed.signal.throwIfAborted();
        writing = this.oneAtATime(() => this.write({ lease, position }, attempts)).catch((error: unknown) => {
          failed.abort(error);
        });
        if (events.length < batchSize) await writing;
      },
    });
    await writing;
    failed.signal.throwIfAborted();
  }

  /** Writes what events became, and puts into its queue what became nothing, with what follows of its key. */
  private async write(move: Move, attempts: readonly Attempted[]): Promise<void> {
    const { pool, heldMessages, outbox } = this.options;
    const held = await this.heldOf(attempts);
    const drafts: string[] = [];
    const holds: { readonly event: RecordedEvent; readonly verdict: Verdict | undefined }[] = [];
    for (const { event, made, error } of attempts) {
      const key = keyOf(event);
      if (made && !held.has(key)) drafts.push(...made);
      else {
        holds.push({ event, verdict: held.has(key) ? undefined : this.refused(event, error) });
        held.add(key);
      }
    }
    if (holds.length === 0) await outbox.write(move, drafts);
    else {
      this.mayHold = true;
      await transaction(pool, async (client) => {
        await outbox.write(move, drafts, client);
        for (const { event, verdict } of holds)
          await heldMessages.hold(mapperName, [this.delivery(event)], verdict, client);
      });
    }
    this.position = move.position;
    if (drafts.length > 0) this.notify();
  }

  /** The keys of these events that are held. */
  private async heldOf(attempts: readonly Attempted[]): Promise<Set<string>> {
    if (!this.mayHold || attempts.length === 0) return new Set();
    const keys = new Set(attempts.map(({ event }) => keyOf(event)));
    return this.options.heldMessages.heldKeys(mapperName, this.source, [...keys]);
  }

  /** Mapping is pure, so trying again would change nothing: what fails is parked at once. */
  private async attempt(event: RecordedEvent): Promise<Attempt> {
    const { context, publish, commit } = this.options;
    try {
      const publications = publicationsOf(publish, event);
      const whole = publications.some(({ commitsTo }) => commitsTo)
        ? await committed(publications, event, commit)
        : publications;
      return { made: draftsOf(context, whole, event).map(textOf) };
    } catch (error) {
      // Whoever opens what is personal can be away.
      if (isOutage(error)) throw error;
      return { error };
    }
  }

  /** The same for an event that has waited, as this build reads it. */
  private async attemptAgain(event: RecordedEvent): Promise<Attempt> {
    try {
      return await this.attempt(await reread(this.options.store, event));
    } catch (error) {
      if (isOutage(error)) throw error;
      return { error };
    }
  }

  private refused(event: RecordedEvent, error: unknown): Verdict {
    const { code, text } = describe(error);
    const { position, type } = event;
    this.options.logger.error(
      { consumer: mapperName, key: keyOf(event), position, type, code, error: text },
      'An event could not be mapped; its key waits for an operator.',
    );
    return { state: 'parked', attempts: 1, retryAt: null, errorCode: code, error: text };
  }

  private delivery(event: RecordedEvent): Delivery<RecordedEvent> {
    return { source: this.source, key: keyOf(event), sequence: event.position, message: event };
  }

  /** Maps what an operator has released, with what waits behind it. Answers whether there may be more. */
  private async redriveNext(lease: Lease, signal: AbortSignal): Promise<boolean> {
    const { pool, heldMessages, outbox, clock } = this.options;
    if (!this.mayHold) return false;
    const [first] = await heldMessages.due([mapperName], clock.now(), 1);
    if (!first) {
      this.mayHold = await heldMessages.any(mapperName);
      return false;
    }
    // Before the transaction, which holds the row that leases are renewed in: whoever holds the lease is alone with its queues.
    const { mapped, drafts, refused } = await this.mapQueue(await heldMessages.ofKey(first, queueSize));
    // This turn may have waited behind a move whose answer was lost, so that nobody here knows where the checkpoint is.
    if (signal.aborted) return false;
    await transaction(pool, async (client) => {
      await outbox.write({ lease, position: this.position }, drafts, client);
      await heldMessages.drop(mapped, client);
      if (refused) await heldMessages.judge(refused.id, refused.verdict, client);
    });
    this.notify();
    return true;
  }

  /** Maps a queue up to the first of it that still cannot be mapped. */
  private async mapQueue(queue: readonly Held[]): Promise<MappedQueue> {
    const mapped: string[] = [];
    const drafts: string[] = [];
    for (const { id, message } of queue) {
      const event = message as RecordedEvent;
      const { made, error } = await this.attemptAgain(event);
      if (!made) return { mapped, drafts, refused: { id, verdict: this.refused(event, error) } };
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
