import {
  DeadlineMissedV1,
  DeadlineMissedV2,
  PetitionAnsweredV1,
  PetitionAnsweredV2,
  PetitionAssignedV1,
  PetitionClosedV1,
  PetitionFollowingAskedV1,
  PetitionForwardedV1,
  PetitionJoinedV1,
  PetitionJoinedV2,
  PetitionProgressedV1,
  PetitionSeparatedV1,
  PetitionRegisteredV1,
  PetitionReopenedV1,
  PetitionRequestRefusedV1,
  PetitionReturnedV1,
  PetitionStepContactV1,
  PetitionUpdateContactV1,
  FeedbackRegistrationCommittedV1,
  type LetterFacts,
} from '@ecou/contracts';
import { idOf, type RecordedEvent, type Sealed } from '@ecou/event-sourcing';
import { as, committing, type Publication, type PublishTable } from '@ecou/messaging';
import type { Deadline } from './calendar/deadlines.js';
import type { FollowingEvent } from './following/following.events.js';
import type { PetitionEvent, PetitionRegistered, Subject } from './petition/petition.events.js';
import { petitionRegistration } from './registrations.js';
import type { PetitionRequestEvent } from './requests/petition-request.events.js';

const publicOf = ({ stream }: Pick<RecordedEvent, 'stream'>, { number, kind, category, department }: Subject) => ({
  petitionId: idOf(stream),
  number,
  kind,
  category,
  department,
});

/** A step that no other contract tells; none of events that did not say yet which petition it is. */
const progressed = (
  event: Pick<RecordedEvent, 'stream'>,
  subject: Subject | null,
  { step, at, deadline = null }: { readonly step: string; readonly at: string; readonly deadline?: Deadline | null },
): Publication[] =>
  subject ? [as(PetitionProgressedV1, { ...publicOf(event, subject), step, ...datesOf(deadline), at })] : [];

interface Update {
  readonly occasion: string;
  readonly at: string;
  readonly deadline?: Deadline | null;
  readonly text?: Sealed<string> | null;
  readonly salutation?: Sealed<string> | null;
  readonly legalBasis?: string | null;
  /** Those of all petitions that an answer is for. */
  readonly numbers?: string[];
  /** That of an answer, by which its delivery is told. */
  readonly sendingId?: string;
  /** Of an answer that is a letter. */
  readonly outgoingNumber?: string;
  readonly letter?: Sealed<LetterFacts>;
}

const datesOf = (deadline: Deadline | null) => ({
  answerBy: deadline?.answerBy ?? null,
  legalAnswerBy: deadline?.legal.answerBy ?? null,
});

/** The message to the petitioner; none where nobody is known. */
function toldTo(
  event: Pick<RecordedEvent, 'stream'>,
  subject: Subject,
  { occasion, at, deadline = null, text = null, ...more }: Update,
): Publication[] {
  const { recipient, language } = subject;
  if (!recipient) return [];
  const { name, channel, contact } = recipient;
  const update = { occasion, language, channel, contact, name, text, ...datesOf(deadline), at, ...more };
  return [as(PetitionUpdateContactV1, { ...publicOf(event, subject), ...update })];
}

/** The message to the petitioner, where one goes, and the step for whoever follows the petition: nobody is to hear it twice on one way. */
const toldOf = (
  event: Pick<RecordedEvent, 'stream'>,
  { number, recipient }: Subject,
  { occasion, at }: Pick<Update, 'occasion' | 'at'>,
  told: readonly Publication[],
): Publication[] => {
  const promised = told.length > 0 && recipient ? { channel: recipient.channel, contact: recipient.contact } : null;
  return [...told, as(PetitionStepContactV1, { petitionId: idOf(event.stream), number, occasion, promised, at })];
};

function subjectOfRegistered({ number, kind, category, department, language, petitioner }: PetitionRegistered['data']) {
  const { name, channel, contact } = petitioner ?? {};
  const recipient = name && channel && contact ? { name, channel, contact } : null;
  return { number, kind, category, department, language, recipient };
}

type Replied = RecordedEvent<Extract<PetitionEvent, { type: 'PetitionAnswered' }>>;

const replied = (event: Pick<Replied, 'stream' | 'data'>, outcome: 'answered' | 'declined'): Publication[] => {
  const { subject, through, inTime, answeredAt, channel, again } = event.data;
  const answered = { ...publicOf(event, subject), outcome, through, inTime, answeredAt };
  const told = answerTo(event, outcome);
  return [
    ...(again ? [] : [as(PetitionAnsweredV1, answered)]),
    as(PetitionAnsweredV2, { ...answered, channel, again }),
    ...(again ? told : toldOf(event, subject, { occasion: outcome, at: answeredAt }, told)),
  ];
};

/** The answer for those whom Ecou sends it; what goes by post, or is handed over, others have sent. */
function answerTo(event: Pick<Replied, 'stream' | 'data'>, outcome: 'answered' | 'declined'): Publication[] {
  const { subject, channel, sendingId, answeredAt: at, salutation, text, legalBasis, numbers } = event.data;
  const { outgoingNumber, letter } = event.data;
  if (channel !== 'page' && channel !== subject.recipient?.channel) return [];
  if (channel === 'post') return [];
  const written = outgoingNumber !== null && letter ? { outgoingNumber, letter } : {};
  const update = { occasion: outcome, at, salutation, text, legalBasis, numbers, ...written };
  // What can be read on the page is communicated by that, whatever becomes of the message.
  return toldTo(event, subject, sendingId === null || channel === 'page' ? update : { ...update, sendingId });
}

