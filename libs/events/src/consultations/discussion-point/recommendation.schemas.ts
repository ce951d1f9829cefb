import { instant, localizedText } from '@ecou/contracts';
import { asOfQuery, htmlQuery, listOf, localized, newId, optional, pageQuery, searchWords, text } from '@ecou/runtime';
import { z } from 'zod';
import { slug } from '../../formats/slug.js';
import { wordMarks } from './discussion-point.schemas.js';
import { discussionPointSchema, owner, promotableKinds, recommendationStatuses } from './discussion-point.events.js';

const reason = localized(2000).describe('Why; the public reads it, so it names no person.');
const forThePublic = optional(localized(2000)).describe('The public reads it, so it names no person.');

export const promoteBody = z
  .strictObject({ discussionPointId: z.uuid().describe('One that is no recommendation yet.'), reason })
  .meta({
    id: 'PromoteDiscussionPoint',
    example: {
      discussionPointId: '328687c7-e103-5904-8a36-cfa0cbd1c068',
      reason: { ro: 'Se urmărește ca recomandare.', en: 'It is followed up as a recommendation.' },
    },
  });
export const assignBody = z
  .strictObject({
    kind: owner.shape.kind.describe('A department of the city hall, or a partner organisation.'),
    name: text(200).describe('Its name, never that of a person.'),
  })
  .meta({ id: 'AssignRecommendation' });
export const acceptBody = z.strictObject({ explanation: forThePublic }).meta({ id: 'AcceptRecommendation' });
export const declineBody = z.strictObject({ reason }).meta({ id: 'DeclineRecommendation' });
export const completeBody = z.strictObject({ result: forThePublic }).meta({ id: 'CompleteRecommendation' });
export const reopenBody = z.strictObject({ reason }).meta({ id: 'ReopenRecommendation' });
export const progressBody = z
  .strictObject({ id: newId, note: localized(4000).describe('The public reads it, so it names no person.') })
  .meta({ id: 'NoteProgress' });
export const internalNoteBody = z
  .strictObject({ id: newId, text: text(4000).describe('For staff only.') })
  .meta({ id: 'TakeInternalNote' });

const status = z.enum(recommendationStatuses);

export const recommendationsQuery = z.strictObject({
  ...pageQuery,
  status: status.optional(),
  owner: z
    .string()
    .max(200)
    .optional()
    .describe('Name of the department or organisation; case and diacritics do not matter.'),
  programme: z.uuid().optional().describe('Id of the programme.'),
  series: slug.optional().describe('Name of the series that the civic event is in.'),
  civicEvent: z.uuid().optional().describe('Id of the civic event.'),
  theme: slug.optional(),
  q: searchWords,
  ...htmlQuery,
});

export const recommendationQuery = z.strictObject({
  ...asOfQuery,
  ...htmlQuery,
});

export const notesQuery = z.strictObject({});

export const recommendationAnswer = discussionPointSchema
  .pick({ civicEventId: true, programmeId: true, text: true, themes: true })
  .extend({
    id: z.uuid().describe('Also that of the discussion point.'),
    themesVersion: z.int().describe('Version of the taxonomy that the themes were chosen from.'),
    ...wordMarks,
    status,
    owner: owner.nullable().describe('Who sees to it; null: nobody was named yet.'),
    decision: z
      .object({
        outcome: z.enum(['accepted', 'declined']),
        reason: localizedText.nullable(),
        decidedAt: instant,
      })
      .nullable()
      .describe('null: not decided, or reopened since.'),
    promoted: z
      .object({ from: z.enum(promotableKinds), reason: localizedText })
      .nullable()
      .describe('What it was recorded as, where it became a recommendation later.'),
    stages: z
      .array(z.object({ status, note: localizedText.nullable(), at: instant }))
      .describe('Each status that it has had, in order, with what was said of it.'),
    progress: z
      .array(z.object({ id: z.uuid(), note: localizedText, status, at: instant }))
      .describe('Public notes of how it goes, in order.'),
    recordedAt: instant,
    version: z.int(),
  })
  .meta({ id: 'Recommendation' });
export type RecommendationAnswer = z.output<typeof recommendationAnswer>;

export const recommendationsAnswer = listOf(recommendationAnswer, 'Recommendations');

export const internalNotesAnswer = listOf(
  z.object({ id: z.uuid(), text: z.string(), at: instant, actor: z.string() }),
  'InternalNotes',
);
