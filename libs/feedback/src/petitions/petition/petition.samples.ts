import type { Sealed } from '@ecou/event-sourcing';
import { deadlineFrom, lawfulRules, type Terms } from '../calendar/deadlines.js';
import type { Content, FileReference, PetitionEvent, PetitionRegistered, Subject } from './petition.events.js';

/** Samples for specs: a synthetic petition, and all that may become of it. */
export const at = '2026-03-02T10:00:00.000Z';
export const later = '2026-03-10T08:00:00.000Z';
export const terms: Terms = { ...lawfulRules, daysOff: [] };
export const mainId = '5a0c9c50-3a5e-4b7b-8b0e-6f0d0a5f1c01';
export const officer = '8d4f6a57-0d53-4f0e-9a53-b5a3a4f86f02';
export const messageId = '1f8f2b5e-64f7-4a0e-9a2f-0f4f6c1c9a03';

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
  channel: 'phone',
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
    department: 'public-works',
    deadline: deadlineFrom(at, terms),
    directoryVersion: 3,
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

const message = { messageId, text: sealed('Care este numărul stâlpului?'), attachments: [], officer };
const callback = { callbackId: messageId, note: sealed('După ora 16') };
const reply = {
  subject,
  text: sealed('Becul a fost schimbat.'),
  legalBasis: 'OG 27/2002, art. 8',
  attachments: [],
  officer,
  through: null,
  inTime: true,
  answeredAt: later,
};

/** The data of an event of each type. */
export const samples = {
  PetitionRegistered: registered.data,
  PetitionAssigned: { subject, department: 'public-works', officer, assignedAt: at },
  WorkStarted: { startedAt: at },
  InformationRequested: { subject, ...message, requestedAt: at },
  MessageAdded: { ...message, text: sealed('Stâlpul 12.'), from: 'citizen', officer: null, addedAt: later },
  CallbackRequested: { ...callback, phone: sealed('0700 000 000'), requestedAt: at },
  CallbackDone: { ...callback, doneAt: later },
  AttachmentRemoved: {
    fileId: '0b5fdb0e-4e0f-4d3b-8a53-7d1f3a2c9e06',
    reason: sealed('Se vede o persoană.'),
    removedAt: later,
  },
  DeadlineExtended: {
    subject,
    reason: sealed('Lipsesc piese.'),
    deadline: { ...deadlineFrom(at, { ...terms, answerDays: 45 }) },
    extendedAt: later,
  },
  PetitionDueSoon: { subject, answerBy: '2026-04-01', raisedAt: '2026-03-26T22:00:00.000Z' },
  PetitionDeadlineMissed: { subject, answerBy: '2026-04-01', missedAt: '2026-04-01T21:00:00.000Z' },
  PetitionForwarded: {
    subject,
    authority: 'Compania sintetică de iluminat',
    reason: sealed('Stâlpul este al companiei.'),
    inTime: true,
    forwardedAt: at,
  },
  PetitionJoined: { subject, mainId, mainNumber: '2026-000100', joinedAt: later },
  OtherPetitionJoined: { petitionId: mainId, number: '2026-000124' },
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
  PetitionClosed: { subject, ground: 'repeat', earlier: mainId, note: sealed('S-a răspuns.'), closedAt: later },
} satisfies { [E in PetitionEvent as E['type']]: E['data'] };
