import { UnknownEvent, type Clock } from '@ecou/event-sourcing';
import { backoff, inParallel, pause, throughOutages } from '../resilience/loop.js';
import type { Delivery, Held, HeldMessages, Verdict } from './held-messages.js';
import type { Logger } from '../resilience/logger.js';
import { describe, Stopped, troubleOf, type Trouble } from '../resilience/trouble.js';

/** The number of tries of a message before it is parked, and the pauses between them. */
export interface Retries {
  readonly attempts: number;
  readonly firstMs: number;
  readonly mostMs: number;
}

export interface RetryPolicy {
  readonly notYet: Retries;
  readonly poison: Retries;
}

/** About half an hour for what is not there yet, about 8 seconds for what breaks. */
export const defaultRetries: RetryPolicy = {
  notYet: { attempts: 20, firstMs: 250, mostMs: 180_000 },
  poison: { attempts: 5, firstMs: 500, mostMs: 30_000 },
};

/** The things that are known of a message's delivery besides itself. */
export interface DeliveryContext {
  /** The last sequence of the key that was taken (null: none), where the caller knows it; it may have grown since. */
  readonly last?: number | null;
  /** Up to this sequence nothing is left to be handled, where the caller knows it. */
  readonly before?: number | null;
  /** An operator said that what is missing before it will not come. */
  readonly gapAccepted: boolean;
  /** Aborts when the process stops or the lease is lost. */
  readonly signal: AbortSignal;
}

/** Messages of a key that are left to be handled. */
export interface PendingMessages<M extends object> {
  /** The last sequence that was taken; null for none. */
  readonly last: number | null;
  /** In order; `before` is the last sequence ahead of each, that of a message which needs no handling included. */
  readonly left: readonly { readonly delivery: Delivery<M>; readonly before: number | null }[];
  /** The last sequence of all, where it is that of a message which needs no handling. */
  readonly end: number | null;
}

/** Handles messages one by one, in order per key. */
export interface Handler<M extends object> {
  readonly consumer: string;
  /** Codes of rejections that mean "not yet". */
  readonly notYet?: readonly string[];
  /** Throws where the message could not be handled. Called again for the same message: it must find out by itself. */
  readonly handle: (delivery: Delivery<M>, deliveryContext: DeliveryContext) => Promise<void>;
  /** Handles messages of many keys together, all or none of them. Where it throws, each is handled by itself. */
  readonly handleTogether?: (deliveries: readonly Delivery<M>[]) => Promise<void>;
  /** A message that has waited, as this build reads it. */
  readonly refresh?: (message: M) => Promise<M>;
  /** Looks at a batch as a whole, so that what needs no handling costs nothing by itself. */
  readonly pending?: (
    source: string,
    byKey: ReadonlyMap<string, readonly Delivery<M>[]>,
  ) => Promise<ReadonlyMap<string, PendingMessages<M>>>;
  /** True for a sequence that may follow the last one of a key; by default any one may. */
  readonly follows?: (last: number | null, sequence: number) => boolean;
  /** Moves keys past messages that need no handling, to these sequences. */
  readonly pass?: (source: string, ends: ReadonlyMap<string, number>) => Promise<void>;
}

export interface KeyedServices {
  readonly heldMessages: HeldMessages;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly retries?: RetryPolicy;
  /** The number of keys at a time: what their units write goes into few commits. */
  readonly width?: number;
}

const conflictsInPlace = 8;

/** The number of tries of a message in a row with the trouble that it has, and the code of that. */
type Tried = Pick<Held, 'attempts' | 'errorCode'>;

const asItCame = <M extends object>(delivery: Delivery<M>): Promise<Delivery<M>> => Promise.resolve(delivery);

/** Trouble that stays the same however often a message is tried. */
const parksAtOnce: ReadonlySet<Trouble> = new Set(['jump', 'unreadable']);

const untried: Tried = { attempts: 0, errorCode: null };

/** A queue of which nothing is known. */
type Whole<M extends object> = Pick<PendingMessages<M>, 'left'> & { readonly last?: number | null };

const whole = <M extends object>(queue: readonly Delivery<M>[]): Whole<M> & { readonly end?: null } => ({
  left: queue.map((delivery) => ({ delivery, before: null })),
});

