import {
  CivicEventCorrectedV1,
  CivicEventPublishedV1,
  DeliverablePublishedV1,
  DiscussionPointRedactedV1,
  FacilityAddedV1,
  FacilityChangedV1,
  ProgrammeCorrectedV1,
  ProgrammeStartedV1,
  RecommendationRecordedV1,
  RecommendationRewordedV1,
  type DataOf,
} from '@ecou/contracts';
import type { Incoming } from '@ecou/messaging';
import type { NameSeries, NameTopic, RedactTopic } from './topic.decider.js';

/** Those that say what something is called, and that words were taken out of that; of one thing they come in their order. */
export const namingContracts = [
  ProgrammeStartedV1,
  ProgrammeCorrectedV1,
  CivicEventPublishedV1,
  CivicEventCorrectedV1,
  DeliverablePublishedV1,
  RecommendationRecordedV1,
  RecommendationRewordedV1,
  DiscussionPointRedactedV1,
  FacilityAddedV1,
  FacilityChangedV1,
] as const;

type Naming = DataOf<(typeof namingContracts)[number]>;

/** The title of a topic, as a message says it. */
export function namingOf({ data }: Incoming<Naming>, at: string): NameTopic | RedactTopic {
  if ('discussionPointId' in data) {
    const { discussionPointId, text: title, reason } = data;
    return { type: 'RedactTopic', topic: `recommendation:${discussionPointId}`, title, reason, at };
  }
  const named = (topic: string, title: NameTopic['title']): NameTopic => ({ type: 'NameTopic', topic, title, at });
  if ('facilityId' in data) return named(`facility:${data.facilityId}`, data.name);
  if ('recommendationId' in data) return named(`recommendation:${data.recommendationId}`, data.text);
  if ('deliverableId' in data) return named(`deliverable:${data.deliverableId}`, data.title);
  if ('civicEventId' in data) return named(`civic-event:${data.civicEventId}`, data.title);
  return named(`programme:${data.programmeId}`, data.title);
}

/** Those of civic events, of which some are in a series. */
export const seriesContracts = [CivicEventPublishedV1] as const;

/** The name of a series, as a message says it; nothing where the civic event is in none. */
export const seriesNamingOf = (
  { data: { series, title } }: Incoming<DataOf<typeof CivicEventPublishedV1>>,
  at: string,
): NameSeries | undefined => (series ? { type: 'NameSeries', topic: `series:${series.name}`, title, at } : undefined);
