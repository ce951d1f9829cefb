import {
  DeadlineMissedV1,
  PetitionAnsweredV1,
  PetitionAssignedV1,
  PetitionClosedV1,
  PetitionForwardedV1,
  PetitionJoinedV1,
  PetitionRegisteredV1,
  PetitionReopenedV1,
  PetitionUpdateContactV1,
} from '@ecou/contracts';
import { idOf, type RecordedEvent, type Sealed } from '@ecou/event-sourcing';
import { as, type Publication, type PublishTable } from '@ecou/messaging';
import type { PetitionEvent, PetitionRegistered, Subject } from './petition/petition.events.js';

const publicOf = ({ stream }: Pick<RecordedEvent, 'stream'>, { number, kind, category, department }: Subject) => ({
  petitionId: idOf(stream),
  number,
  kind,
  category,
  department,
});

interface Update {
  readonly occasion: string;
  readonly at: string;
  readonly answerBy?: string | null;
  readonly text?: Sealed<string> | null;
}

/** The message to the petitioner; none where nobody is known. */
function toldTo(
  event: Pick<RecordedEvent, 'stream'>,
  subject: Subject,
  { occasion, at, answerBy = null, text = null }: Update,
): Publication[] {
  const { recipient, language } = subject;
  if (!recipient) return [];
  const { name, channel, contact } = recipient;
  const update = { occasion, language, channel, contact, name, text, answerBy, at };
  return [as(PetitionUpdateContactV1, { ...publicOf(event, subject), ...update })];
}

function subjectOfRegistered({ number, kind, category, department, language, petitioner }: PetitionRegistered['data']) {
  const { name, channel, contact } = petitioner ?? {};
  const recipient = name && channel && contact ? { name, channel, contact } : null;
  return { number, kind, category, department, language, recipient };
}

type Replied = RecordedEvent<Extract<PetitionEvent, { type: 'PetitionAnswered' }>>;

const replied = (event: Pick<Replied, 'stream' | 'data'>, outcome: 'answered' | 'declined'): Publication[] => {
  const { subject, through, inTime, answeredAt, text } = event.data;
  return [
    as(PetitionAnsweredV1, { ...publicOf(event, subject), outcome, through, inTime, answeredAt }),
    ...toldTo(event, subject, { occasion: outcome, at: answeredAt, text }),
  ];
};

/** The contracts that events of a petition become: nothing personal in the public ones; one, sealed, for what the petitioner is told. */
export const publish: PublishTable<PetitionEvent> = {
  PetitionRegistered: (event) => {
    const { channel, about, deadline, registeredAt: at } = event.data;
    const subject = subjectOfRegistered(event.data);
    const answerBy = deadline?.answerBy ?? null;
    return [
      as(PetitionRegisteredV1, { ...publicOf(event, subject), channel, ...about, answerBy, registeredAt: at }),
      ...toldTo(event, subject, { occasion: 'acknowledged', at, answerBy }),
    ];
  },
  PetitionAssigned: (event) => {
    const { subject, officer, assignedAt: at } = event.data;
    return [
      as(PetitionAssignedV1, { ...publicOf(event, subject), officer: officer !== null, assignedAt: at }),
      ...toldTo(event, subject, { occasion: 'assigned', at }),
    ];
  },
  InformationRequested: (event) => {
    const { subject, text, requestedAt: at } = event.data;
    return toldTo(event, subject, { occasion: 'information-requested', at, text });
  },
  DeadlineExtended: (event) => {
    const { subject, reason: text, deadline, extendedAt: at } = event.data;
    return toldTo(event, subject, { occasion: 'extended', at, text, answerBy: deadline.answerBy });
  },
  PetitionDeadlineMissed: (event) => {
    const { subject, answerBy, missedAt } = event.data;
    return as(DeadlineMissedV1, { ...publicOf(event, subject), answerBy, missedAt });
  },
  PetitionForwarded: (event) => {
    const { subject, authority, inTime, reason: text, forwardedAt: at } = event.data;
    return [
      as(PetitionForwardedV1, { ...publicOf(event, subject), authority, inTime, forwardedAt: at }),
      ...toldTo(event, subject, { occasion: 'forwarded', at, text }),
    ];
  },
  PetitionJoined: (event) => {
    const { subject, mainId, joinedAt: at } = event.data;
    return [
      as(PetitionJoinedV1, { ...publicOf(event, subject), mainId, joinedAt: at }),
      ...toldTo(event, subject, { occasion: 'joined', at }),
    ];
  },
  PetitionAnswered: (event) => replied(event, 'answered'),
  PetitionDeclined: (event) => replied(event, 'declined'),
  PetitionReopened: (event) => {
    const { subject, round, deadline, reopenedAt: at } = event.data;
    const answerBy = deadline?.answerBy ?? null;
    return [
      as(PetitionReopenedV1, { ...publicOf(event, subject), round, answerBy, reopenedAt: at }),
      ...toldTo(event, subject, { occasion: 'reopened', at, answerBy }),
    ];
  },
  PetitionClosed: (event) => {
    const { subject, ground, note: text, closedAt: at } = event.data;
    return [
      as(PetitionClosedV1, { ...publicOf(event, subject), ground, closedAt: at }),
      ...toldTo(event, subject, { occasion: 'closed', at, text }),
    ];
  },
};
