import { startOfDay } from '../calendar/working-calendar.js';
import type { PetitionEvent, SendingChannel } from './petition.events.js';
import {
  awaitsAnswer,
  requirePetition,
  type Correction,
  type DeadlineState,
  type Message,
  type Petition,
  type Reply,
} from './petition.state.js';

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
  rules,
  firstNumber: __,
  receivedOn,
  sentBy,
  takenOver,
  registeredAt,
  ...content
}: DataOf<'PetitionRegistered'>): Petition {
  const { officer = null, extension = null } = takenOver ?? {};
  return {
    status: officer === null ? 'registered' : 'assigned',
    number,
    content,
    rules,
    department,
    officer,
    registeredAt,
    receivedOn,
    sentBy,
    takenOver: takenOver !== null,
    round: 1,
    deadline,
    deadlineState: deadline ? 'due' : 'none',
    deadlineStateBefore: deadline ? 'due' : 'none',
    legallyMissed: false,
    extended: extension && { reason: extension.reason, at: startOfDay(extension.extendedOn) },
    joinedTo: null,
    joiningReason: null,
    joined: [],
    groupedWith: null,
    grouped: [],
    proposed: null,
    draft: null,
    sendings: [],
    thread: [],
    removed: [],
    callbacks: [],
    replies: [],
    forwarded: null,
    returned: null,
    satisfaction: null,
    reopened: null,
    closed: null,
    repeats: [],
  };
}

