import { day, instant, language, letterFacts, localizedText, position } from '@ecou/contracts';
import { defineEvents, evolved, personal, type EventOf, type Upcast } from '@ecou/event-sourcing';
import { z } from 'zod';
import { code } from '../directory/directory.events.js';
import { formerRules, petitionRules } from '../directory/petition-rules.js';
import { deadline, deadlineV1, withLegalDate } from '../calendar/deadlines.js';
import { dayOf } from '../calendar/working-calendar.js';

/**
 * The kinds of petition that Government Ordinance 27/2002 knows (art. 2): `request` (cerere), `complaint` (reclamație), `report` (sesizare),
 * `suggestion` (propunere); and `notice`: what is anonymous (art. 7) or was told by telephone, which the law does not take for a petition.
 */
export const kind = z.enum(['request', 'complaint', 'report', 'suggestion', 'notice']);
export type Kind = z.output<typeof kind>;

/**
 * The way it came in: from the public by itself (`web`), through staff (`phone`, `paper`), through other systems, or from another authority
 * that it was sent to by mistake (art. 6¹).
 */
export const channel = z.enum([
  ...['web', 'phone', 'paper', 'email', 'sms', 'telegram', 'whatsapp', 'open311', 'authority'],
] as const);
export type Channel = z.output<typeof channel>;

/** The way the petitioner is reached. */
export const contactChannel = z.enum(['email', 'phone', 'sms', 'telegram', 'whatsapp', 'post']);

export const petitioner = z.strictObject({
  name: personal(z.string()),
  channel: contactChannel,
  contact: personal(z.string()),
  /** Postal. */
  address: personal(z.string()).nullable(),
});

