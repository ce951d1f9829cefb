import { randomUUID } from 'node:crypto';
import {
  CivicEventCancelledV1,
  CivicEventPublishedV1,
  CivicEventRescheduledV1,
  DeliverablePublishedV1,
  DiscussionPointRedactedV1,
  EndpointPausedContactV1,
  FacilityAddedV1,
  FacilityKindsChangedV1,
  IncentiveAnnouncedV1,
  PersonInvitedV1,
  PetitionFollowingAskedV1,
  PetitionStepContactV1,
  PetitionUpdateContactV1,
  RecommendationDecidedV1,
  RecommendationProgressedV1,
  RecommendationRecordedV1,
  RegistrationCancelledV1,
  RegistrationConfirmedV1,
  ReportPublishedV1,
  SubjectErasureOrderedV1,
  UpdatesRequestedContactV1,
  VerificationDueContactV1,
  type Contract,
  type DataOf,
  type LetterFacts,
  type LocalizedText,
} from '@ecou/contracts';
import { defineEvents, type EventStore } from '@ecou/event-sourcing';
import { as } from '@ecou/messaging';
import { defineContext, EventSourcingModule } from '@ecou/runtime';
import { testRoom } from '@ecou/runtime/testing';

const contracts = {
  events: [
    CivicEventPublishedV1,
    CivicEventRescheduledV1,
    CivicEventCancelledV1,
    RecommendationRecordedV1,
    DiscussionPointRedactedV1,
    ReportPublishedV1,
    DeliverablePublishedV1,
    RecommendationDecidedV1,
    RecommendationProgressedV1,
    RegistrationConfirmedV1,
    RegistrationCancelledV1,
    PersonInvitedV1,
  ],
  feedback: [UpdatesRequestedContactV1, PetitionUpdateContactV1, PetitionFollowingAskedV1, PetitionStepContactV1],
  integrations: [EndpointPausedContactV1],
  facilities: [FacilityAddedV1, FacilityKindsChangedV1, IncentiveAnnouncedV1, VerificationDueContactV1],
  identity: [SubjectErasureOrderedV1],
} as const satisfies Record<string, readonly Contract[]>;

/** A context that tells others whatever it is told to, in place of the one that would. */
function publisher(name: keyof typeof contracts) {
  const spoken = Object.fromEntries(contracts[name].map((contract) => [contract.name, contract]));
  const types = Object.fromEntries(Object.entries(spoken).map(([type, { schema }]) => [type, schema]));
  const publish = Object.fromEntries(
    Object.entries(spoken).map(([type, contract]) => [
      type,
      ({ data }: { data: object }) => as(contract, data as never),
    ]),
  );
  const word = { category: 'word', events: defineEvents('word', types) };
  return defineContext({
    name,
    title: `Speaks in place of ${name}`,
    modules: [testRoom({ imports: [EventSourcingModule.forFeature({ context: name, aggregates: [word], publish })] })],
  });
}

/** Contexts that notifications listens to. */
export const publishers = [
  publisher('events'),
  publisher('feedback'),
  publisher('integrations'),
  publisher('facilities'),
  publisher('identity'),
];

/** A process, or a test, that these contexts run in. */
export interface Town {
  context(name: string): { readonly store: EventStore };
}

export async function tell<C extends Contract>(test: Town, contract: C, data: DataOf<C>): Promise<void> {
  const correlationId = randomUUID();
  await test.context(contract.context).store.append({
    metadata: { actor: 'test', correlationId, causationId: correlationId },
    writes: [
      { stream: `word-${randomUUID()}`, expected: 0, events: [{ id: randomUUID(), type: contract.name, data }] },
    ],
  });
}

const at = '2024-03-01T10:00:00.000Z';

export interface Report {
  readonly civicEventId: string;
  readonly programmeId: string | null;
  readonly version?: number;
  readonly title?: { readonly ro: string; readonly en?: string };
}

export const tellReport = (test: Town, { civicEventId, programmeId, version = 1, title }: Report) =>
  tell(test, ReportPublishedV1, {
    civicEventId,
    programmeId,
    version,
    changeNote: null,
    title: { ro: 'Sesiune de consultare II', ...title },
    series: { name: 'consultation-sessions', place: 2 },
    startsAt: '2023-04-11T09:30:00+03:00',
    participants: { total: 23, reconciled: false },
    publishedAt: at,
  });

