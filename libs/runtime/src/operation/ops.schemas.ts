import { z } from 'zod';
import { pageQuery } from '../http/input/queries.js';
import { text } from '../http/input/schemas.js';

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

const reason = text(1000);

export const discardBody = z
  .strictObject({ reason: reason.describe('Why it will never be handled. Kept on record; no personal data.') })
  .meta({ id: 'Discard' });

export const redriveBody = z
  .strictObject({
    acceptGap: z
      .boolean()
      .default(false)
      .describe(
        'For SEQUENCE_JUMP: what is missing before this message will not come, and the key goes on without it. Refused where it may still come.',
      ),
    reason: reason.optional().describe('Of a gap that is accepted: how you know. Kept on record; no personal data.'),
  })
  .meta({ id: 'Redrive' });

const ids = z
  .array(z.uuid())
  .min(1)
  .max(500)
  .refine((given) => new Set(given).size === given.length, {
    error: 'names a message twice',
    params: { code: 'ID_REPEATED' },
  })
  .describe('Ids of messages, each the first of its key. More than one needs the approval of a second person.');

export const bulkRedriveBody = z
  .strictObject({
    ids,
    reason: reason.optional().describe('Why they may succeed now. Kept on record; no personal data.'),
  })
  .meta({ id: 'BulkRedrive' });

export const bulkDiscardBody = z
  .strictObject({ ids, reason: reason.describe('Why they will never be handled. Kept on record; no personal data.') })
  .meta({ id: 'BulkDiscard' });

export const bulkAnswer = z
  .object({
    done: z.int().describe('How many it was done to.'),
    rows: z.array(
      z.object({
        id: z.uuid(),
        isDone: z.boolean(),
        code: z.string().nullable().describe('Why it was not done to this one: it changed since, as a rule.'),
      }),
    ),
  })
  .meta({ id: 'BulkOutcome' });

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
  overtaken: z.boolean().describe('Whether a message with a lower sequence came after it.'),
  heldAt: instant,
});

const message = z
  .record(z.string(), z.unknown())
  .describe(
    'As it was received; what is personal in it is not shown (`value` is null). `unreadable` holds the bytes of one that could not be read.',
  );

export const parkedPage = z
  .object({ items: z.array(parkedRow), next: z.string().nullable() })
  .meta({ id: 'ParkedPage' });

export const parkedAnswer = parkedRow
  .extend({
    behind: z.int().describe('Messages of the same key that wait behind it.'),
    oldestBehindAt: instant.nullable().describe('Since when the first that came of those waits.'),
    message,
  })
  .meta({ id: 'Parked' });

export const decisionsQuery = z.strictObject(pageQuery);

export const decisionAnswer = z
  .object({
    id: z.uuid(),
    decision: z.enum(['discarded', 'gap-accepted']),
    heldId: z.uuid().describe('Id that the message had while it was held back.'),
    consumer: z.string(),
    source: z.string(),
    key: z.string(),
    sequence: z.int(),
    passed: z
      .boolean()
      .describe(
        'Whether those behind it follow as if it had been handled. Not for one that came out of turn and was discarded.',
      ),
    reason: z.string().nullable(),
    decidedBy: z.string(),
    decidedAt: instant,
    heldAt: instant,
    errorCode: z.string().nullable(),
    error: z.string().nullable(),
    message,
  })
  .meta({ id: 'Decision' });

export const decisionsPage = z
  .object({ items: z.array(decisionAnswer), next: z.string().nullable() })
  .meta({ id: 'DecisionsPage' });

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
        progressing: z
          .boolean()
          .describe('False for one that has had messages to take for a minute, and has taken none of them.'),
        lastPollAt: instant.nullable(),
        lag: z.int().nullable(),
      }),
    ),
    held: z.array(z.object({ consumer: z.string(), state: heldState, count: z.int() })),
    timersOverdue: z.int(),
  })
  .meta({ id: 'Bus' });