const changes: { readonly [T in ChangeType]: (state: Petition, data: DataOf<T>) => Petition } = {
  PetitionAssigned: (state, { department, officer }) => ({
    ...state,
    department,
    officer,
    status: state.status === 'registered' ? 'assigned' : state.status,
  }),

  WorkStarted: (state) => ({ ...state, status: 'in-progress', draft: null }),

  PetitionForwarded: (state, { authority, reason, forwardedAt: at }) => ({
    ...state,
    ...ended(state, null),
    status: 'forwarded',
    forwarded: { authority, reason, at },
    returned: null,
  }),

  /** With a new deadline, or where the first one stood. */
  PetitionReturned: (state, { authority, reason, deadline, returnedAt: at }) => ({
    ...state,
    ...onDesk(state),
    ...(deadline?.startsOn === state.deadline?.startsOn
      ? { deadlineState: state.deadlineStateBefore }
      : { deadline, deadlineState: 'due', legallyMissed: false, extended: null }),
    closed: null,
    returned: { authority, reason, at },
  }),

  PetitionJoined: (state, { as, mainId: id, mainNumber: number, reason }) =>
    as === 'petitioner'
      ? { ...state, status: 'joined', joinedTo: { id, number }, joiningReason: reason, draft: null }
      : { ...state, groupedWith: { id, number } },

  OtherPetitionJoined: (state, { petitionId: id, number, as }) => {
    const { joined, grouped } = without(state, id);
    return as === 'petitioner'
      ? { ...state, joined: [...joined, { id, number }], grouped }
      : { ...state, joined, grouped: [...grouped, { id, number }] };
  },

  PetitionSeparated: (state, { as }) =>
    as === 'petitioner' ? { ...state, ...onDesk(state), joinedTo: null } : { ...state, groupedWith: null },

  OtherPetitionSeparated: (state, { petitionId }) => ({ ...state, ...without(state, petitionId) }),

  AnswerProposed: (state, { text, legalBasis, proposedAt: at }) => ({ ...state, proposed: { text, legalBasis, at } }),

  DeadlineExtended: (state, { deadline, reason, extendedAt: at }) => ({
    ...state,
    deadline,
    deadlineState: 'due',
    extended: { reason, at },
  }),

  PetitionDueSoon: (state) => ({ ...state, deadlineState: 'due-soon' }),

  PetitionTargetMissed: (state) => ({ ...state, deadlineState: 'overdue' }),

  LegalDateMoved: (state, { deadline }) => ({ ...state, deadline }),

  PetitionDeadlineMissed: (state) => ({ ...state, deadlineState: 'overdue', legallyMissed: true }),

  AnswerPrepared: (state, { subject: _, preparedAt: at, ...draft }) => ({
    ...state,
    status: state.rules.signedByTwo ? 'to-sign' : 'to-send',
    draft: { ...draft, signatures: [], at },
  }),

  AnswerSigned: (state, { subject: _, signedAt: __, ...signature }) => {
    if (!state.draft) return state;
    const signatures = [...state.draft.signatures, signature];
    return { ...state, status: signatures.length < 2 ? 'to-sign' : 'to-send', draft: { ...state.draft, signatures } };
  },

  PetitionAnswered: (state, data) => answered(state, 'answered', data),

  PetitionDeclined: (state, data) => answered(state, 'declined', data),

  AnswerDeliveryReported: delivered,

  PetitionClosed: (state, { ground, earlier, reason, note, closedAt: at }) => ({
    ...state,
    ...ended(state, null),
    status: 'closed',
    closed: { ground, earlier, reason, note, at },
  }),

  RepeatNoted: (state, { petitionId: id, number, notedAt: at }) => ({
    ...state,
    repeats: [...state.repeats, { id, number, at }],
  }),

  InformationRequested: (state, { messageId: id, text, attachments, officer, requestedAt: at }) => ({
    ...said(state, { id, from: 'officer', officer, asks: true, text, attachments, at }),
    status: 'information-requested',
    draft: null,
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

  PetitionerCorrected: (state, { petitioner, language, reason, correctedAt: at }) => {
    const { content } = state;
    const cameIn = state.cameIn ?? { petitioner: content.petitioner, language: content.language };
    return {
      ...corrected(state, { of: 'petitioner', reason, at }),
      cameIn,
      content: { ...content, petitioner, language },
    };
  },

  PetitionNoteCorrected: (state, { callbackId, note, reason, correctedAt: at }) => {
    if (callbackId === null) {
      return {
        ...corrected(state, { of: 'closing-note', reason, at }),
        closed: state.closed && { ...state.closed, note },
      };
    }
    const callbacks = state.callbacks.map((one) =>
      one.id === callbackId && one.done ? { ...one, done: { ...one.done, note } } : one,
    );
    return { ...corrected(state, { of: 'callback-note', reason, at }), callbacks };
  },

  AttachmentRemoved: (state, { fileId }) => ({ ...state, removed: [...state.removed, fileId] }),

  SatisfactionGiven: (state, { grade, comment }) => ({ ...state, satisfaction: { grade, comment } }),

  /** It has a new deadline, which may be extended again; nothing binds it to the petition that it was joined to. */
  PetitionReopened: (state, { round, by, reason, deadline, reopenedAt: at }) => ({
    ...state,
    ...onDesk(state),
    round,
    deadline,
    deadlineState: deadline ? 'due' : 'none',
    legallyMissed: false,
    extended: null,
    joinedTo: null,
    draft: null,
    satisfaction: null,
    closed: null,
    reopened: { by, reason, at },
  }),
};

const corrected = (state: Petition, correction: Correction): Petition => ({
  ...state,
  corrections: [...(state.corrections ?? []), correction],
});

/** Back with its officer, or in the queue. */
const onDesk = ({ officer }: Petition) => ({ status: officer ? ('assigned' as const) : ('registered' as const) });

/** Those that are answered or worked on with it, but for one. */
const without = ({ joined, grouped }: Petition, id: string) => ({
  joined: joined.filter((other) => other.id !== id),
  grouped: grouped.filter((other) => other.id !== id),
});

const said = (state: Petition, message: Message): Petition => ({ ...state, thread: [...state.thread, message] });

/** The state of the deadline when the matter ends: one whose legal date was missed stays so, whatever came after. */
function lastDeadlineState({ deadlineState, legallyMissed }: Petition, inTime: boolean | null): DeadlineState {
  if (legallyMissed || inTime === false) return 'missed';
  if (deadlineState === 'met' || deadlineState === 'missed') return deadlineState;
  return inTime ? 'met' : 'none';
}

/** The state at the end of the wait, by whatever it ended. */
const ended = (state: Petition, inTime: boolean | null) => ({
  deadlineState: lastDeadlineState(state, inTime),
  deadlineStateBefore: awaitsAnswer(state) ? state.deadlineState : state.deadlineStateBefore,
  draft: null,
});

/** Those who were told or handed it have it. */
const arrivesAtOnce: readonly SendingChannel[] = ['in-person', 'page', 'phone'];

function answered(state: Petition, outcome: Reply['outcome'], data: DataOf<'PetitionAnswered'>): Petition {
  const { subject: _, again: __, ...reply } = data;
  const { round } = state;
  const { sendingId: id, channel, outgoingNumber, answeredAt: at } = data;
  const arrived = arrivesAtOnce.includes(channel) ? ('delivered' as const) : ('sent' as const);
  return {
    ...state,
    ...ended(state, reply.inTime),
    status: outcome,
    joined: [],
    proposed: null,
    sendings: [...state.sendings, { id, round, channel, outgoingNumber, sentAt: at, state: arrived, note: null, at }],
    // One that went out again is one answer.
    replies: [...state.replies.filter((before) => before.round !== round), { round, outcome, ...reply }],
  };
}

function delivered(
  state: Petition,
  { sendingId, state: known, note, reportedAt: at }: DataOf<'AnswerDeliveryReported'>,
): Petition {
  const sendings = state.sendings.map((sending) =>
    sending.id === sendingId ? { ...sending, state: known, note, at } : sending,
  );
  const after = { ...state, sendings };
  // One that another sending or another round has followed is history.
  const last = sendings.at(-1);
  const isLast = !awaitsAnswer(state) && last?.id === sendingId && last.round === state.round;
  return known === 'bounced' && isLast ? backToSend(after) : after;
}

/** An answer that did not arrive is to be sent again, and what it answers waits as it did before. */
function backToSend(state: Petition): Petition {
  const last = state.replies.at(-1);
  if (!last) return state;
  const waits = { ...state, deadlineState: state.deadlineStateBefore, closed: null };
  if (last.through !== null) return { ...waits, status: 'joined' };
  const { outcome, salutation, text, legalBasis, attachments, officer, signatures, others, answeredAt: at } = last;
  const draft = { outcome, salutation, text, legalBasis, attachments, officer, signatures, at };
  return { ...waits, status: 'to-send', draft, joined: others };
}