/**
 * Brings messages to a handler: in order per key, keys side by side. A key in trouble is put into its queue and tried again from there,
 * so it never stands in the way of the others; only an outage, which concerns all of them, makes everybody wait.
 */
export class KeyedConsumer<M extends object = object> {
  private readonly retries: RetryPolicy;
  private readonly width: number;

  constructor(
    private readonly handler: Handler<M>,
    private readonly services: KeyedServices,
  ) {
    this.retries = services.retries ?? defaultRetries;
    this.width = services.width ?? 64;
  }

  get consumer(): string {
    return this.handler.consumer;
  }

  /** True for a sequence that may follow the last one of a key. */
  readonly follows = (last: number | null, sequence: number): boolean => this.handler.follows?.(last, sequence) ?? true;

  /**
   * Takes a batch of one source. When it returns, each message has been handled or stands in its queue, durably. Throws `Stopped` when
   * the signal aborts, after which the batch must be brought again. Calls `progressed` whenever it is through with one of them.
   */
  async take(
    source: string,
    batch: readonly Delivery<M>[],
    signal: AbortSignal,
    progressed: () => void = () => undefined,
  ): Promise<void> {
    if (batch.length === 0) return;
    const byKey = new Map<string, Delivery<M>[]>();
    for (const delivery of batch) {
      const queue = byKey.get(delivery.key);
      if (queue) queue.push(delivery);
      else byKey.set(delivery.key, [delivery]);
    }
    const { heldMessages } = this.services;
    const [held, pending] = await Promise.all([
      throughOutages(signal, () => heldMessages.heldKeys(this.consumer, source, [...byKey.keys()])),
      throughOutages(signal, () => this.pending(source, byKey)),
    ]);
    const ends = new Map<string, number>();
    const handled = await this.takeTogether(batch, { held, pending }, signal);
    await inParallel([...byKey], this.width, async ([key, queue]) => {
      const { end = null, ...rest } = pending.get(key) ?? whole(queue);
      if (held.has(key)) await throughOutages(signal, () => heldMessages.hold(this.consumer, queue));
      else if ((handled.has(key) || (await this.takeQueue(queue, rest, signal, progressed))) && end !== null)
        ends.set(key, end);
      progressed();
    });
    await this.pass(source, ends, signal);
  }

  /** Tries the first message of a queue again, and those behind it while all goes well. */
  async redrive(first: Held, signal: AbortSignal): Promise<void> {
    const { heldMessages } = this.services;
    let head: Held | undefined = first;
    while (head?.state === 'waiting' || head === first) {
      const { id, gapAccepted }: Held = head;
      const tried: Tried = head;
      const verdict = await this.attempt(head as Held<M>, tried, { gapAccepted, signal }, this.refreshed);
      if (verdict) {
        await throughOutages(signal, () => heldMessages.judge(id, verdict));
        return;
      }
      await throughOutages(signal, () => heldMessages.drop([id]));
      [head] = await throughOutages(signal, () => heldMessages.ofKey(first, 1));
    }
  }

  private readonly refreshed = async (held: Delivery<M>): Promise<Delivery<M>> => {
    const { refresh } = this.handler;
    return refresh ? { ...held, message: await refresh(held.message) } : held;
  };

  private async pending(
    source: string,
    byKey: ReadonlyMap<string, readonly Delivery<M>[]>,
  ): Promise<ReadonlyMap<string, PendingMessages<M>>> {
    return (await this.handler.pending?.(source, byKey)) ?? new Map();
  }

  private async pass(source: string, ends: ReadonlyMap<string, number>, signal: AbortSignal): Promise<void> {
    if (ends.size > 0) await throughOutages(signal, async () => this.handler.pass?.(source, ends));
  }

