import { randomUUID } from 'node:crypto';
import {
  DeliverablePublishedV1,
  RecommendationDecidedV1,
  RecommendationProgressedV1,
  ReportPublishedV1,
  UpdatesRequestedContactV1,
  type Contract,
  type DataOf,
} from '@ecou/contracts';
import { defineEvents, type EventStore } from '@ecou/event-sourcing';
import { as } from '@ecou/messaging';
import { defineContext, EventSourcingModule } from '@ecou/runtime';
import { testRoom } from '@ecou/runtime/testing';

const contracts = {
  events: [ReportPublishedV1, DeliverablePublishedV1, RecommendationDecidedV1, RecommendationProgressedV1],
  feedback: [UpdatesRequestedContactV1],
} as const satisfies Record<string, readonly Contract[]>;

/** A context that tells others whatever it is told to, in place of the one that would. */
function neighbour(name: keyof typeof contracts) {
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
export const neighbours = [neighbour('events'), neighbour('feedback')];

/** A process, or a test, that these contexts run in. */
export interface Town {
  context(name: string): { readonly store: EventStore };
}

async function tell<C extends Contract>(test: Town, contract: C, data: DataOf<C>): Promise<void> {
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

const recommendation = (recommendationId: string) => ({
  recommendationId,
  civicEventId: randomUUID(),
  programmeId: null,
  series: null,
  text: { ro: 'Bănci în parc', en: 'Benches in the park' },
  themes: ['youth'],
  owner: { kind: 'department', name: 'Direcția Parcuri' },
});

export const tellDecision = (test: Town, recommendationId: string, decision: 'accepted' | 'declined') =>
  tell(test, RecommendationDecidedV1, {
    ...recommendation(recommendationId),
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
