import type { Sealed } from '@ecou/event-sourcing';
import { deadlineFrom, extendedBy, lawfulRules, type Terms } from '../calendar/deadlines.js';
import { usualRules } from '../directory/petition-rules.js';
import type { Content, FileReference, PetitionEvent, PetitionRegistered, Subject } from './petition.events.js';

/** Samples for specs: a synthetic petition, and all that may become of it. */
export const at = '2026-03-02T10:00:00.000Z';
export const later = '2026-03-10T08:00:00.000Z';
export const terms: Terms = { ...lawfulRules, daysOff: [] };
export const mainId = '5a0c9c50-3a5e-4b7b-8b0e-6f0d0a5f1c01';
export const officer = '8d4f6a57-0d53-4f0e-9a53-b5a3a4f86f02';
export const headId = '7c1b1d5e-2a7d-4f4f-9d55-6a1f0a2b3c06';
export const mayorId = '2e9a7c44-58f0-4f58-8a1b-93d1c5e7f807';
export const messageId = '1f8f2b5e-64f7-4a0e-9a2f-0f4f6c1c9a03';

/** Of a municipality whose people are not known to Ecou, whose answers are signed elsewhere, and are read on the page. */
export const plainRules = { ...usualRules, officersChecked: false, signedByTwo: false, pageCommunicates: true };

export const sealed = <T>(value: T): Sealed<T> => ({
  subject: 'f2a5c7de-11b1-4c6e-9b0a-1d2e3f405162',
  codec: 'plain',
  value,
});

export const file: FileReference = {
  id: 'b1f1a3a0-5d0e-4a43-8a30-2a6d7b8c9d04',
  name: sealed('fotografie.jpg'),
  type: 'image/jpeg',
  size: 48_213,
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
};

const recipient = { name: sealed('Ana Exemplu'), channel: 'email', contact: sealed('ana@example.org') } as const;

export const content: Content = {
  kind: 'complaint',
  channel: 'paper',
  category: 'street-lighting',
  language: 'ro',
  petitioner: { ...recipient, address: sealed('Strada Sintetică 1') },
  text: sealed('Becul de pe stâlpul sintetic 12 este ars.'),
  place: sealed({ position: [26.1, 44.4] as [number, number], address: 'Strada Sintetică 12' }),
  about: { facilityId: null, civicEventId: null },
  attachments: [file],
};

export const notice: Content = { ...content, kind: 'notice', channel: 'web', petitioner: null, attachments: [] };

export const registered: PetitionRegistered = {
  type: 'PetitionRegistered',
  data: {
    ...content,
    number: '2026-000123',
    firstNumber: 1,
    department: 'public-works',
    deadline: deadlineFrom(at, terms),
    directoryVersion: 3,
    rules: plainRules,
    receivedOn: '2026-03-02',
    sentBy: null,
    takenOver: null,
    registeredAt: at,
  },
};

export const subject: Subject = {
  number: '2026-000123',
  kind: 'complaint',
  category: 'street-lighting',
  department: 'public-works',
  language: 'ro',
  recipient,
};

/** A letter, but for its words. */
export const letter = sealed({
  institution: 'Primăria Exemplu',
  lines: ['Strada Primăriei 1, Exemplu'],
  recipient: { name: 'Ana Exemplu', address: 'Strada Sintetică 1' },
  inReplyTo: [{ number: '2026-000123', registeredOn: '2026-03-02' }],
  signatories: [{ office: { ro: 'Șef serviciu' }, name: 'Dan Exemplu' }],
  enclosures: ['schita.pdf'],
});

const message = { messageId, text: sealed('Care este numărul stâlpului?'), attachments: [], officer };
const callback = { callbackId: messageId, note: sealed('După ora 16') };
const reply: Extract<PetitionEvent, { type: 'PetitionAnswered' }>['data'] = {
  subject,
  salutation: sealed('Stimată doamnă Exemplu,'),
  text: sealed('Becul a fost schimbat.'),
  legalBasis: 'OG 27/2002, art. 8',
  attachments: [],
  officer,
  numbers: ['2026-000123'],
  signatures: [],
  others: [],
  sendingId: null,
  channel: 'page',
  again: false,
  through: null,
  inTime: true,
  outgoingNumber: null,
  letter: null,
  answeredAt: later,
};