  /**
   * Handles what is left of a batch together where the handler can, without keys that are held or miss a message; answers the keys. None
   * where each has to be handled by itself: that shows which of them is in trouble.
   */
  private async takeTogether(
    batch: readonly Delivery<M>[],
    {
      held,
      pending,
    }: { readonly held: ReadonlySet<string>; readonly pending: ReadonlyMap<string, PendingMessages<M>> },
    signal: AbortSignal,
  ): Promise<ReadonlySet<string>> {
    const { handleTogether } = this.handler;
    if (!handleTogether) return new Set();
    const left = new Set([...pending.values()].flatMap((one) => one.left.map(({ delivery }) => delivery)));
    const missing = [...pending].filter(([, one]) =>
      one.left.some(({ delivery, before }) => !this.follows(before, delivery.sequence)),
    );
    const apart = new Set([...held, ...missing.map(([key]) => key)]);
    const deliveries = batch.filter((one) => !apart.has(one.key) && (left.has(one) || !pending.has(one.key)));
    if (deliveries.length === 0) return new Set();
    try {
      await throughOutages(signal, () => handleTogether(deliveries));
      return new Set(deliveries.map(({ key }) => key));
    } catch (error) {
      if (error instanceof Stopped) throw error;
      return new Set();
    }
  }

  /** Handles what is left of a queue. False where it had to be put into its queue of held messages. */
  private async takeQueue(
    queue: readonly Delivery<M>[],
    { last, left }: Whole<M>,
    signal: AbortSignal,
    progressed: () => void,
  ): Promise<boolean> {
    let known = last;
    for (const { delivery, before } of left) {
      const { source, key, sequence } = delivery;
      const deliveryContext = { gapAccepted: false, before, signal, ...(known === undefined ? {} : { last: known }) };
      const verdict = await this.attempt(delivery, untried, deliveryContext, asItCame);
      if (verdict) {
        if (before !== null && before > (known ?? 0)) await this.pass(source, new Map([[key, before]]), signal);
        const behind = queue.filter((each) => each.sequence >= sequence);
        await throughOutages(signal, () => this.services.heldMessages.hold(this.consumer, behind, verdict));
        return false;
      }
      // One that was seen before may be brought again.
      if (known !== undefined) known = Math.max(known ?? sequence, sequence);
      progressed();
    }
    return true;
  }

  /** Reads and handles a message; answers how it must be held if that fails. */
  private async attempt(
    delivery: Delivery<M>,
    tried: Tried,
    { last, ...known }: DeliveryContext,
    read: (delivery: Delivery<M>) => Promise<Delivery<M>>,
  ): Promise<Verdict | undefined> {
    const { signal } = known;
    let [conflicts, outages] = [0, 0];
    for (;;) {
      if (signal.aborted) throw new Stopped();
      const first = conflicts + outages === 0;
      try {
        await this.handler.handle(await read(delivery), {
          ...known,
          ...(first && last !== undefined ? { last } : {}),
        });
        return undefined;
      } catch (error) {
        if (error instanceof Stopped) throw error;
        const trouble = troubleOf(error, this.handler.notYet);
        if (trouble === 'outage') await pause(backoff((outages += 1), 50, 5_000), signal);
        else if (trouble === 'conflict' && conflicts < conflictsInPlace)
          await pause(backoff((conflicts += 1), 5, 250) * (0.5 + Math.random()), signal);
        else return this.verdict(delivery, error, tried);
      }
    }
  }

  private verdict({ source, key, sequence }: Delivery, error: unknown, tried: Tried): Verdict {
    const { clock, logger } = this.services;
    const notYet = [...(this.handler.notYet ?? []), UnknownEvent.code];
    const trouble = troubleOf(error, notYet);
    const { code, text } = describe(error);
    const limits = trouble === 'not-yet' ? this.retries.notYet : this.retries.poison;
    // Each kind counts for itself, from the beginning after one of another kind; a conflict is none of them.
    const before = notYet.includes(tried.errorCode ?? '') === (trouble === 'not-yet') ? tried.attempts : 0;
    const attempts = trouble === 'conflict' ? 0 : before + 1;
    const final = parksAtOnce.has(trouble) || attempts >= limits.attempts;
    const fields = { consumer: this.consumer, source, key, sequence, trouble, code, error: text, attempts };
    if (final) logger.error(fields, 'A message was parked; its key waits for an operator.');
    else logger.warn(fields, 'A message could not be handled; it will be tried again.');
    const dueIn = backoff(Math.max(attempts, 1), limits.firstMs, limits.mostMs);
    return {
      state: final ? 'parked' : 'retrying',
      attempts,
      retryAt: final ? null : new Date(Date.parse(clock.now()) + dueIn).toISOString(),
      errorCode: code,
      error: text,
    };
  }
}