/** A file that somebody attached; its bytes are kept elsewhere. */
export const fileReference = z.strictObject({
  id: z.uuid(),
  name: personal(z.string()),
  type: z.string().describe('Media type, as the bytes say.'),
  size: z.int().min(0).describe('Bytes.'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type FileReference = z.output<typeof fileReference>;

const attachments = z.array(fileReference);

/** The place of the matter. Sealed: it may be somebody's home. */
export const place = z.object({ position: position.nullable(), address: z.string().nullable() });

export const about = z.strictObject({ facilityId: z.uuid().nullable(), civicEventId: z.uuid().nullable() });

/** The authority that sent it on, with what it said of its own register. */
export const sentBy = z.strictObject({
  name: z.string().describe('Of the authority; no personal data.'),
  number: z.string().nullable().describe('In its register.'),
  registeredOn: day.nullable().describe('There.'),
});

/** The facts that a running petition of another register brings besides its number and dates. */
const takenOver = z.strictObject({
  officer: z.uuid().nullable().describe('Who has it already.'),
  extension: z
    .strictObject({ days: z.int().min(1), reason: personal(z.string()), extendedOn: day })
    .nullable()
    .describe('Once it was put off already (art. 9).'),
});

/** The petition as it came in. */
export const content = z.object({
  kind,
  channel,
  category: code,
  language,
  petitioner: petitioner.nullable().describe('None for an anonymous notice.'),
  text: personal(z.string()),
  place: personal(place).nullable(),
  about,
  attachments,
});
export type Content = z.output<typeof content>;

/** The part of a petition that others are told whenever something happens to it. */
export const subject = z.strictObject({
  number: z.string(),
  kind,
  category: code,
  department: code,
  language,
  /** Whom to tell; none for a notice. */
  recipient: petitioner.omit({ address: true }).nullable(),
});
export type Subject = z.output<typeof subject>;

/**
 * The way in which two petitions are joined. `petitioner`: they are one petitioner's, on one problem, and get one answer, which names all
 * their numbers (art. 10 (1)). `matter`: they are different people's, are worked on together, and are answered one by one.
 */
export const joining = z.enum(['petitioner', 'matter']);
export type Joining = z.output<typeof joining>;

/** The source for two petitions being one petitioner's: the same contact, or an officer's word. */
const toldBy = z.enum(['contact', 'officer']);

/** The source for a petition being a repeat: its petitioner, or the authority that sent it. */
const repeatedBy = z.enum([...toldBy.options, 'authority']);

const reply = {
  subject,
  /** The line that names whom it is for. */
  salutation: personal(z.string()).nullable(),
  text: personal(z.string()),
  legalBasis: z.string().nullable(),
  attachments,
  officer: z.uuid().nullable(),
  /** Those of all petitions that it answers. */
  numbers: z.array(z.string()),
  /** The petition that it was joined to, whose answer this is. */
  through: z.uuid().nullable(),
  /** True where the last day by law was not over, by the target date until there was another; `null` for a notice, which has none. */
  inTime: z.boolean().nullable(),
  answeredAt: instant,
};

export const outcome = z.enum(['answered', 'declined']);

/** The delivery state of an answer; `uncertain`: nobody can tell whether it went out. */
export const delivery = z.enum(['delivered', 'bounced', 'uncertain']);
export type Delivery = z.output<typeof delivery>;

export const author = z.enum(['officer', 'citizen']);
export type Author = z.output<typeof author>;

/**
 * The reason why a petition is closed: its answer stands; nobody signed it, or its identity is missing or plainly false (art. 7); it was
 * answered before (art. 10 (2)); it was taken back.
 */
export const ground = z.enum(['answered', 'forwarded', 'noted', 'anonymous', 'unidentified', 'repeat', 'withdrawn']);
export type Ground = z.output<typeof ground>;

/** The ways in which an answer is sent; `page`: it can be read on the page of the petition; `phone`: that to a notice is told. */
export const sendingChannel = z.enum([...contactChannel.options, 'in-person', 'page']);
export type SendingChannel = z.output<typeof sendingChannel>;

/** The one who signed an answer: for the institution, or as the head of the department (art. 13). */
export const signature = z.strictObject({
  as: z.enum(['institution', 'department']),
  officer: z.uuid(),
  /** Theirs, as the directory stood. */
  office: localizedText.nullable(),
});
export type Signature = z.output<typeof signature>;

const linked = z.strictObject({ id: z.uuid(), number: z.string() });

/** The answer as it went out. */
const sent = {
  ...reply,
  signatures: z.array(signature),
  /** Those that were joined to it, and are answered with it. */
  others: z.array(linked),
  sendingId: z.uuid().nullable().describe('None for what was answered when answers were not sent.'),
  channel: sendingChannel,
  /** True where it went out before, and did not arrive. */
  again: z.boolean(),
  /** In the outgoing register, drawn by the append; none for what is no letter: what was told, or is read on the page. */
  outgoingNumber: z.string().nullable(),
  /** The letter's other parts; none in what was joined, whose letter is that of the petition that it was joined to. */
  letter: personal(letterFacts).nullable(),
};

/** Versions 1 to 3 went out with no letter. */
const replyWithoutLetter = (data: Record<string, unknown>) => ({ ...data, outgoingNumber: null, letter: null });

/** Versions 1 and 2 were read on the page of the petition. */
const replyOnPage = (data: Record<string, unknown>) => ({
  ...data,
  signatures: [],
  others: [],
  sendingId: null,
  channel: 'page',
  again: false,
});

/** Version 1 knew no salutation, and named no number but that of the petition whose stream it stands in. */
const replyWithoutNumbers = (data: Record<string, unknown>) => ({
  ...data,
  salutation: null,
  numbers: [(data['subject'] as { number: string }).number],
});

const message = { messageId: z.uuid(), text: personal(z.string()), attachments };

/** Nobody had said who did it. */
const byNobody = (data: Record<string, unknown>) => ({ ...data, by: null });

/** An event of which others are told since version 2. `subject`: `null` before. */
const naming = <S extends z.ZodRawShape>(shape: S) =>
  evolved(z.object({ subject: subject.nullable(), ...shape }), (data) => ({ ...data, subject: null }));

/** Gives the deadline of an event of version 1 its legal date; that of a notice stays `null`. */
const withLegal: Upcast = (data) => {
  const before = deadlineV1.nullable().parse(data['deadline']);
  return { ...data, deadline: before && withLegalDate(before) };
};

export const petitionEvents = defineEvents('petition', {
  PetitionRegistered: evolved(
    content.extend({
      /** Drawn by the append: the year, a hyphen, six digits or more; that of another register where it was taken over. */
      number: z.string(),
      /** The first number that its register draws in that year, as the directory stood; `null` where it was taken over. */
      firstNumber: z.int().min(1).nullable(),
      /** The category's, as the directory stood; of what was taken over, the one that has it. */
      department: code,
      /** None for a notice. */
      deadline: deadline.nullable(),
      /** The version of the directory that the category and the deadline come from. */
      directoryVersion: z.int(),
      /** Those by which it is dealt with. */
      rules: petitionRules,
      /** The day on which it reached the municipality. */
      receivedOn: day,
      sentBy: sentBy.nullable(),
      takenOver: takenOver.nullable(),
      registeredAt: instant,
    }),
    (data) => ({
      ...withLegal(data),
      firstNumber: 1,
      receivedOn: dayOf(data['registeredAt'] as string),
      sentBy: null,
      takenOver: null,
    }),
    (data) => ({ ...data, rules: formerRules }),
  ),
  PetitionAssigned: evolved(
    z.object({
      subject,
      department: code,
      officer: z.uuid().nullable(),
      /** The officer who assigned it. */
      by: z.uuid().nullable(),
      assignedAt: instant,
    }),
    byNobody,
  ),
  WorkStarted: naming({ startedAt: instant }),
  InformationRequested: z.object({ subject, ...message, officer: z.uuid().nullable(), requestedAt: instant }),
  MessageAdded: naming({ ...message, from: author, officer: z.uuid().nullable(), addedAt: instant }),
  CallbackRequested: z.object({
    callbackId: z.uuid(),
    phone: personal(z.string()),
    note: personal(z.string()).nullable(),
    requestedAt: instant,
  }),
  CallbackDone: z.object({ callbackId: z.uuid(), note: personal(z.string()).nullable(), doneAt: instant }),
  /** As they stand from now on; the petition itself stays as it came in. */
  PetitionerCorrected: evolved(
    z.object({
      subject,
      petitioner: petitioner.nullable(),
      language,
      /** True where they are reached elsewhere from now on: links that went to the former address open nothing any more. */
      isReachedElsewhere: z.boolean(),
      reason: personal(z.string()),
      correctedAt: instant,
    }),
    (data) => ({ ...data, isReachedElsewhere: false }),
  ),
  /** `callbackId`: of the callback that the note says the outcome of; `null`: it is the note of the end. */
  PetitionNoteCorrected: z.object({
    callbackId: z.uuid().nullable(),
    note: personal(z.string()).nullable(),
    reason: personal(z.string()),
    correctedAt: instant,
  }),
  AttachmentRemoved: z.object({ fileId: z.uuid(), reason: personal(z.string()), removedAt: instant }),
  DeadlineExtended: evolved(
    z.object({
      subject,
      reason: personal(z.string()),
      deadline,
      /** The officer who did it. */
      by: z.uuid().nullable(),
      extendedAt: instant,
    }),
    withLegal,
    byNobody,
  ),
  /** Its last day by law was declared a day off after it was counted. */
  LegalDateMoved: naming({ deadline, movedAt: instant }),
  PetitionDueSoon: z.object({ subject, answerBy: day, raisedAt: instant }),
  /** The target date is over: nothing that the public hears of. */
  PetitionTargetMissed: z.object({ subject, answerBy: day, missedAt: instant }),
  /** The legal date is over. `null`: it was missed when there was one date only, the target's. */
  PetitionDeadlineMissed: evolved(
    z.object({ subject, answerBy: day, legalAnswerBy: day.nullable(), missedAt: instant }),
    (data) => ({ ...data, legalAnswerBy: null }),
  ),
  PetitionForwarded: z.object({
    subject,
    authority: z.string(),
    reason: personal(z.string()),
    inTime: z.boolean().nullable(),
    forwardedAt: instant,
  }),
  /** Nobody had said of version 1 whose the two were: they are taken for different people's, so that neither reads what the other is told. */
  PetitionJoined: evolved(
    z.object({
      subject,
      as: joining,
      /** For `petitioner`. */
      told: toldBy.nullable(),
      /** The officer's, where it is their word. */
      reason: personal(z.string()).nullable(),
      mainId: z.uuid(),
      mainNumber: z.string(),
      joinedAt: instant,
    }),
    (data) => ({ ...data, as: 'matter', told: null, reason: null }),
  ),
  /** The other side of it. */
  OtherPetitionJoined: evolved(z.object({ petitionId: z.uuid(), number: z.string(), as: joining }), (data) => ({
    ...data,
    as: 'matter',
  })),
  /** They were joined by mistake. */
  PetitionSeparated: z.object({
    subject,
    as: joining,
    mainId: z.uuid(),
    reason: personal(z.string()),
    separatedAt: instant,
  }),
  OtherPetitionSeparated: z.object({ petitionId: z.uuid() }),
  /** A text that may become the answer, common to several petitions on one matter, sealed for the person of each. */
  AnswerProposed: z.object({ text: personal(z.string()), legalBasis: z.string().nullable(), proposedAt: instant }),
  /** The answer is written; it is to be signed and sent. */
  AnswerPrepared: naming({
    outcome,
    salutation: personal(z.string()).nullable(),
    text: personal(z.string()),
    legalBasis: z.string().nullable(),
    attachments,
    officer: z.uuid().nullable(),
    preparedAt: instant,
  }),
  AnswerSigned: naming({ ...signature.shape, signedAt: instant }),
  PetitionAnswered: evolved(z.object(sent), replyWithoutNumbers, replyOnPage, replyWithoutLetter),
  PetitionDeclined: evolved(z.object(sent), replyWithoutNumbers, replyOnPage, replyWithoutLetter),
  /** The delivery state of the answer. */
  AnswerDeliveryReported: z.object({
    sendingId: z.uuid(),
    state: delivery,
    note: personal(z.string()).nullable(),
    reportedAt: instant,
  }),
  /** Another authority sent back what was forwarded to it; it goes on here. */
  PetitionReturned: z.object({
    subject,
    authority: z.string(),
    reason: personal(z.string()),
    deadline: deadline.nullable(),
    returnedAt: instant,
  }),
  SatisfactionGiven: z.object({
    round: z.int().min(1),
    grade: z.int().min(1).max(5),
    comment: personal(z.string()).nullable(),
    givenAt: instant,
  }),
  PetitionReopened: evolved(
    z.object({
      subject,
      /** 2 for the first time. */
      round: z.int().min(2),
      by: author,
      reason: personal(z.string()),
      deadline: deadline.nullable(),
      reopenedAt: instant,
    }),
    withLegal,
  ),
  PetitionClosed: evolved(
    z.object({
      subject,
      ground,
      /** The petition that was answered before, where this one repeats it; none where it repeats itself. */
      earlier: z.uuid().nullable(),
      /** For a repeat. */
      told: repeatedBy.nullable(),
      /** The officer's, for filing it; the petitioner does not read it. */
      reason: personal(z.string()).nullable(),
      note: personal(z.string()).nullable(),
      closedAt: instant,
    }),
    (data) => ({ ...data, told: null, reason: null }),
  ),
  /** Another petition repeated this one, which was answered (art. 10 (2)). */
  RepeatNoted: z.object({ petitionId: z.uuid(), number: z.string(), notedAt: instant }),
});
export type PetitionEvent = EventOf<typeof petitionEvents>;
export type PetitionRegistered = Extract<PetitionEvent, { type: 'PetitionRegistered' }>;