/** The contracts that events of a petition become: nothing personal in the public ones; one, sealed, for what the petitioner is told. */
export const publish: PublishTable<PetitionEvent | FollowingEvent | PetitionRequestEvent> = {
  PetitionRegistered: (event) => {
    const { channel, about, deadline, receivedOn, takenOver, registeredAt: at } = event.data;
    const subject = subjectOfRegistered(event.data);
    const told = { ...publicOf(event, subject), channel, ...about, ...datesOf(deadline), receivedOn, registeredAt: at };
    return [
      as(PetitionRegisteredV1, told),
      committing(FeedbackRegistrationCommittedV1, petitionRegistration(event.data)),
      // What was taken over was acknowledged where it was registered.
      ...(takenOver ? [] : toldTo(event, subject, { occasion: 'acknowledged', at, deadline })),
    ];
  },
  PetitionRequestRefused: ({ stream, data }) => as(PetitionRequestRefusedV1, { requestId: idOf(stream), ...data }),
  // The link that went to the former address opens nothing any more: the receipt goes to the new one.
  PetitionerCorrected: (event) => {
    const { subject, isReachedElsewhere, correctedAt: at } = event.data;
    return isReachedElsewhere ? toldTo(event, subject, { occasion: 'acknowledged', at }) : [];
  },
  PetitionAssigned: (event) => {
    const { subject, officer, assignedAt: at } = event.data;
    return [
      as(PetitionAssignedV1, { ...publicOf(event, subject), officer: officer !== null, assignedAt: at }),
      ...toldTo(event, subject, { occasion: 'assigned', at }),
    ];
  },
  WorkStarted: (event) => {
    const { subject, startedAt: at } = event.data;
    return progressed(event, subject, { step: 'work-started', at });
  },
  InformationRequested: (event) => {
    const { subject, text, requestedAt: at } = event.data;
    return [
      ...progressed(event, subject, { step: 'information-requested', at }),
      ...toldTo(event, subject, { occasion: 'information-requested', at, text }),
    ];
  },
  MessageAdded: (event) => {
    const { subject, from, addedAt: at } = event.data;
    return from === 'citizen' ? progressed(event, subject, { step: 'message-received', at }) : [];
  },
  DeadlineExtended: (event) => {
    const { subject, reason: text, deadline, extendedAt: at } = event.data;
    return [
      ...progressed(event, subject, { step: 'extended', at, deadline }),
      ...toldTo(event, subject, { occasion: 'extended', at, text, deadline }),
    ];
  },
  LegalDateMoved: (event) => {
    const { subject, deadline, movedAt: at } = event.data;
    return progressed(event, subject, { step: 'legal-date-moved', at, deadline });
  },
  PetitionDeadlineMissed: (event) => {
    const { subject, answerBy, legalAnswerBy, missedAt } = event.data;
    const told = { ...publicOf(event, subject), answerBy, missedAt };
    const missed = as(DeadlineMissedV1, told);
    return legalAnswerBy === null ? missed : [missed, as(DeadlineMissedV2, { ...told, legalAnswerBy })];
  },
  PetitionForwarded: (event) => {
    const { subject, authority, inTime, reason: text, forwardedAt: at } = event.data;
    const step = { occasion: 'forwarded', at };
    return [
      as(PetitionForwardedV1, { ...publicOf(event, subject), authority, inTime, forwardedAt: at }),
      ...toldOf(event, subject, step, toldTo(event, subject, { ...step, text })),
    ];
  },
  PetitionJoined: (event) => {
    const { subject, as: how, mainId, joinedAt: at } = event.data;
    const joined = { ...publicOf(event, subject), mainId, joinedAt: at };
    const second = as(PetitionJoinedV2, { ...joined, as: how });
    // Those of other people are answered by themselves, which is not what version 1 says, and concerns no petitioner.
    return how === 'matter'
      ? second
      : [as(PetitionJoinedV1, joined), second, ...toldTo(event, subject, { occasion: 'joined', at })];
  },
  PetitionSeparated: (event) => {
    const { subject, as: how, mainId, separatedAt: at } = event.data;
    return [
      as(PetitionSeparatedV1, { ...publicOf(event, subject), as: how, mainId, separatedAt: at }),
      ...(how === 'petitioner' ? toldTo(event, subject, { occasion: 'separated', at }) : []),
    ];
  },
  AnswerPrepared: (event) => {
    const { subject, preparedAt: at } = event.data;
    return progressed(event, subject, { step: 'answer-prepared', at });
  },
  AnswerSigned: (event) => {
    const { subject, signedAt: at } = event.data;
    return progressed(event, subject, { step: 'answer-signed', at });
  },
  PetitionAnswered: (event) => replied(event, 'answered'),
  PetitionDeclined: (event) => replied(event, 'declined'),
  PetitionReturned: (event) => {
    const { subject, authority, reason: text, deadline, returnedAt: at } = event.data;
    return [
      as(PetitionReturnedV1, { ...publicOf(event, subject), authority, ...datesOf(deadline), returnedAt: at }),
      ...toldTo(event, subject, { occasion: 'returned', at, text, deadline }),
    ];
  },
  PetitionReopened: (event) => {
    const { subject, round, deadline, reopenedAt: at } = event.data;
    return [
      as(PetitionReopenedV1, { ...publicOf(event, subject), round, ...datesOf(deadline), reopenedAt: at }),
      ...toldTo(event, subject, { occasion: 'reopened', at, deadline }),
    ];
  },
  PetitionClosed: (event) => {
    const { subject, ground, note: text, closedAt: at } = event.data;
    const step = { occasion: 'closed', at };
    return [
      as(PetitionClosedV1, { ...publicOf(event, subject), ground, closedAt: at }),
      ...toldOf(event, subject, step, toldTo(event, subject, { ...step, text })),
    ];
  },
  FollowingAsked: ({ stream, data }) => as(PetitionFollowingAskedV1, { requestId: idOf(stream), ...data }),
};
