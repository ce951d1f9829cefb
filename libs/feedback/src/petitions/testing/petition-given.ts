import { Invalid } from '@ecou/event-sourcing';
import { specify } from '@ecou/event-sourcing/testing';
import { deadlineFrom } from '../calendar/deadlines.js';
import { petitionDecider } from '../petition/rules/petition.decider.js';
import type { PetitionEvent, PetitionRegistered } from '../petition/petition.events.js';
import {
  at,
  content,
  later,
  mainId,
  notice,
  officer,
  plainRules,
  registered,
  samples,
  subject,
  terms,
} from '../petition/petition.samples.js';
import { requirePetition, type Draft, type Petition } from '../petition/petition.state.js';

export const given = specify(petitionDecider);
export const event = (type: PetitionEvent['type'], more: object = {}): PetitionEvent =>
  ({ type, data: { ...samples[type], ...more } }) as PetitionEvent;

export const assigned = event('PetitionAssigned');
export const working = event('WorkStarted');
export const asked = event('InformationRequested');
export const answered = event('PetitionAnswered');
export const declined = event('PetitionDeclined');
export const joined = event('PetitionJoined');
/** On one matter with the petition of somebody else. */
export const grouped = event('PetitionJoined', { as: 'matter', told: null, reason: null });
export const forwarded = event('PetitionForwarded');
export const closed = event('PetitionClosed', { ground: 'answered', earlier: null, told: null, reason: null });
export const reopened = event('PetitionReopened');
export const late = event('PetitionDeadlineMissed');
export const offTarget = event('PetitionTargetMissed');
export const dueSoon = event('PetitionDueSoon');
export const extended = event('DeadlineExtended');
export const noticed: PetitionRegistered = {
  type: 'PetitionRegistered',
  data: { ...registered.data, ...notice, deadline: null },
};

export const deadline = deadlineFrom(at, terms);
export const noteDueSoon = {
  type: 'NoteDueSoon',
  dueAt: deadline.dueSoonAt,
  at: samples.PetitionDueSoon.raisedAt,
} as const;
export const noteOffTarget = {
  type: 'NoteDeadlineMissed',
  dueAt: deadline.overdueAt,
  daysOff: [],
  at: samples.PetitionTargetMissed.missedAt,
} as const;
export const noteMissed = {
  type: 'NoteDeadlineMissed',
  dueAt: deadline.legal.missedAt,
  daysOff: [] as readonly string[],
  at: samples.PetitionDeadlineMissed.missedAt,
} as const;
export const ofNotice = { ...subject, kind: 'notice', recipient: null };
export const reply = {
  salutation: samples.PetitionAnswered.salutation,
  text: samples.PetitionAnswered.text,
  legalBasis: samples.PetitionAnswered.legalBasis,
  attachments: [],
};
export const register = {
  type: 'RegisterPetition',
  content,
  department: 'public-works',
  receivedOn: null,
  sentBy: null,
  terms,
  rules: plainRules,
  directoryVersion: 3,
  firstNumber: 1,
  at,
} as const;
export const assign = { type: 'AssignPetition', department: 'public-works', officer, by: null, at } as const;
export const answer = { type: 'AnswerPetition', outcome: 'answered', reply, by: null, send: null, at: later } as const;
/** An answer as it stands before it goes out. */
export const draft: Draft = { ...reply, outcome: 'answered', officer, signatures: [], at: later };
export const take = {
  type: 'TakeAnswer',
  mainId,
  answer: draft,
  numbers: [subject.number],
  sendingId: null,
  channel: 'page',
  at: later,
} as const;
export const main: Petition = { ...requirePetition(given(registered).state()), number: '2026-000100' };
export const join = {
  type: 'JoinPetition',
  mainId,
  main,
  as: null,
  sameContact: false,
  reason: samples.PetitionJoined.reason,
  at: later,
} as const;
export const extend = {
  type: 'ExtendDeadline',
  reason: samples.DeadlineExtended.reason,
  days: null,
  by: null,
  terms,
  at: later,
} as const;
export const file = { type: 'FilePetition', ground: 'repeat', reason: null, note: null, at: later } as const;
export const reopen = {
  type: 'ReopenPetition',
  by: 'citizen',
  reason: samples.PetitionReopened.reason,
  terms,
  at: later,
} as const;
export const satisfaction = {
  type: 'GiveSatisfaction',
  grade: 2,
  comment: null,
  reopen: null,
  terms,
  at: later,
} as const;

export const pathOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return error instanceof Invalid ? error.path : error;
  }
  return undefined;
};
