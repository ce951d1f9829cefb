import type { PetitionEvent } from './petition.events.js';
import { requirePetition, type DeadlineState, type Message, type Petition, type Reply } from './petition.state.js';

type DataOf<T extends PetitionEvent['type']> = Extract<PetitionEvent, { type: T }>['data'];
type ChangeType = Exclude<PetitionEvent['type'], 'PetitionRegistered'>;

/** Makes of a petition what an event says. */
export function evolve(state: Petition | null, event: PetitionEvent): Petition {
  if (event.type === 'PetitionRegistered') return registered(event.data);
  return changed(requirePetition(state), event.type, event.data);
}

const changed = <T extends ChangeType>(petition: Petition, type: T, data: DataOf<T>): Petition =>
  changes[type](petition, data);

function registered({
  number,
  department,
  deadline,
  directoryVersion: _,
  registeredAt,
  ...content
}: DataOf<'PetitionRegistered'>): Petition {
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
  };
}

const changes: { readonly [T in ChangeType]: (state: Petition, data: DataOf<T>) => Petition } = {
  PetitionAssigned: (state, { department, officer }) => ({
    ...state,
    department,
    officer,
    status: state.status === 'registered' ? 'assigned' : state.status,
  }),

  WorkStarted: (state) => ({ ...state, status: 'in-progress' }),

  PetitionForwarded: (state, { authority, reason, forwardedAt: at }) => ({
    ...state,
    status: 'forwarded',
    deadlineState: lastDeadlineState(state, null),
    forwarded: { authority, reason, at },
  }),

  PetitionJoined: (state, { mainId: id, mainNumber: number }) => ({
    ...state,
    status: 'joined',
    joinedTo: { id, number },
  }),

  OtherPetitionJoined: (state, { petitionId: id, number }) => ({
    ...state,
    joined: [...state.joined, { id, number }],
  }),

  DeadlineExtended: (state, { deadline, reason, extendedAt: at }) => ({
    ...state,
    deadline,
    deadlineState: 'due',
    extended: { reason, at },
  }),

  PetitionDueSoon: (state) => ({ ...state, deadlineState: 'due-soon' }),

  PetitionDeadlineMissed: (state) => ({ ...state, deadlineState: 'overdue' }),

  PetitionAnswered: (state, data) => answered(state, 'answered', data),

  PetitionDeclined: (state, data) => answered(state, 'declined', data),

  PetitionClosed: (state, { ground, earlier, note, closedAt: at }) => ({
    ...state,
    status: 'closed',
    deadlineState: lastDeadlineState(state, null),
    closed: { ground, earlier, note, at },
  }),

  InformationRequested: (state, { messageId: id, text, attachments, officer, requestedAt: at }) => ({
    ...said(state, { id, from: 'officer', officer, asks: true, text, attachments, at }),
    status: 'information-requested',
  }),

  MessageAdded: (state, { messageId: id, from, text, attachments, officer, addedAt: at }) => ({
    ...said(state, { id, from, officer, asks: false, text, attachments, at }),
    status: state.status === 'information-requested' && from === 'citizen' ? 'in-progress' : state.status,
  }),

  CallbackRequested: (state, { callbackId: id, phone, note, requestedAt }) => ({
    ...state,
    callbacks: [...state.callbacks, { id, phone, note, requestedAt, done: null }],
  }),

  CallbackDone: (state, { callbackId, note, doneAt: at }) => ({
    ...state,
    callbacks: state.callbacks.map((one) => (one.id === callbackId ? { ...one, done: { at, note } } : one)),
  }),

  AttachmentRemoved: (state, { fileId }) => ({ ...state, removed: [...state.removed, fileId] }),

  SatisfactionGiven: (state, { grade, comment }) => ({ ...state, satisfaction: { grade, comment } }),

  /** It has a new deadline, which may be extended again; nothing binds it to the petition that it was joined to. */
  PetitionReopened: (state, { round, by, reason, deadline, reopenedAt: at }) => ({
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
  }),
};

const said = (state: Petition, message: Message): Petition => ({ ...state, thread: [...state.thread, message] });

/** The state of the deadline when the matter ends: one that was overdue was missed, whatever came after. */
function lastDeadlineState({ deadlineState }: Petition, inTime: boolean | null): DeadlineState {
  if (deadlineState === 'overdue' || inTime === false) return 'missed';
  if (deadlineState === 'met' || deadlineState === 'missed') return deadlineState;
  return inTime ? 'met' : 'none';
}

function answered(state: Petition, outcome: Reply['outcome'], data: DataOf<'PetitionAnswered'>): Petition {
  const { subject: _, ...reply } = data;
  return {
    ...state,
    status: outcome,
    deadlineState: lastDeadlineState(state, reply.inTime),
    joined: [],
    replies: [...state.replies, { round: state.round, outcome, ...reply }],
  };
}
