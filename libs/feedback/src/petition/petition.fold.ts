import { assertNever } from '@ecou/event-sourcing';
import type { PetitionEvent } from './petition.events.js';
import { known, type DeadlineState, type Petition, type Reply } from './petition.state.js';

type Registered = Extract<PetitionEvent, { type: 'PetitionRegistered' }>;
type Change = Exclude<PetitionEvent, Registered>;

/** What an event makes of a petition. */
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
    removed: [],
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
    case 'AttachmentRemoved':
      return talked(state, event);
    case 'DeadlineExtended':
    case 'PetitionDueSoon':
    case 'PetitionDeadlineMissed':
      return timed(state, event);
    case 'PetitionForwarded':
    case 'PetitionJoined':
    case 'OtherPetitionJoined':
      return moved(state, event);
    case 'PetitionAnswered':
    case 'PetitionDeclined':
    case 'SatisfactionGiven':
    case 'PetitionReopened':
    case 'PetitionClosed':
      return ended(state, event);
    default:
      return assertNever(event);
  }
}

type Of<T extends PetitionEvent['type']> = Extract<PetitionEvent, { type: T }>;

type Talk = Of<'InformationRequested' | 'MessageAdded' | 'CallbackRequested' | 'CallbackDone' | 'AttachmentRemoved'>;

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
    case 'AttachmentRemoved':
      return { ...state, removed: [...state.removed, event.data.fileId] };
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
