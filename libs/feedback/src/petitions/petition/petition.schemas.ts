import { Personal } from '@ecou/event-sourcing';
import { day, instant, language, position } from '@ecou/contracts';
import { listOf, newId, optional, pageQuery, text, personalOrNull, personalText } from '@ecou/runtime';
import { z } from 'zod';
import { attachedFiles } from '../upload/upload.schemas.js';
import { code } from '../directory/directory.events.js';
import { deadline } from '../calendar/deadlines.js';
import { about, author, channel, contactChannel, fileReference, ground, kind } from './petition.events.js';
import { statuses } from './petition.state.js';

const petitionerBody = z
  .strictObject({
    name: text(200).describe('Name and surname, or the name of the organisation.'),
    channel: contactChannel.describe('How to reach them.'),
    contact: text(300).describe('Address on that channel: an e-mail address, a phone number, a postal address...'),
    address: optional(text(300)).describe('Postal address.'),
  })
  .superRefine(({ channel: by, contact }, context) => {
    const refuse = (message: string, issue: string) => {
      context.addIssue({ code: 'custom', path: ['contact'], message, params: { code: issue } });
    };
    if (by === 'email' && !z.email().safeParse(contact).success) refuse('Not an e-mail address', 'EMAIL_INVALID');
    if ((by === 'phone' || by === 'sms') && !/^\+?[0-9 ().-]{6,30}$/.test(contact)) {
      refuse('Not a phone number', 'PHONE_INVALID');
    }
  });

const placeBody = z.strictObject({ position: optional(position), address: optional(text(300)) });

const personalPetitioner = ({ name, channel: by, contact, address }: z.output<typeof petitionerBody>) => ({
  name: new Personal(name),
  channel: by,
  contact: new Personal(contact),
  address: personalOrNull(address),
});

export const registerBody = z
  .strictObject({
    id: newId,
    kind: kind.describe('`notice`: anonymous; the law does not take it for a petition, and it has no deadline.'),
    channel: channel.default('web').describe('Staff say how it came; what the public sends itself is `web`.'),
    category: code,
    language: language.default('ro').describe('In which it is answered.'),
    petitioner: optional(petitionerBody)
      .transform((body) => body && personalPetitioner(body))
      .describe('Who asks; none for a notice.'),
    text: personalText(10_000),
    place: optional(placeBody).transform(personalOrNull).describe('Where the matter is.'),
    about: z
      .strictObject({ facilityId: optional(z.uuid()), civicEventId: optional(z.uuid()) })
      .default({ facilityId: null, civicEventId: null })
      .describe('What it is about.'),
    attachments: attachedFiles,
  })
  .meta({ id: 'RegisterPetition' });
/** A petition that comes in. */
export type RegisterBody = Omit<z.output<typeof registerBody>, 'id'>;

export const receiptAnswer = z
  .object({
    id: z.uuid(),
    version: z.int(),
    number: z.string().describe('In the register: `2026-000123`.'),
    kind,
    category: code,
    department: code,
    registeredAt: instant,
    answerBy: day.nullable().describe('The last day for the answer; `null` for a notice.'),
    statusUrl: z.url().describe('Where its state is shown; whoever has this address sees it.'),
  })
  .meta({ id: 'PetitionReceipt' });

const deadlineState = z
  .enum(['none', 'due', 'due-soon', 'overdue', 'met', 'missed'])
  .describe('`none`: there is none, or the matter went another way before its end.');

const status = z.enum(statuses);

export const petitionsQuery = z.strictObject({
  ...pageQuery,
  status: status.optional(),
  kind: kind.optional(),
  category: code.optional(),
  department: code.optional(),
  officer: z.uuid().optional(),
  number: z.string().max(20).optional(),
  deadline: deadlineState.optional(),
  due: day.optional().describe('Still to be answered, by this day at the latest.'),
  overdue: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional(),
});
export type PetitionCriteria = z.output<typeof petitionsQuery>;

const linked = z.object({ id: z.uuid(), number: z.string() });

const summary = {
  id: z.uuid(),
  number: z.string(),
  kind,
  channel,
  status,
  category: code,
  department: code,
  officer: z.uuid().nullable(),
  language,
  about,
  registeredAt: instant,
  round: z.int().describe('1, and one more with each reopening.'),
  deadline: deadline.nullable(),
  deadlineState,
  joinedTo: linked.nullable(),
};

export const petitionItem = z.object(summary).meta({ id: 'PetitionListed' });
export type PetitionItem = z.output<typeof petitionItem>;
export const petitionsAnswer = listOf(petitionItem, 'Petitions');

const erased = z.string().nullable().describe('`null`: the person was erased.');
const file = fileReference.extend({ name: erased, removed: z.boolean().describe('Whether it is not kept any more.') });
const note = erased.describe('`null`: there is none, or the person was erased.');

export const petitionAnswer = z
  .object({
    ...summary,
    joined: z.array(linked).describe('Those that will be answered with it.'),
    forwardedTo: z.string().nullable(),
    outcome: z.enum(['answered', 'declined']).nullable().describe('Of the last answer.'),
    satisfaction: z.int().nullable().describe('From 1 to 5, for the last answer.'),
    closedBecause: ground.nullable(),
    personal: z
      .object({
        petitioner: z
          .object({ name: erased, channel: contactChannel, contact: erased, address: erased })
          .nullable()
          .describe('`null` for a notice.'),
        text: erased,
        place: z.object({ position: position.nullable(), address: z.string().nullable() }).nullable(),
        attachments: z.array(file),
        officer: z.object({ id: z.uuid(), name: erased, phone: erased }).nullable(),
        thread: z.array(
          z.object({
            id: z.uuid(),
            from: author,
            officer: z.uuid().nullable(),
            asks: z.boolean().describe('Whether the officer asks for something.'),
            text: erased,
            attachments: z.array(file),
            at: instant,
          }),
        ),
        callbacks: z.array(
          z.object({
            id: z.uuid(),
            phone: erased,
            note,
            requestedAt: instant,
            done: z.object({ at: instant, note }).nullable(),
          }),
        ),
        replies: z.array(
          z.object({
            round: z.int(),
            outcome: z.enum(['answered', 'declined']),
            text: erased,
            legalBasis: z.string().nullable(),
            attachments: z.array(file),
            officer: z.uuid().nullable(),
            through: z.uuid().nullable().describe('The petition that it was answered with.'),
            inTime: z.boolean().nullable(),
            answeredAt: instant,
          }),
        ),
        extensionReason: note,
        forwardingReason: note,
        reopeningReason: note,
        satisfactionComment: note,
        closingNote: note,
      })
      .optional()
      .describe('For callers with `feedback:write`.'),
    version: z.int(),
  })
  .meta({ id: 'Petition' });
export type PetitionAnswer = z.output<typeof petitionAnswer>;
