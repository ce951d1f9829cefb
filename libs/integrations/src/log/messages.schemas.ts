import { instant } from '@ecou/contracts';
import { Invalid } from '@ecou/event-sourcing';
import { z } from 'zod';

const most = 1_000;
const longestWait = 60;

const typeForm = /^ecou\.[a-z]+\.[a-z]+(?:-[a-z]+)*\.v[1-9][0-9]*$/;
const contractType = z.string().regex(typeForm);

const types = z
  .union(
    [contractType.transform((one) => [one]), z.array(contractType).max(100)],
    'Must be a contract such as ecou.feedback.petition-registered.v1; up to 100 of them.',
  )
  .describe('Only this contract, such as `ecou.feedback.petition-registered.v1`; named several times, any of them.');

const position = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const messagesQuery = z
  .strictObject({
    after: position
      .optional()
      .describe(
        'Messages after this position; from the oldest one that is kept, where neither it nor `since` is named.',
      ),
    since: instant
      .optional()
      .describe(
        'Messages that came into the log at this time (ISO 8601 with offset) or later; `position` goes on then.',
      ),
    type: types.optional(),
    key: z.string().min(1).max(500).optional().describe('Only what is about this: the id of an aggregate.'),
    limit: z.coerce.number().int().min(1).max(most).default(100).describe('Messages per answer.'),
    wait: z.coerce
      .number()
      .int()
      .min(0)
      .max(longestWait)
      .default(0)
      .describe('Seconds that an answer waits for a message, where there is none.'),
    format: z
      .enum(['json', 'ndjson', 'sse'])
      .optional()
      .describe('`ndjson`: all there are, one in a line. `sse`: Server-Sent Events, and whatever comes.'),
  })
  .refine(({ after, since }) => after === undefined || since === undefined, {
    path: ['since'],
    error: 'Cannot be named together with after.',
  });

const entry = z
  .object({
    position: z.int().min(1).describe('Place in the log: from 1, without holes; it never changes.'),
    loggedat: instant.describe('When it came into the log.'),
    specversion: z.literal('1.0'),
    id: z.uuid().describe('The same wherever the message is met.'),
    source: z.string(),
    type: z.string().describe('The contract.'),
    subject: z.string(),
    time: instant.describe('When it was recorded.'),
    datacontenttype: z.literal('application/json'),
    dataschema: z.string(),
    sequence: z.string().describe('20 digits: counts the messages of a key, per source, from 1 and without holes.'),
    partitionkey: z.string().describe('The key: what is ordered.'),
    correlationid: z.string(),
    causationid: z.string(),
    traceparent: z.string().optional(),
    data: z.record(z.string(), z.unknown()).describe('As the contract says.'),
  })
  .meta({ id: 'LoggedMessage' });

export const messagesAnswer = z
  .object({
    items: z.array(entry),
    position: z.int().min(0).describe('Put it into `after` to go on, also where there was nothing.'),
  })
  .meta({ id: 'LoggedMessages' });

/** The position in `Last-Event-ID`. Throws `Invalid` where it is none of ours. */
export function lastEventId(header: string | undefined): number | undefined {
  if (header === undefined || header === '') return undefined;
  const parsed = position.safeParse(header);
  if (parsed.success) return parsed.data;
  throw new Invalid('LAST_EVENT_ID_INVALID', 'Last-Event-ID must be the id of an event of this stream.', [
    'Last-Event-ID',
  ]);
}
