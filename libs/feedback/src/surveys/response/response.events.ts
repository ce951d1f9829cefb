import { instant, language } from '@ecou/contracts';
import { defineEvents, personal, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { slug } from '../items/item.schema.js';
import { about, channel } from '../questionnaire/questionnaire.events.js';

/** The words of somebody who chose `other`. */
const other = personal(z.string()).optional();

const answer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('grade'), item: slug, grade: z.int().min(1).max(5) }),
  z.strictObject({ kind: z.literal('yes-no'), item: slug, yes: z.boolean() }),
  z.strictObject({ kind: z.literal('choice'), item: slug, choice: slug, other }),
  z.strictObject({ kind: z.literal('multi-choice'), item: slug, choices: z.array(slug).min(1), other }),
  z.strictObject({ kind: z.literal('text'), item: slug, text: personal(z.string()) }),
  z.strictObject({ kind: z.literal('wish'), item: slug, wish: z.boolean() }),
]);
export type Answer = z.output<typeof answer>;

export const responseEvents = defineEvents('response', {
  ResponseRecorded: z.object({
    questionnaireId: z.uuid(),
    about,
    channel,
    language,
    answers: z.array(answer).min(1),
    /** Items whose answers are for staff only, where there are such. */
    staffOnly: z.array(slug).optional(),
    recordedAt: instant,
  }),
  /** Staff say what a free text is about. */
  AnswerCoded: z.object({
    questionnaireId: z.uuid(),
    item: slug,
    themes: z.array(slug).describe('All of them; none: it is not coded any more.'),
    before: z.array(slug).describe('What it was coded to until now.'),
  }),
});
export type ResponseEvent = EventOf<typeof responseEvents>;
export type ResponseRecorded = Extract<ResponseEvent, { type: 'ResponseRecorded' }>;
export type AnswerCoded = Extract<ResponseEvent, { type: 'AnswerCoded' }>;