export const tellDeliverable = (test: Town, { programmeId, address }: { programmeId: string; address: string }) =>
  tell(test, DeliverablePublishedV1, {
    programmeId,
    programmeTitle: { ro: 'Cetățeni activi' },
    deliverableId: randomUUID(),
    kind: 'study',
    title: { ro: 'Studiu privind participarea', en: 'Study of participation' },
    address,
    publishedAt: at,
  });

/** The same civic event may be told of as one of a series. */
export const tellCivicEvent = (test: Town, civicEventId: string, title: LocalizedText, series?: string) =>
  tell(test, CivicEventPublishedV1, {
    civicEventId,
    programmeId: null,
    kind: 'consultation',
    title,
    series: series === undefined ? null : { name: series, place: 1 },
    startsAt: '2031-04-11T09:30:00+03:00',
    endsAt: '2031-04-11T13:00:00+03:00',
    timeZone: 'Europe/Bucharest',
    format: 'in-person',
    venue: null,
    onlineAddress: null,
    languages: ['ro'],
    publishedAt: at,
  });

/** A civic event at a time (ISO 8601); it takes two hours. */
const occasion = (civicEventId: string, startsAt: string, programmeId: string | null) => ({
  civicEventId,
  programmeId,
  kind: 'debate',
  title: { ro: 'Dezbatere în parc', en: 'Debate in the park' },
  series: null,
  startsAt,
  endsAt: new Date(Date.parse(startsAt) + 2 * 3600_000).toISOString(),
  timeZone: 'Europe/Bucharest',
  format: 'in-person' as const,
  venue: { name: 'Parcul Exemplu', address: 'Aleea Exemplului nr. 1' },
  onlineAddress: null,
  languages: ['ro'],
});

export const tellPublished = (test: Town, civicEventId: string, startsAt: string, programmeId: string | null = null) =>
  tell(test, CivicEventPublishedV1, { ...occasion(civicEventId, startsAt, programmeId), publishedAt: at });

export const tellMoved = (test: Town, civicEventId: string, previous: string, startsAt: string) =>
  tell(test, CivicEventRescheduledV1, {
    ...occasion(civicEventId, startsAt, null),
    previous: { startsAt: previous, endsAt: previous, timeZone: 'Europe/Bucharest' },
    reason: { ro: 'Sala nu este liberă.' },
    rescheduledAt: at,
  });

export const tellCancelled = (test: Town, civicEventId: string, startsAt: string) =>
  tell(test, CivicEventCancelledV1, {
    ...occasion(civicEventId, startsAt, null),
    reason: { ro: 'Vreme rea.' },
    cancelledAt: at,
  });

export const tellRecommendation = (test: Town, recommendationId: string, text: LocalizedText) =>
  tell(test, RecommendationRecordedV1, {
    recommendationId,
    civicEventId: randomUUID(),
    programmeId: null,
    text,
    themes: [],
    recordedAt: at,
  });

/** Tells that words were taken out of a recommendation; `text` is what is left. */
export const tellRedaction = (test: Town, discussionPointId: string, text: LocalizedText) =>
  tell(test, DiscussionPointRedactedV1, {
    discussionPointId,
    civicEventId: randomUUID(),
    programmeId: null,
    text,
    reason: { ro: 'Numea o persoană.' },
    redactedAt: at,
  });

const recommendation = (recommendationId: string) => ({
  recommendationId,
  civicEventId: randomUUID(),
  programmeId: null,
  series: null,
  text: { ro: 'Bănci în parc', en: 'Benches in the park' },
  themes: ['youth'],
  owner: { kind: 'department', name: 'Direcția Parcuri' },
});

export const tellDecision = (
  test: Town,
  recommendationId: string,
  decision: 'accepted' | 'declined',
  text?: LocalizedText,
) =>
  tell(test, RecommendationDecidedV1, {
    ...recommendation(recommendationId),
    ...(text ? { text } : {}),
    decision,
    reason: { ro: 'Motiv' },
    decidedAt: at,
  });

export const tellProgress = (test: Town, recommendationId: string, step: string) =>
  tell(test, RecommendationProgressedV1, {
    ...recommendation(recommendationId),
    step,
    status: 'in-progress',
    note: null,
    progressedAt: at,
  });

