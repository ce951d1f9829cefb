import { assertNever, Rejected, Unknown, type Sealed } from '@ecou/event-sourcing';
import type { Deadline } from './deadlines.js';
import type { Author, Content, FileReference, Ground, PetitionEvent, Subject } from './petition.events.js';

export const statuses = [
  'registered',
  'assigned',
  'in-progress',
  'information-requested',
  'joined',
  'answered',
  'declined',
  'forwarded',
  'closed',
] as const;
export type Status = (typeof statuses)[number];

export interface Message {
  readonly id: string;
  readonly from: Author;
  readonly officer: string | null;
  /** Whether an officer asks for something by it. */
  readonly asks: boolean;
  readonly text: Sealed<string>;
  readonly attachments: readonly FileReference[];
  readonly at: string;
}

export interface Callback {
  readonly id: string;
  readonly phone: Sealed<string>;
  readonly note: Sealed<string> | null;
  readonly requestedAt: string;
  readonly done: { readonly at: string; readonly note: Sealed<string> | null } | null;
}

export interface Reply {
  readonly round: number;
  readonly outcome: 'answered' | 'declined';
  readonly text: Sealed<string>;
  readonly legalBasis: string | null;
  readonly attachments: readonly FileReference[];
  readonly officer: string | null;
  readonly through: string | null;
  readonly inTime: boolean | null;
  readonly answeredAt: string;
}

/** Where the deadline stands: `none` where there is none, or the matter went another way before its end. */
export type DeadlineState = 'none' | 'due' | 'due-soon' | 'overdue' | 'met' | 'missed';

export interface Petition {
  readonly status: Status;
  readonly number: string;
  /** As it came in. */
  readonly content: Content;
  readonly department: string;
  readonly officer: string | null;
  readonly registeredAt: string;
  /** 1, and one more with each reopening. */
  readonly round: number;
  readonly deadline: Deadline | null;
  readonly deadlineState: DeadlineState;
  readonly extended: { readonly reason: Sealed<string>; readonly at: string } | null;
  /** The petition that it will be answered with, or was. */
  readonly joinedTo: { readonly id: string; readonly number: string } | null;
  /** Those that will be answered with it. */
  readonly joined: readonly { readonly id: string; readonly number: string }[];
  readonly thread: readonly Message[];
  readonly callbacks: readonly Callback[];
  readonly replies: readonly Reply[];
  readonly forwarded: { readonly authority: string; readonly reason: Sealed<string>; readonly at: string } | null;
  /** Of this round. */
  readonly satisfaction: { readonly grade: number; readonly comment: Sealed<string> | null } | null;
  readonly reopened: { readonly by: Author; readonly reason: Sealed<string>; readonly at: string } | null;
  readonly closed: {
    readonly ground: Ground;
    readonly earlier: string | null;
    readonly note: Sealed<string> | null;
    readonly at: string;
  } | null;
}

/** The petition. Throws `Unknown` where there is none. */
export function known(state: Petition | null): Petition {
  if (!state) throw new Unknown('PETITION_UNKNOWN', 'There is no such petition.');
  return state;
}

/** Whether somebody still has to do something with it by itself. */
export const isOpen = ({ status }: Pick<Petition, 'status'>): boolean =>
  ['registered', 'assigned', 'in-progress', 'information-requested'].includes(status);

/** Refuses what only a petition that is worked on takes. */
export function refuseUnlessOpen(petition: Petition): void {
  if (isOpen(petition)) return;
  if (petition.status === 'joined') {
    throw new Rejected('PETITION_JOINED', 'The petition is joined to another, and is dealt with there.');
  }
  throw new Rejected('PETITION_DONE', `The petition is ${petition.status}.`);
}

/** What others are told of it. */
export const subjectOf = ({ number, content, department }: Petition): Subject => {
  const { kind, category, language, petitioner } = content;
  const { name, channel, contact } = petitioner ?? {};
  const recipient = name && channel && contact ? { name, channel, contact } : null;
  return { number, kind, category, department, language, recipient };
};

type Registered = Extract<PetitionEvent, { type: 'PetitionRegistered' }>;
type Change = Exclude<PetitionEvent, Registered>;

export const evolve = (state: Petition | null, event: PetitionEvent): Petition =>
  event.type === 'PetitionRegistered' ? registered(event.data) : changed(known(state), event);

function registered({
  number,
  department,
  deadline,
  directoryVersion: _,
  registeredAt,
  ...content
}: Registered['data']) {
  return {
    status: 'registered',
    number,
    content,
    department,
    officer: null,
    registeredAt,
    round: 1,
    deadline,
    deadlineState: deadline ? 'due' : 'none',
    extended: null,
    joinedTo: null,
    joined: [],
    thread: [],
    callbacks: [],
    replies: [],
    forwarded: null,
    satisfaction: null,
    reopened: null,
    closed: null,
  } satisfies Petition;
}

function changed(state: Petition, event: Change): Petition {
  switch (event.type) {
    case 'PetitionAssigned': {
      const { department, officer } = event.data;
      return { ...state, department, officer, status: state.status === 'registered' ? 'assigned' : state.status };
    }
    case 'WorkStarted':
      return { ...state, status: 'in-progress' };
    case 'InformationRequested':
    case 'MessageAdded':
    case 'CallbackRequested':
    case 'CallbackDone':
      return talked(state, event);
    case 'DeadlineExtended':
    case 'PetitionDueSoon':
    case 'PetitionDeadlineMissed':
      return timed(state, event);
    case 'PetitionForwarded':
    case 'PetitionJoined':
    case 'OtherPetitionJoined':
      return moved(state, event);
    default:
      return ended(state, event);
  }
}

