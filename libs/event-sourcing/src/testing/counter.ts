import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { defineEvents, evolved, type EventOf } from '../event-types.js';
import type { AppendResult, NewEvent, Unit } from '../unit.js';
import { streamOf } from '../event.js';

/** The events of the suites' example. `Renamed` is in its second version. */
export const counterEvents = defineEvents('counter', {
  Counted: z.object({ by: z.number().int(), number: z.string().optional() }),
  Renamed: evolved(z.object({ name: z.string(), language: z.string() }), (data) => ({ ...data, language: 'ro' })),
});

export type CounterEvent = EventOf<typeof counterEvents>;

export const counterStream = (id: string = randomUUID()): string => streamOf('counter', id);

export const counted = (by = 1, id: string = randomUUID()): NewEvent => ({ id, type: 'Counted', data: { by } });

export const metadata = { actor: 'system', correlationId: 'c', causationId: 'c' } as const;

/** A unit that writes events to one stream. */
export const plainUnit = (stream: string, expected: number | 'any', ...events: NewEvent[]): Unit => ({
  metadata,
  writes: [{ stream, expected, events }],
});

/** The reason for which a unit was refused, or the status of one that was not. */
export const refusal = (result: AppendResult): string =>
  result.status === 'conflict' ? result.refusedBy : result.status;
