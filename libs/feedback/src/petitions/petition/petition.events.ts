import { day, instant, language, position } from '@ecou/contracts';
import { defineEvents, personal, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { code } from '../directory/directory.events.js';
import { deadline } from '../calendar/deadlines.js';

/** `notice`: anonymous; the law does not take it for a petition (Government Ordinance 27/2002, art. 7). */
export const kind = z.enum(['request', 'complaint', 'suggestion', 'notice']);
export type Kind = z.output<typeof kind>;

/** The way it came in: from the public by itself (`web`), through staff (`phone`, `paper`), or through other systems. */
export const channel = z.enum(['web', 'phone', 'paper', 'email', 'sms', 'telegram', 'whatsapp', 'open311']);
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

/** The petition as it came in. */
export const content = z.object({
  kind,
  channel,
  category: code,
  language,
  petitioner: petitioner.nullable().describe('None for a notice.'),
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

const reply = {
  subject,
  text: personal(z.string()),
  legalBasis: z.string().nullable(),
  attachments,
  officer: z.uuid().nullable(),
  /** The petition that it was joined to, whose answer this is. */
  through: z.uuid().nullable(),
  /** True where the last day was not over; `null` for a notice, which has none. */
  inTime: z.boolean().nullable(),
  answeredAt: instant,
};

export const author = z.enum(['officer', 'citizen']);
export type Author = z.output<typeof author>;

/** The reason why a petition is closed: its answer stands; nobody signed it (art. 7); it was answered before (art. 10 (2)); it was taken back. */
export const ground = z.enum(['answered', 'forwarded', 'noted', 'anonymous', 'repeat', 'withdrawn']);
export type Ground = z.output<typeof ground>;

const message = { messageId: z.uuid(), text: personal(z.string()), attachments };

export const petitionEvents = defineEvents('petition', {
  PetitionRegistered: content.extend({
    /** Drawn by the append: the year, a hyphen, six digits or more. */
    number: z.string(),
    /** The category's, as the directory stood. */
    department: code,
    /** None for a notice. */
    deadline: deadline.nullable(),
    /** The version of the directory that the category and the deadline come from. */
    directoryVersion: z.int(),
    registeredAt: instant,
  }),
  PetitionAssigned: z.object({ subject, department: code, officer: z.uuid().nullable(), assignedAt: instant }),
  WorkStarted: z.object({ startedAt: instant }),
  InformationRequested: z.object({ subject, ...message, officer: z.uuid().nullable(), requestedAt: instant }),
  MessageAdded: z.object({ ...message, from: author, officer: z.uuid().nullable(), addedAt: instant }),
  CallbackRequested: z.object({
    callbackId: z.uuid(),
    phone: personal(z.string()),
    note: personal(z.string()).nullable(),
    requestedAt: instant,
  }),
  CallbackDone: z.object({ callbackId: z.uuid(), note: personal(z.string()).nullable(), doneAt: instant }),
  AttachmentRemoved: z.object({ fileId: z.uuid(), reason: personal(z.string()), removedAt: instant }),
  DeadlineExtended: z.object({ subject, reason: personal(z.string()), deadline, extendedAt: instant }),
  PetitionDueSoon: z.object({ subject, answerBy: day, raisedAt: instant }),
  PetitionDeadlineMissed: z.object({ subject, answerBy: day, missedAt: instant }),
  PetitionForwarded: z.object({
    subject,
    authority: z.string(),
    reason: personal(z.string()),
    inTime: z.boolean().nullable(),
    forwardedAt: instant,
  }),
  PetitionJoined: z.object({ subject, mainId: z.uuid(), mainNumber: z.string(), joinedAt: instant }),
  /** The other side of it: another petition will be answered with this one. */
  OtherPetitionJoined: z.object({ petitionId: z.uuid(), number: z.string() }),
  PetitionAnswered: z.object(reply),
  PetitionDeclined: z.object(reply),
  SatisfactionGiven: z.object({
    round: z.int().min(1),
    grade: z.int().min(1).max(5),
    comment: personal(z.string()).nullable(),
    givenAt: instant,
  }),
  PetitionReopened: z.object({
    subject,
    /** 2 for the first time. */
    round: z.int().min(2),
    by: author,
    reason: personal(z.string()),
    deadline: deadline.nullable(),
    reopenedAt: instant,
  }),
  PetitionClosed: z.object({
    subject,
    ground,
    /** The petition that was answered before, where this one repeats it. */
    earlier: z.uuid().nullable(),
    note: personal(z.string()).nullable(),
    closedAt: instant,
  }),
});
export type PetitionEvent = EventOf<typeof petitionEvents>;
export type PetitionRegistered = Extract<PetitionEvent, { type: 'PetitionRegistered' }>;
