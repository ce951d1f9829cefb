import type { Clock } from '@ecou/event-sourcing';
import { backoff, inParallel, pause, throughOutages } from '../resilience/loop.js';
import type { Delivery, Held, HeldMessages, Verdict } from './held-messages.js';
import type { Logger } from '../resilience/logger.js';
import { describe, Stopped, troubleOf } from '../resilience/trouble.js';

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

/** Under which circumstances a message is handled. */
export interface Circumstances {
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
export interface Sifted<M extends object> {
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
  readonly handle: (delivery: Delivery<M>, circumstances: Circumstances) => Promise<void>;
  /** A message that has waited, as this build reads it. */
  readonly refresh?: (message: M) => Promise<M>;
  /** Looks at a batch as a whole, so that what needs no handling costs nothing by itself. */
  readonly sift?: (
    source: string,
    byKey: ReadonlyMap<string, readonly Delivery<M>[]>,
  ) => Promise<ReadonlyMap<string, Sifted<M>>>;
  /** Moves keys past messages that need no handling, to these sequences. */
  readonly pass?: (source: string, ends: ReadonlyMap<string, number>) => Promise<void>;
}

export interface KeyedServices {
  readonly heldMessages: HeldMessages;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly retries?: RetryPolicy;
  /** The number of keys at a time. */
  readonly width?: number;
}

const conflictsInPlace = 8;

/** The number of tries of a message in a row with the trouble that it has, and the code of that. */
type Tried = Pick<Held, 'attempts' | 'errorCode'>;

const untried: Tried = { attempts: 0, errorCode: null };

/** A queue of which nothing is known. */
type Whole<M extends object> = Pick<Sifted<M>, 'left'> & { readonly last?: number | null };

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
    this.width = services.width ?? 16;
  }

  get consumer(): string {
    return this.handler.consumer;
  }

  /**
   * Takes a batch of one source. When it returns, each message has been handled or stands in its queue, durably. Throws `Stopped` when
   * the signal aborts, after which the batch must be brought again.
   */
  async take(source: string, batch: readonly Delivery<M>[], signal: AbortSignal): Promise<void> {
    if (batch.length === 0) return;
    const byKey = new Map<string, Delivery<M>[]>();
    for (const delivery of batch) {
      const queue = byKey.get(delivery.key);
      if (queue) queue.push(delivery);
      else byKey.set(delivery.key, [delivery]);
    }
    const { heldMessages } = this.services;
    const [held, sifted] = await Promise.all([
      throughOutages(signal, () => heldMessages.heldKeys(this.consumer, source, [...byKey.keys()])),
      throughOutages(signal, () => this.sift(source, byKey)),
    ]);
    const ends = new Map<string, number>();
    await inParallel([...byKey], this.width, async ([key, queue]) => {
      const { end = null, ...rest } = sifted.get(key) ?? whole(queue);
      if (held.has(key)) await throughOutages(signal, () => heldMessages.hold(this.consumer, queue));
      else if ((await this.takeQueue(queue, rest, signal)) && end !== null) ends.set(key, end);
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
      const delivery = await throughOutages(signal, () => this.refreshed(head as Held<M>));
      const verdict = await this.attempt(delivery, tried, { gapAccepted, signal });
      if (verdict) {
        await throughOutages(signal, () => heldMessages.judge(id, verdict));
        return;
      }
      await throughOutages(signal, () => heldMessages.drop([id]));
      [head] = await throughOutages(signal, () => heldMessages.ofKey(first, 1));
    }
  }

  private async refreshed(held: Held<M>): Promise<Delivery<M>> {
    const { refresh } = this.handler;
    return refresh ? { ...held, message: await refresh(held.message) } : held;
  }

  private async sift(
    source: string,
    byKey: ReadonlyMap<string, readonly Delivery<M>[]>,
  ): Promise<ReadonlyMap<string, Sifted<M>>> {
    return (await this.handler.sift?.(source, byKey)) ?? new Map();
  }

  private async pass(source: string, ends: ReadonlyMap<string, number>, signal: AbortSignal): Promise<void> {
    if (ends.size > 0) await throughOutages(signal, async () => this.handler.pass?.(source, ends));
  }

  /** Handles what is left of a queue. False where it had to be put into its queue of held messages. */
  private async takeQueue(
    queue: readonly Delivery<M>[],
    { last, left }: Whole<M>,
    signal: AbortSignal,
  ): Promise<boolean> {
    let known = last;
    for (const { delivery, before } of left) {
      const { source, key, sequence } = delivery;
      const verdict = await this.attempt(delivery, untried, {
        ...{ gapAccepted: false, before, signal },
        ...(known === undefined ? {} : { last: known }),
      });
      if (verdict) {
        if (before !== null && before > (known ?? 0)) await this.pass(source, new Map([[key, before]]), signal);
        const behind = queue.filter((each) => each.sequence >= sequence);
        await throughOutages(signal, () => this.services.heldMessages.hold(this.consumer, behind, verdict));
        return false;
      }
      if (known !== undefined) known = sequence;
    }
    return true;
  }

  /** Handles a message; answers how it must be held if that fails. */
  private async attempt(
    delivery: Delivery<M>,
    tried: Tried,
    { last, ...known }: Circumstances,
  ): Promise<Verdict | undefined> {
    const { signal } = known;
    let [conflicts, outages] = [0, 0];
    for (;;) {
      if (signal.aborted) throw new Stopped();
      const first = conflicts + outages === 0;
      try {
        await this.handler.handle(delivery, {
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
    const { notYet = [] } = this.handler;
    const trouble = troubleOf(error, notYet);
    const { code, text } = describe(error);
    const limits = trouble === 'not-yet' ? this.retries.notYet : this.retries.poison;
    // Each kind counts for itself, from the beginning after one of another kind; a conflict is none of them.
    const before = notYet.includes(tried.errorCode ?? '') === (trouble === 'not-yet') ? tried.attempts : 0;
    const attempts = trouble === 'conflict' ? 0 : before + 1;
    const final = trouble === 'jump' || attempts >= limits.attempts;
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
