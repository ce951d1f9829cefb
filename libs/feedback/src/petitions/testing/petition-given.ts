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
  registered,
  samples,
  subject,
  terms,
} from '../petition/petition.samples.js';
import { required, type Petition } from '../petition/petition.state.js';

export const given = specify(petitionDecider);
export const event = (type: PetitionEvent['type'], more: object = {}): PetitionEvent =>
  ({ type, data: { ...samples[type], ...more } }) as PetitionEvent;

export const assigned = event('PetitionAssigned');
export const working = event('WorkStarted');
export const asked = event('InformationRequested');
export const answered = event('PetitionAnswered');
export const declined = event('PetitionDeclined');
export const joined = event('PetitionJoined');
export const forwarded = event('PetitionForwarded');
export const closed = event('PetitionClosed', { ground: 'answered', earlier: null });
export const reopened = event('PetitionReopened');
export const late = event('PetitionDeadlineMissed');
export const dueSoon = event('PetitionDueSoon');
export const extended = event('DeadlineExtended');
export const noticed: PetitionRegistered = {
  type: 'PetitionRegistered',
  data: { ...registered.data, ...notice, deadline: null },
};

export const deadline = deadlineFrom(at, terms);
export const ofNotice = { ...subject, kind: 'notice', recipient: null };
export const reply = {
  text: samples.PetitionAnswered.text,
  legalBasis: samples.PetitionAnswered.legalBasis,
  attachments: [],
};
export const register = {
  type: 'RegisterPetition',
  content,
  department: 'public-works',
  terms,
  directoryVersion: 3,
  at,
} as const;
export const assign = { type: 'AssignPetition', department: 'public-works', officer, at } as const;
export const answer = { type: 'AnswerPetition', outcome: 'answered', reply, at: later } as const;
export const main: Petition = { ...required(given(registered).state()), number: '2026-000100' };
export const join = { type: 'JoinPetition', mainId, main, at: later } as const;
export const extend = {
  type: 'ExtendDeadline',
  reason: samples.DeadlineExtended.reason,
  days: null,
  terms,
  at: later,
} as const;
export const file = { type: 'FilePetition', ground: 'repeat', note: null, at: later } as const;
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
