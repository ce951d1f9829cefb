import { z } from 'zod';
import { pageQuery } from '../http/queries.js';

const instant = z.iso.datetime({ offset: true });
const heldState = z
  .enum(['waiting', 'retrying', 'parked'])
  .describe(
    'waiting: behind another of its key, or about to be tried; retrying: after a pause; parked: until an operator says so.',
  );

export const parkedParams = z.strictObject({ id: z.uuid() });

export const parkedQuery = z.strictObject({
  ...pageQuery,
  consumer: z.string().max(200).optional().describe('Only those of this consumer, as `/bus` names it.'),
  state: heldState.optional(),
});

export const redriveBody = z
  .strictObject({
    acceptGap: z
      .boolean()
      .default(false)
      .describe(
        'For SEQUENCE_JUMP: what is missing before this message will not come, and the key goes on without it.',
      ),
  })
  .meta({ id: 'Redrive' });

const parkedRow = z.object({
  id: z.uuid(),
  consumer: z.string().describe('`mapper`, a policy, or `effect:<name>`.'),
  source: z.string().describe('A topic, the own events of the context, or `timers`.'),
  key: z.string().describe('What is ordered: the aggregate, the stream, or one firing of a timer.'),
  sequence: z.int(),
  state: heldState,
  attempts: z.int(),
  retryAt: instant.nullable(),
  errorCode: z.string().nullable(),
  error: z.string().nullable(),
  gapAccepted: z.boolean(),
  heldAt: instant,
});

export const parkedPage = z
  .object({ items: z.array(parkedRow), next: z.string().nullable() })
  .meta({ id: 'ParkedPage' });

export const parkedAnswer = parkedRow
  .extend({
    behind: z.int().describe('Messages of the same key that wait behind it.'),
    message: z.record(z.string(), z.unknown()).describe('As it was received; personal values are in their envelopes.'),
  })
  .meta({ id: 'Parked' });

export const redriven = z
  .object({
    id: z.uuid().describe('The first of its key: it is tried now, then those behind it, in order.'),
    state: heldState,
  })
  .meta({ id: 'Redriven' });

export const busAnswer = z
  .object({
    bus: z.enum(['postgres', 'kafka']),
    ready: z.boolean(),
    troubles: z.array(z.string()),
    mapperLag: z.int().describe('Positions that are not mapped yet.'),
    relay: z.object({
      leading: z.boolean().describe('Whether this process publishes.'),
      lag: z.int().nullable(),
      trouble: z.string().nullable(),
    }),
    consumers: z.array(
      z.object({
        consumer: z.string(),
        topic: z.string(),
        polling: z.boolean(),
        lastPollAt: instant.nullable(),
        lag: z.int().nullable(),
      }),
    ),
    held: z.array(z.object({ consumer: z.string(), state: heldState, count: z.int() })),
    timersOverdue: z.int(),
  })
  .meta({ id: 'Bus' });