type Of<T extends PetitionEvent['type']> = Extract<PetitionEvent, { type: T }>;

type Talk = Of<'InformationRequested' | 'MessageAdded' | 'CallbackRequested' | 'CallbackDone'>;

function talked(state: Petition, event: Talk): Petition {
  switch (event.type) {
    case 'InformationRequested': {
      const { messageId: id, text, attachments, officer, requestedAt: at } = event.data;
      const message = { id, from: 'officer', officer, asks: true, text, attachments, at } as const;
      return { ...state, status: 'information-requested', thread: [...state.thread, message] };
    }
    case 'MessageAdded': {
      const { messageId: id, from, text, attachments, officer, addedAt: at } = event.data;
      const isReply = state.status === 'information-requested' && from === 'citizen';
      const message = { id, from, officer, asks: false, text, attachments, at };
      return { ...state, status: isReply ? 'in-progress' : state.status, thread: [...state.thread, message] };
    }
    case 'CallbackRequested': {
      const { callbackId: id, phone, note, requestedAt } = event.data;
      return { ...state, callbacks: [...state.callbacks, { id, phone, note, requestedAt, done: null }] };
    }
    case 'CallbackDone': {
      const { callbackId, note, doneAt: at } = event.data;
      const callbacks = state.callbacks.map((one) => (one.id === callbackId ? { ...one, done: { at, note } } : one));
      return { ...state, callbacks };
    }
    default:
      return assertNever(event);
  }
}

type Timed = Of<'DeadlineExtended' | 'PetitionDueSoon' | 'PetitionDeadlineMissed'>;

function timed(state: Petition, event: Timed): Petition {
  switch (event.type) {
    case 'DeadlineExtended': {
      const { deadline, reason, extendedAt: at } = event.data;
      return { ...state, deadline, deadlineState: 'due', extended: { reason, at } };
    }
    case 'PetitionDueSoon':
      return { ...state, deadlineState: 'due-soon' };
    case 'PetitionDeadlineMissed':
      return { ...state, deadlineState: 'overdue' };
    default:
      return assertNever(event);
  }
}

type Moved = Of<'PetitionForwarded' | 'PetitionJoined' | 'OtherPetitionJoined'>;

function moved(state: Petition, event: Moved): Petition {
  switch (event.type) {
    case 'PetitionForwarded': {
      const { authority, reason, forwardedAt: at } = event.data;
      return {
        ...state,
        status: 'forwarded',
        deadlineState: settled(state, null),
        forwarded: { authority, reason, at },
      };
    }
    case 'PetitionJoined': {
      const { mainId: id, mainNumber: number } = event.data;
      return { ...state, status: 'joined', joinedTo: { id, number } };
    }
    case 'OtherPetitionJoined': {
      const { petitionId: id, number } = event.data;
      return { ...state, joined: [...state.joined, { id, number }] };
    }
    default:
      return assertNever(event);
  }
}

/** What is left of the deadline when the matter ends: an overdue one was missed, whatever came after. */
function settled({ deadlineState }: Petition, inTime: boolean | null): DeadlineState {
  if (deadlineState === 'overdue' || inTime === false) return 'missed';
  if (deadlineState === 'met' || deadlineState === 'missed') return deadlineState;
  return inTime ? 'met' : 'none';
}

type Ended = Of<'PetitionAnswered' | 'PetitionDeclined' | 'SatisfactionGiven' | 'PetitionReopened' | 'PetitionClosed'>;

function ended(state: Petition, event: Ended): Petition {
  switch (event.type) {
    case 'PetitionAnswered':
      return answered(state, 'answered', event.data);
    case 'PetitionDeclined':
      return answered(state, 'declined', event.data);
    case 'SatisfactionGiven': {
      const { grade, comment } = event.data;
      return { ...state, satisfaction: { grade, comment } };
    }
    case 'PetitionReopened':
      return reopened(state, event.data);
    case 'PetitionClosed': {
      const { ground, earlier, note, closedAt: at } = event.data;
      const deadlineState = settled(state, null);
      return { ...state, status: 'closed', deadlineState, closed: { ground, earlier, note, at } };
    }
    default:
      return assertNever(event);
  }
}

function answered(state: Petition, outcome: Reply['outcome'], data: Of<'PetitionAnswered'>['data']): Petition {
  const { subject: _, ...reply } = data;
  return {
    ...state,
    status: outcome,
    deadlineState: settled(state, reply.inTime),
    joined: [],
    replies: [...state.replies, { round: state.round, outcome, ...reply }],
  };
}

/** It has a new deadline, which may be extended again; nothing binds it to the petition that it was joined to. */
function reopened(
  state: Petition,
  { round, by, reason, deadline, reopenedAt: at }: Of<'PetitionReopened'>['data'],
): Petition {
  return {
    ...state,
    status: state.officer ? 'assigned' : 'registered',
    round,
    deadline,
    deadlineState: deadline ? 'due' : 'none',
    extended: null,
    joinedTo: null,
    satisfaction: null,
    closed: null,
    reopened: { by, reason, at },
  };
}
