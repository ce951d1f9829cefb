import { Personal } from '@ecou/event-sourcing';
import { day, instant, language, position } from '@ecou/contracts';
import { listOf, newId, optional, pageQuery, text, personalOrNull, personalText } from '@ecou/runtime';
import { receiptSchema } from '@ecou/runtime/receipts';
import { z } from 'zod';
import { attachedFiles } from '../upload/upload.schemas.js';
import { deliveryState } from '../delivery/delivery.events.js';
import { code } from '../directory/directory.events.js';
import { petitionRules } from '../directory/petition-rules.js';
import { deadline } from '../calendar/deadlines.js';
import {
  about,
  author,
  channel,
  contactChannel,
  delivery,
  fileReference,
  ground,
  kind,
  outcome,
  sentBy,
  sendingChannel,
  signature,
} from './petition.events.js';
import { statuses } from './petition.state.js';

/** The number of petitions of one address an hour, in any form. */
export const petitionBounds = { free: 20, most: 200, seconds: 60 * 60 };

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

/** Who asks, and how to reach them; `null` where it is left out. */
export const petitionerField = optional(petitionerBody).transform((body) => body && personalPetitioner(body));

const sentByBody = z.strictObject({
  name: text(300).describe(sentBy.shape.name.description ?? ''),
  number: optional(text(60)).describe('In its register.'),
  registeredOn: optional(day).describe('There.'),
});

/** The fields of what comes in. */
export const registerFields = {
  id: newId,
  kind: kind.describe(
    '`request` (cerere), `complaint` (reclamație), `report` (sesizare), `suggestion` (propunere); `notice`: anonymous, or told by telephone, which the law does not take for a petition, and which has no deadline.',
  ),
  channel: channel
    .default('web')
    .describe('Staff say how it came; what the public sends itself is `web`. What comes by `phone` is a notice.'),
  category: code,
  language: language.default('ro').describe('In which it is answered.'),
  petitioner: petitionerField.describe('Who asks; none for an anonymous notice.'),
  text: personalText(10_000),
  place: optional(placeBody).transform(personalOrNull).describe('Where the matter is.'),
  about: z
    .strictObject({ facilityId: optional(z.uuid()), civicEventId: optional(z.uuid()) })
    .default({ facilityId: null, civicEventId: null })
    .describe('What it is about.'),
  attachments: attachedFiles,
  receivedOn: optional(day).describe(
    'When it reached the municipality; staff say so. The day of registration by default.',
  ),
  sentBy: optional(sentByBody).describe('The authority that sent it on, by the channel `authority`.'),
};

/** True where the channel and the authority that sent it on come together. */
export const namesSender = ({ channel: by, sentBy: sender }: { channel: string; sentBy: object | null }): boolean =>
  (by === 'authority') === (sender !== null);

export const senderMismatch = {
  path: ['sentBy'],
  error: 'The channel `authority` and the authority that sent it on come together',
  params: { code: 'SENDER_MISMATCH' },
};

export const registerBody = z
  .strictObject(registerFields)
  .refine(namesSender, senderMismatch)
  .meta({
    id: 'RegisterPetition',
    example: {
      kind: 'complaint',
      category: 'street-lighting',
      text: 'O lampă este stinsă în fața școlii.',
      petitioner: { name: 'Ana Exemplu', channel: 'email', contact: 'ana@example.ro' },
      place: { position: [26.11, 44.39] },
    },
  });
type WholeBody = Omit<z.output<typeof registerBody>, 'id'>;
/** The part of what comes in that only staff know. */
type Intake = 'receivedOn' | 'sentBy';
/** A petition that comes in. */
export type RegisterBody = Omit<WholeBody, Intake> & Partial<Pick<WholeBody, Intake>>;

export const receiptAnswer = z
  .object({
    id: z.uuid(),
    version: z.int(),
    number: z.string().describe('In the register: `2026-000123`.'),
    kind,
    category: code,
    department: code,
    receivedOn: day.describe('When it reached the municipality.'),
    registeredAt: instant,
    answerBy: day.nullable().describe('Target date of the answer; `null` for a notice.'),
    legalAnswerBy: day.nullable().describe('The last day for the answer by law; `null` for a notice.'),
    statusUrl: z.url().describe('Where its state is shown; whoever has this address sees it.'),
    receipt: receiptSchema.describe('By which everybody can check what was registered, also without this server.'),
  })
  .meta({ id: 'PetitionReceipt' });

