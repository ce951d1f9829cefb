import { instant, language } from '@ecou/contracts';
import { listOf, newId, optionalPersonalText, pageQuery, personalText, text } from '@ecou/runtime';
import { z } from 'zod';
import { kind, verifiedBy } from './request/rights-request.events.js';

export const receiveBody = z
  .strictObject({
    id: newId,
    kind: kind.describe('Erasure (GDPR art. 17), access (15), rectification (16), restriction (18), portability (20).'),
    name: personalText(200),
    contact: personalText(300).describe('Where the answer goes.'),
    words: optionalPersonalText(10_000).describe('What was asked, in their words.'),
    verifiedBy: verifiedBy.describe('How it was made sure that the person is the one who asks (art. 12(6)).'),
    language: language.default('ro'),
    receivedAt: instant.optional().describe('When it came in, where that was before now.'),
  })
  .meta({
    id: 'ReceiveRightsRequest',
    example: { kind: 'erase', name: 'Ana Exemplu', contact: 'ana@example.org', verifiedBy: 'identity-document' },
  });

export const subjectsBody = z
  .strictObject({
    subjects: z.array(z.uuid()).min(1).max(1000).describe('Ids of the person, as each context found them.'),
  })
  .meta({ id: 'NameSubjects' });

const reason = personalText(5000);

export const extendBody = z
  .strictObject({
    months: z.int().min(1).max(2).describe('Two further months at most (art. 12(3)).'),
    reason: reason.describe('What the person is told within the first month.'),
  })
  .meta({ id: 'ExtendAnswer', example: { months: 2, reason: 'The request is complex.' } });
export const holdBody = z
  .strictObject({ reason, legalBasis: text(500).describe('What obliges to keep the data; no personal data.') })
  .meta({ id: 'PlaceLegalHold' });
export const reasonBody = z.strictObject({ reason }).meta({ id: 'ReasonOfRights' });
export const rectifyBody = z
  .strictObject({ what: personalText(5000).describe('What was put right, and where, by the verbs that stand for it.') })
  .meta({ id: 'NoteRectification' });
export const answerBody = z
  .strictObject({ summary: personalText(5000).describe('What was done, as the person was told.') })
  .meta({ id: 'AnswerRightsRequest' });
export const refuseBody = z
  .strictObject({
    reasons: personalText(5000).describe('As the person was told, with the right to complain (art. 12(4)).'),
    legalBasis: text(500).describe('Such as art. 17(3)(b); no personal data.'),
  })
  .meta({ id: 'RefuseRightsRequest' });

const erasure = z.object({
  orderedBy: z.string().describe('The second person stands in the approval.'),
  orderedAt: z.string(),
  keysDestroyedAt: z.string().nullable(),
  confirmed: z.record(z.string(), z.string()).describe('When each context confirmed, by its name.'),
  missing: z.array(z.string()).describe('Contexts that have not confirmed yet.'),
});

const opened = z.string().nullable();

export const requestItem = z.object({
  id: z.uuid(),
  kind,
  name: opened,
  contact: opened,
  words: opened,
  verifiedBy,
  language,
  receivedAt: z.string(),
  dueAt: z.string(),
  extended: z.boolean(),
  overdue: z.boolean(),
  subjects: z.array(z.uuid()),
  hold: z.object({ legalBasis: z.string(), reason: opened, placedAt: z.string() }).nullable(),
  erasure: erasure.nullable(),
  restricted: z.boolean(),
  rectifications: z.array(opened),
  outcome: z.enum(['open', 'answered', 'refused']),
});
export type RequestItem = z.output<typeof requestItem>;

export const requestAnswer = requestItem.meta({ id: 'RightsRequest' });
export const requestsAnswer = listOf(requestItem, 'RightsRequests');
export const requestsQuery = z.strictObject({
  ...pageQuery,
  kind: kind.optional(),
  outcome: z.enum(['open', 'answered', 'refused']).optional(),
});
export type RequestsQuery = z.output<typeof requestsQuery>;
