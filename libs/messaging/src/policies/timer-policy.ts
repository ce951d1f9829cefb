import type { Lease, Leadership, Leases } from '@ecou/event-sourcing';
import { v5 as uuidv5 } from 'uuid';
import type { DueTimer, Policy } from './policy.js';
import { KeyedConsumer, type KeyedServices } from '../consumer/keyed-consumer.js';
import type { Delivery } from '../consumer/held-messages.js';
import { loop } from '../resilience/loop.js';
import { describe } from '../resilience/trouble.js';
import { PolicyHandler, type PolicyServices } from './policy-handler.js';

/** A policy that reacts to timers that are due. */
export type TimerPolicy = Extract<Policy, { readonly on: 'timer' }>;

/** The source of timers. */
export const timerSource = 'timers';
const batchSize = 100;
const pollMs = 200;

/** Namespace of the ids of causes: a timer together with the time at which it was due. */
const firings = '6d1d5c1e-6f0b-5d0e-9f2a-2f6c1b7a9e44';

/** Names one firing of a timer; the same timer may be set again, for another time. */
const firingOf = ({ id, dueAt }: DueTimer): string => `${id}/${dueAt}`;

const deliveryOf = (timer: DueTimer): Delivery<DueTimer> => ({
  source: timerSource,
  key: firingOf(timer),
  sequence: 1,
  message: timer,
});

/** The policy's handling of timers, in the order in which they were due. */
export function timerConsumer(policy: TimerPolicy, services: PolicyServices & KeyedServices): KeyedConsumer<DueTimer> {
  const handler = new PolicyHandler<DueTimer>(
    {
      policy: policy.name,
      notYet: policy.notYet ?? [],
      counts: 'some',
      cause: (timer) => {
        const id = uuidv5(firingOf(timer), firings);
        return { id, correlationId: id };
      },
      concerns: () => true,
      then: policy.then,
    },
    services,
  );
  const { consumer, notYet, handle } = handler;
  return new KeyedConsumer({ consumer, notYet, handle }, { ...services, width: 1 });
}

export interface TimersOptions extends PolicyServices, KeyedServices {
  readonly leases: Leases;
  readonly policies: readonly { readonly timer: string; readonly consumer: KeyedConsumer<DueTimer> }[];
}

/**
 * Fires timers that are due by the injected clock, one process at a time. A firing is a message with an inbox row of its own, so that it
 * has its effect once, whoever dies when; a timer is taken away after it has had it, or stands in a queue.
 */
export class Timers {
  constructor(private readonly options: TimersOptions) {}

  start(): Leadership {
    return this.options.leases.lead(timerSource, (_: Lease, signal) => {
      const onError = (error: unknown) => {
        this.options.logger.warn({ error: describe(error).text }, 'Timers could not be fired, and are tried again.');
      };
      return loop({ signal, idleMs: pollMs, onError }, () => this.fireDue(signal));
    });
  }

  /** The number of timers that are due and have not been fired. */
  async overdue(): Promise<number> {
    const { pool, schema, clock } = this.options;
    const { rows } = await pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${schema}.timers WHERE due_at <= $1`,
      [clock.now()],
    );
    return rows[0]?.count ?? 0;
  }

  private async fireDue(signal: AbortSignal): Promise<boolean> {
    const { pool, schema, clock, policies } = this.options;
    const { rows } = await pool.query<DueTimer>({
      name: `due-timers/${schema}`,
      text: `SELECT id, name, subject, due_at AS "dueAt", data FROM ${schema}.timers
             WHERE due_at <= $1 AND name = ANY($2::text[]) ORDER BY due_at, id LIMIT ${batchSize}`,
      values: [clock.now(), policies.map(({ timer }) => timer)],
    });
    if (rows.length === 0) return false;
    for (const { timer, consumer } of policies) {
      const due = rows.filter(({ name }) => name === timer).map(deliveryOf);
      await consumer.take(timerSource, due, signal);
    }
    // One that was set again meanwhile stays.
    await pool.query(
      `DELETE FROM ${schema}.timers USING (
         SELECT t.id FROM ${schema}.timers t JOIN unnest($1::uuid[], $2::timestamptz[]) fired(id, due_at)
           ON t.id = fired.id AND date_trunc('milliseconds', t.due_at) = fired.due_at ORDER BY t.id FOR UPDATE OF t
       ) taken WHERE timers.id = taken.id`,
      [rows.map(({ id }) => id), rows.map(({ dueAt }) => dueAt)],
    );
    return rows.length === batchSize;
  }
}