const deadlineState = z
  .enum(['none', 'due', 'due-soon', 'overdue', 'met', 'missed'])
  .describe(
    'While an answer is awaited, by the target date; `met` and `missed` by the legal one. `none`: there is none, or the matter went another way before its end.',
  );

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
  due: day.optional().describe('Still to be answered, with a target date up to this day.'),
  overdue: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional(),
});
export type PetitionCriteria = z.output<typeof petitionsQuery>;

const linked = z.object({ id: z.uuid(), number: z.string() });

const sending = z
  .object({
    id: z.uuid().nullable().describe('None for what was answered when answers were not sent.'),
    round: z.int(),
    channel: sendingChannel,
    outgoingNumber: z.string().nullable().describe('In the outgoing register; none for what is no letter.'),
    sentAt: instant,
    state: z
      .enum(['sent', ...delivery.options])
      .describe('`sent`: nothing is known yet; `bounced`: it did not arrive, and is to be sent again.'),
    at: instant.describe('Since when that is known.'),
  })
  .meta({ id: 'AnswerSending' });

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
  receivedOn: day.describe('When it reached the municipality.'),
  registeredAt: instant,
  round: z.int().describe('1, and one more with each reopening.'),
  deadline: deadline.omit({ rules: true }).nullable(),
  deadlineState,
  legallyMissed: z.boolean().describe('Whether the last day by law was missed, of this round.'),
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
    joined: z.array(linked).describe('Those of the same petitioner that will be answered with it.'),
    groupedWith: linked
      .nullable()
      .describe('That of somebody else on the same matter, with which it is worked on; each is answered by itself.'),
    grouped: z.array(linked).describe('Those of other people that are worked on together with it.'),
    forwardedTo: z.string().nullable(),
    sentBy: sentBy.nullable().describe('The authority that sent it on (art. 6¹).'),
    takenOver: z.boolean().describe('Whether it was registered elsewhere, and keeps that number.'),
    rules: petitionRules.describe('Those under which it was registered.'),
    repeats: z
      .array(linked.extend({ at: instant }))
      .describe('Those that repeated it after its answer, and were filed.'),
    outcome: outcome.nullable().describe('Of the last answer.'),
    sendings: z.array(sending).describe('Every sending of an answer, the last one at the end.'),
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
            outcome,
            salutation: note,
            text: erased,
            legalBasis: z.string().nullable(),
            attachments: z.array(file),
            officer: z.uuid().nullable(),
            numbers: z.array(z.string()).describe('Of all petitions that it answers.'),
            signatures: z.array(signature),
            channel: sendingChannel,
            through: z.uuid().nullable().describe('The petition that it was answered with.'),
            inTime: z.boolean().nullable(),
            answeredAt: instant,
          }),
        ),
        draft: z
          .object({
            outcome,
            salutation: note,
            text: erased,
            legalBasis: z.string().nullable(),
            attachments: z.array(file),
            officer: z.uuid().nullable(),
            signatures: z.array(signature),
            at: instant,
          })
          .nullable()
          .describe('The answer, while it is to be signed or sent.'),
        proposed: z
          .object({ text: erased, legalBasis: z.string().nullable(), at: instant })
          .nullable()
          .describe('A text that may become its answer, common to what is worked on together.'),
        joiningReason: note.describe('The officer’s, for taking both for one petitioner’s.'),
        deliveryNote: note.describe('The officer’s, on what became of the last sending.'),
        extensionReason: note,
        forwardingReason: note,
        returningReason: note,
        reopeningReason: note,
        satisfactionComment: note,
        closingNote: note,
        filingReason: note.describe('The officer’s; the petitioner does not read it.'),
        corrections: z
          .array(z.object({ of: z.enum(['petitioner', 'callback-note', 'closing-note']), reason: erased, at: instant }))
          .describe('What was put right; the history says by whom.'),
      })
      .optional()
      .describe('For callers with `petitions:handle`.'),
    messages: z
      .array(deliveryState.meta({ id: 'PetitionMessage' }))
      .optional()
      .describe('What became of each message to the petitioner; only as it is, and with `petitions:handle`.'),
    version: z.int(),
  })
  .meta({ id: 'Petition' });
export type PetitionAnswer = z.output<typeof petitionAnswer>;
