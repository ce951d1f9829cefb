import { randomUUID } from 'node:crypto';
import {
  type Clock,
  type CommandContext,
  eventIdOf,
  type EventStore,
  fold,
  idOf,
  load,
  type Loaded,
  type RecordedEvent,
  type UnitsOfWork,
} from '@ecou/event-sourcing';
import type { Effect } from './effect.js';
import {
  KeyedConsumer,
  type DeliveryContext,
  type KeyedServices,
  type PendingMessages,
} from '../consumer/keyed-consumer.js';
import type { Delivery } from '../consumer/held-messages.js';
import { throughOutagesAndStop } from '../resilience/loop.js';
import { reread } from '../consumer/own-events.js';
import { metadataFor } from '../policies/reaction.js';
import { describe, isOutage } from '../resilience/trouble.js';

export interface EffectServicesOf extends KeyedServices {
  readonly store: EventStore;
  readonly units: UnitsOfWork;
  readonly clock: Clock;
}

/** The event that set an effect off, and where its inbox stands. */
interface Occasion {
  readonly delivery: Delivery<RecordedEvent>;
  readonly id: string;
  readonly last: number | null;
  readonly signal: AbortSignal;
}

const recordAttempts = 21;
/** Calls to the outside world at a time. */
const width = 16;

/** The name of an effect among the consumers. */
export const effectName = (effect: Effect): string => `effect:${effect.name}`;

/** The effect's handling of the events that set it off. */
export function effectConsumer(effect: Effect, services: EffectServicesOf): KeyedConsumer<RecordedEvent> {
  const runner = new EffectRunner(effect, services);
  return new KeyedConsumer(
    {
      consumer: effectName(effect),
      handle: runner.handle,
      pending: runner.pending,
      refresh: (event) => reread(services.store, event),
    },
    { width, ...services },
  );
}

/**
 * Calls the outside world at most once per occasion: the start stands in the stream before the call, with the exact version that it was
 * decided on, and the outcome after it. A start that is found without an outcome was made by a process that died or froze, so that nobody
 * knows whether the call went out: it is put on record as uncertain, and not made again.
 */
class EffectRunner {
  constructor(
    private readonly effect: Effect,
    private readonly services: EffectServicesOf,
  ) {}

  /** Asks for the inbox of a whole batch. Events that were seen before are left too: a start without an outcome may stand behind one. */
  readonly pending = async (
    source: string,
    byKey: ReadonlyMap<string, readonly Delivery<RecordedEvent>[]>,
  ): Promise<ReadonlyMap<string, PendingMessages<RecordedEvent>>> => {
    const lasts = await this.services.store.inbox(effectName(this.effect), source, [...byKey.keys()]);
    return new Map(
      [...byKey].map(([key, queue]) => {
        const left = queue.map((delivery) => ({ delivery, before: null }));
        return [key, { last: lasts.get(key) ?? null, left, end: null }];
      }),
    );
  };

  readonly handle = async (delivery: Delivery<RecordedEvent>, known: DeliveryContext): Promise<void> => {
    const { effect } = this;
    const { store, clock } = this.services;
    const { signal } = known;
    const { source, key, sequence, message } = delivery;
    const id = idOf(message.stream);
    let loaded = await load(store, effect.aggregate, id);
    if (effect.started(loaded.state)) {
      await this.record(id, await effect.uncertain(loaded.state, clock.now(), id), message);
      loaded = await load(store, effect.aggregate, id);
    }
    // Where it is older than the inbox, the append of the start finds that.
    const { last = (await store.inbox(effectName(effect), source, [key])).get(key) ?? null } = known;
    if (last !== null && sequence <= last) return; // seen before
    const occasion = { delivery, id, last, signal };
    const command = await effect.start(loaded.state, message, clock.now());
    if (command === undefined) await this.pass(occasion);
    else await this.perform(command, loaded, occasion);
  };

  private async perform(start: unknown, before: Loaded<unknown>, occasion: Occasion): Promise<void> {
    const { effect } = this;
    const { store, clock } = this.services;
    const { id, signal, delivery } = occasion;
    const version = await this.begin(start, before, occasion);
    // Read again just before the call: whoever was frozen since the start may find that another has called it uncertain.
    const since = await throughOutagesAndStop(signal, () =>
      store.readStream(delivery.message.stream, { after: before.version }),
    );
    const state = this.open(before, version, since);
    if (state === undefined) return;
    const outcome = await this.call(state, id);
    // What is known must not get lost while the database is away.
    await throughOutagesAndStop(signal, async () =>
      this.record(id, outcome ?? (await effect.uncertain(state, clock.now(), id)), delivery.message),
    );
  }

  /** The state after these events, if the start that ends at this version has not found an end: one that was made since is another's. */
  private open(before: Loaded<unknown>, version: number, since: readonly RecordedEvent[]): unknown {
    const { aggregate, started } = this.effect;
    let { state } = before;
    for (const event of version > before.version ? since : []) {
      state = fold(aggregate.decider, [event], state);
      if (event.version >= version && !started(state)) return undefined;
    }
    return started(state) ? state : undefined;
  }

  /** Appends the start; answers its version. Returns only where it is this attempt's own; throws where that is not certain. */
  private async begin(command: unknown, before: Loaded<unknown>, occasion: Occasion): Promise<number> {
    const { store, units } = this.services;
    const { id, signal, delivery } = occasion;
    const { stream } = delivery.message;
    // An id of this attempt alone: the same start by another process must be a conflict, never a duplicate.
    const context = { ...this.context(delivery.message), inbox: this.move(occasion) };
    const { commandId } = context;
    try {
      const { version } = await units.run(
        context,
        (work) => work.decide(this.effect.aggregate, id, command, { expect: before.version }),
        { attempts: 1 },
      );
      return version;
    } catch (error) {
      if (!isOutage(error)) throw error;
      const since = await throughOutagesAndStop(signal, () => store.readStream(stream, { after: before.version }));
      const own = since.filter((event, index) => event.id === eventIdOf(commandId, stream, index));
      if (own.length === 0) throw error;
      return before.version + own.length;
    }
  }

  /** The command for the outcome; `undefined` where nobody knows it. */
  private async call(state: unknown, id: string): Promise<unknown> {
    const { clock, logger } = this.services;
    try {
      return await this.effect.call(state, id, () => clock.now());
    } catch (error) {
      const { code, text } = describe(error);
      logger.error(
        { consumer: effectName(this.effect), key: id, code, error: text },
        'An effect ended without an outcome.',
      );
      return undefined;
    }
  }

  private async record(id: string, command: unknown, event: RecordedEvent): Promise<void> {
    const { units } = this.services;
    await units.run(this.context(event), (work) => work.decide(this.effect.aggregate, id, command), {
      attempts: recordAttempts,
    });
  }

  private async pass(occasion: Occasion): Promise<void> {
    const { metadata } = this.context(occasion.delivery.message);
    await this.services.units.pass(this.move(occasion), metadata);
  }

  private move({ delivery, last }: Occasion) {
    const { source, key, sequence } = delivery;
    return { consumer: effectName(this.effect), source, key, previous: last, sequence };
  }

  /** The context of one command; its id is never the same twice. */
  private context({ id, metadata: { correlationId, traceparent } }: RecordedEvent): CommandContext {
    const metadata = metadataFor(effectName(this.effect), { id, correlationId, traceparent });
    return { metadata, commandId: randomUUID(), now: this.services.clock.now() };
  }
}
