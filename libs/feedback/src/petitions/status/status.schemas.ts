import { day, instant, language, localizedText } from '@ecou/contracts';
import { filesField, optional, personalField, personalText } from '@ecou/runtime';
import { z } from 'zod';
import { author, fileReference, ground, kind, outcome, sendingChannel } from '../petition/petition.events.js';
import { statuses } from '../petition/petition.state.js';
import { offers } from '../petition/verbs/petition.verbs.js';

/** Any text, so that a number of another form is answered as one that is not known. */
export const numberParams = z.strictObject({ number: z.string().max(100) });
export const ownLetterParams = z.strictObject({ number: z.string().max(100), sending: z.uuid() });
export const fileParams = z.strictObject({ number: z.string().max(100), file: z.uuid() });

const token = z.string().max(200).optional().describe('The secret half of the link; or in the header `Ecou-Token`.');
const lang = language.optional().describe('Of the page; that of the petition by default.');

export const statusQuery = z.strictObject({
  token,
  lang,
  format: z.enum(['json', 'html']).optional().describe('Instead of `Accept`.'),
});
export type StatusQuery = z.output<typeof statusQuery>;

export const tokenQuery = z.strictObject({ token });
export const ownLetterQuery = z.strictObject({ token, lang });

/** Fields of every form. */
const form = { token, lang };

/** The value of a field that nobody filled in. */
const blank = z.literal('').transform(() => null);
const perhaps = (max: number) =>
  z
    .union([blank, personalText(max)])
    .nullable()
    .default(null);

/** A token as somebody typed or pasted it: the token, or the whole link that has it. */
const pasted = z
  .string()
  .trim()
  .max(1000)
  .transform((value) => /[?&]token=([^&#\s]+)/.exec(value)?.[1] ?? value)
  .optional()
  .describe('The secret half of the link, or the whole link; or in the header `Ecou-Token`.');

export const openForm = z.strictObject({ number: z.string().trim().max(100), ...form, token: pasted });

const id = z.uuid().optional().describe('So that the same thing can be sent again without being there twice.');

export const messageForm = z
  .strictObject({ ...form, id, text: personalText(10_000), files: filesField })
  .meta({ id: 'WriteToOfficer' });

export const callbackForm = z
  .strictObject({ ...form, id, phone: personalText(50), note: perhaps(5000) })
  .meta({ id: 'AskForCallback' });

const round = z.coerce
  .number()
  .int()
  .min(1)
  .nullable()
  .default(null)
  .describe('Of the answer that it is about: refused where another has followed.');

export const satisfactionForm = z
  .strictObject({
    ...form,
    round,
    grade: z.coerce.number().int().min(1).max(5).describe('5 is best.'),
    comment: perhaps(5000),
    reopen: perhaps(5000).describe('Why the matter is not settled: it is reopened, where the grade is 1 or 2.'),
  })
  .meta({ id: 'SayHowSatisfied' });

export const reopenForm = z
  .strictObject({ ...form, round, reason: personalText(5000) })
  .meta({ id: 'AskForReopening' });
export const withdrawForm = z.strictObject({ ...form, note: perhaps(5000) }).meta({ id: 'TakePetitionBack' });

export const followForm = z
  .strictObject({
    ...form,
    email: personalField(z.email().max(254)).describe('Where to be told; a message with a link goes there first.'),
    agree: z.literal('on').describe('The consent to the text of the form.'),
  })
  .meta({ id: 'FollowPetition', example: { email: 'ana@example.ro', agree: 'on', lang: 'ro' } });

const erased = z.string().nullable().describe('`null`: the person was erased.');
const files = z.array(fileReference.extend({ name: erased, removed: z.boolean() }));

const offered = z.enum(offers.map(({ name }) => name));

export const statusAnswer = z
  .object({
    number: z.string(),
    kind,
    language,
    category: localizedText,
    department: localizedText,
    status: z.enum(statuses),
    registeredAt: instant,
    round: z.int().describe('1, and one more with each reopening.'),
    deadline: z
      .object({
        answerBy: day.describe('The day by which the municipality means to answer.'),
        legalAnswerBy: day.describe('The last day for the answer by law.'),
        state: z
          .enum(['none', 'due', 'due-soon', 'overdue', 'met', 'missed'])
          .describe('`overdue` once the last day by law is over.'),
        extended: z.object({ reason: erased, at: instant }).nullable(),
      })
      .nullable()
      .describe('`null` for a notice, which has none.'),
    officer: z.object({ name: erased, phone: erased }).nullable().describe('Who deals with it.'),
    joined: z.boolean().describe('Whether one answer is given to it and to an earlier one of the same petitioner.'),
    text: erased,
    attachments: files,
    thread: z.array(
      z.object({
        id: z.uuid(),
        from: author,
        asks: z.boolean().describe('Whether the officer asks for something.'),
        text: erased,
        attachments: files,
        at: instant,
      }),
    ),
    callbacks: z.array(z.object({ phone: erased, requestedAt: instant, doneAt: instant.nullable() })),
    replies: z.array(
      z.object({
        outcome,
        salutation: erased.describe('`null`: there is none, or the person was erased.'),
        text: erased,
        legalBasis: z.string().nullable(),
        numbers: z.array(z.string()).describe('Of all your petitions that it answers.'),
        signatures: z
          .array(z.object({ office: localizedText.nullable(), name: erased }))
          .describe('Who signed it, by office and name.'),
        channel: sendingChannel.describe('How it was sent.'),
        letter: z
          .uuid()
          .nullable()
          .describe('The sending by which its letter is had as PDF; none for what is no letter.'),
        attachments: files,
        answeredAt: instant,
      }),
    ),
    forwarded: z.object({ authority: z.string(), reason: erased, at: instant }).nullable(),
    returned: z
      .object({ authority: z.string(), reason: erased, at: instant })
      .nullable()
      .describe('It came back from there.'),
    reopened: z.object({ by: author, reason: erased, at: instant }).nullable(),
    satisfaction: z.int().nullable(),
    closed: z
      .object({
        because: ground,
        note: optional(z.string()),
        noteCorrected: z.boolean().describe('Whether the note was put right afterwards.'),
        at: instant,
      })
      .nullable(),
    may: z.array(offered).describe('What the petitioner may do now.'),
    version: z.int(),
  })
  .meta({ id: 'PetitionStatus' });
export type StatusAnswer = z.output<typeof statusAnswer>;