export const tellWish = (
  test: Town,
  { address, topics, consentText }: { address: string; topics: string[]; consentText: string },
) =>
  tell(test, UpdatesRequestedContactV1, {
    requestId: randomUUID(),
    questionnaireId: randomUUID(),
    civicEventId: null,
    topics,
    language: 'ro',
    consentText,
    channel: 'email',
    address: { subject: randomUUID(), codec: 'plain', value: address },
    requestedAt: at,
  });

const sealed = <T>(subject: string, value: T) => ({ subject, codec: 'plain', value });

/** Somebody as contracts of events and feedback name them; `channel`: `email` unless told. */
export interface Somebody {
  readonly address: string;
  readonly channel?: string;
  readonly language?: 'ro' | 'en';
}

const registrant = ({ address, channel = 'email', language = 'ro' }: Somebody) => {
  const subject = randomUUID();
  return {
    civicEventId: randomUUID(),
    programmeId: null,
    kind: 'consultation',
    title: { ro: 'Sesiune de consultare II', en: 'Consultation session II' },
    series: null,
    startsAt: '2031-04-11T09:30:00+03:00',
    endsAt: '2031-04-11T13:00:00+03:00',
    timeZone: 'Europe/Bucharest',
    format: 'in-person' as const,
    venue: { name: 'Sala Exemplu', address: 'Strada Exemplului nr. 8' },
    onlineAddress: null,
    languages: ['ro'],
    category: 'citizen',
    language,
    channel,
    name: sealed(subject, 'Ana Sintetică'),
    address: sealed(subject, address),
  };
};

/** Tells that somebody has a seat; answers the id of the registration. */
export async function tellSeat(test: Town, person: Somebody, endsAt?: string): Promise<string> {
  const registrationId = randomUUID();
  const occasion = registrant(person);
  await tell(test, RegistrationConfirmedV1, {
    registrationId,
    ...occasion,
    endsAt: endsAt ?? occasion.endsAt,
    confirmedAt: at,
  });
  return registrationId;
}

export async function tellCancellation(test: Town, person: Somebody, reason: string): Promise<string> {
  const registrationId = randomUUID();
  const why = reason === 'civic-event-cancelled' ? { explanation: { ro: 'Vreme rea' } } : {};
  await tell(test, RegistrationCancelledV1, { registrationId, ...registrant(person), reason, ...why, cancelledAt: at });
  return registrationId;
}

export async function tellInvitation(test: Town, person: Somebody): Promise<string> {
  const invitationId = randomUUID();
  await tell(test, PersonInvitedV1, { invitationId, ...registrant(person), invitedAt: at });
  return invitationId;
}

/** The parts of an answer beside its text. */
interface AnswerParts {
  readonly salutation?: string;
  readonly numbers?: string[];
  readonly sendingId?: string;
  readonly legalBasis?: string;
  readonly outgoingNumber?: string;
  readonly letter?: LetterFacts;
}

/** Tells what somebody who sent a petition is to be told of it; answers the id of the petition. */
export async function tellPetitioner(
  test: Town,
  { address, channel = 'email', language = 'ro' }: Somebody,
  occasion: string,
  text: string | null = null,
  { salutation, letter, ...answer }: AnswerParts = {},
): Promise<string> {
  const [petitionId, subject] = [randomUUID(), randomUUID()];
  await tell(test, PetitionUpdateContactV1, {
    petitionId,
    number: '2024-000007',
    kind: 'request',
    category: 'street-lighting',
    department: 'roads',
    occasion,
    language,
    channel,
    contact: sealed(subject, address),
    name: sealed(subject, 'Ana Sintetică'),
    text: text === null ? null : sealed(subject, text),
    ...answer,
    salutation: salutation === undefined ? null : sealed(subject, salutation),
    ...(letter ? { letter: sealed(subject, letter) } : {}),
    answerBy: occasion === 'acknowledged' ? '2024-03-31' : null,
    at,
  });
  return petitionId;
}

/** Tells that an endpoint was paused; answers its id. */
export async function tellPause(test: Town, contact: string): Promise<string> {
  const endpointId = randomUUID();
  await tell(test, EndpointPausedContactV1, {
    ...{ endpointId, host: 'gis.example.ro', reason: 'failing', error: 'HTTP 500', position: 41 },
    ...{ contact: sealed(endpointId, contact), pausedAt: at },
  });
  return endpointId;
}