/** The data of an event of each type. */
export const samples = {
  PetitionRegistered: registered.data,
  PetitionAssigned: { subject, department: 'public-works', officer, by: null, assignedAt: at },
  WorkStarted: { subject, startedAt: at },
  InformationRequested: { subject, ...message, requestedAt: at },
  MessageAdded: { subject, ...message, text: sealed('Stâlpul 12.'), from: 'citizen', officer: null, addedAt: later },
  CallbackRequested: { ...callback, phone: sealed('0700 000 000'), requestedAt: at },
  CallbackDone: { ...callback, doneAt: later },
  PetitionerCorrected: {
    subject: { ...subject, language: 'en', recipient: { ...recipient, contact: sealed('ana.exemplu@example.org') } },
    petitioner: { ...recipient, contact: sealed('ana.exemplu@example.org'), address: null },
    language: 'en',
    isReachedElsewhere: true,
    reason: sealed('O literă greșită.'),
    correctedAt: later,
  },
  PetitionNoteCorrected: {
    callbackId: messageId,
    note: sealed('Nu a răspuns.'),
    reason: sealed('Nota altei petiții.'),
    correctedAt: later,
  },
  AttachmentRemoved: {
    fileId: '0b5fdb0e-4e0f-4d3b-8a53-7d1f3a2c9e06',
    reason: sealed('Se vede o persoană.'),
    removedAt: later,
  },
  DeadlineExtended: {
    subject,
    reason: sealed('Lipsesc piese.'),
    deadline: extendedBy(deadlineFrom(at, terms), 15, terms),
    by: null,
    extendedAt: later,
  },
  PetitionDueSoon: { subject, answerBy: '2026-04-01', raisedAt: '2026-03-26T22:00:00.000Z' },
  PetitionTargetMissed: { subject, answerBy: '2026-04-01', missedAt: '2026-04-01T21:00:00.000Z' },
  LegalDateMoved: {
    subject,
    deadline: { ...deadlineFrom(at, terms), legal: deadlineFrom(at, { ...terms, daysOff: ['2026-04-02'] }).legal },
    movedAt: '2026-04-01T21:00:00.000Z',
  },
  PetitionDeadlineMissed: {
    subject,
    answerBy: '2026-04-01',
    legalAnswerBy: '2026-04-02',
    missedAt: '2026-04-02T21:00:00.000Z',
  },
  PetitionForwarded: {
    subject,
    authority: 'Compania sintetică de iluminat',
    reason: sealed('Stâlpul este al companiei.'),
    inTime: true,
    forwardedAt: at,
  },
  PetitionJoined: {
    subject,
    as: 'petitioner',
    told: 'officer',
    reason: sealed('Semnătura este aceeași.'),
    mainId,
    mainNumber: '2026-000100',
    joinedAt: later,
  },
  OtherPetitionJoined: { petitionId: mainId, number: '2026-000124', as: 'petitioner' },
  PetitionSeparated: {
    subject,
    as: 'petitioner',
    mainId,
    reason: sealed('Sunt doi petenți cu același nume.'),
    separatedAt: later,
  },
  OtherPetitionSeparated: { petitionId: mainId },
  AnswerProposed: { text: sealed('Becul se schimbă joi.'), legalBasis: 'OG 27/2002, art. 8', proposedAt: later },
  AnswerPrepared: {
    subject,
    outcome: 'answered',
    salutation: reply.salutation,
    text: reply.text,
    legalBasis: reply.legalBasis,
    attachments: [],
    officer,
    preparedAt: later,
  },
  AnswerSigned: { subject, as: 'department', officer: headId, office: { ro: 'Șef serviciu' }, signedAt: later },
  AnswerDeliveryReported: {
    sendingId: messageId,
    state: 'bounced',
    note: sealed('Căsuța este plină.'),
    reportedAt: later,
  },
  PetitionReturned: {
    subject,
    authority: 'Compania sintetică de iluminat',
    reason: sealed('Stâlpul este al municipiului.'),
    deadline: deadlineFrom(later, terms),
    returnedAt: later,
  },
  PetitionAnswered: reply,
  PetitionDeclined: { ...reply, text: sealed('Strada nu este a municipalității.'), inTime: false },
  SatisfactionGiven: { round: 1, grade: 2, comment: sealed('Nu arde nici acum.'), givenAt: later },
  PetitionReopened: {
    subject,
    round: 2,
    by: 'citizen',
    reason: sealed('Nu arde nici acum.'),
    deadline: deadlineFrom(later, terms),
    reopenedAt: later,
  },
  PetitionClosed: {
    subject,
    ground: 'repeat',
    earlier: mainId,
    told: 'officer',
    reason: sealed('Semnătura este aceeași.'),
    note: sealed('S-a răspuns.'),
    closedAt: later,
  },
  RepeatNoted: { petitionId: mainId, number: '2026-000124', notedAt: later },
} satisfies { [E in PetitionEvent as E['type']]: E['data'] };
