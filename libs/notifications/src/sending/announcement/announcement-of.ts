import {
  inLanguage,
  type CivicEventCancelledV1,
  type CivicEventPublishedV1,
  type CivicEventRescheduledV1,
  type DataOf,
  type DeliverablePublishedV1,
  type IncentiveAnnouncedV1,
  type LocalizedText,
  type PetitionStepContactV1,
  type RecommendationDecidedV1,
  type RecommendationProgressedV1,
  type ReportPublishedV1,
} from '@ecou/contracts';
import type { Incoming } from '@ecou/messaging';
import { v5 as uuidv5 } from 'uuid';
import { petitionTopic } from '../../subscribers/topic/petition-topic.js';
import { petitionSteps } from '../templates/followed-petition.js';
import { recommendationSteps } from '../templates/recommendation-progressed.js';
import type { StartAnnouncement } from './announcement.decider.js';

/** The one announcement of a message of another context. */
export const announcementId = (causeId: string): string => uuidv5('announcement', causeId);

const present = (topics: readonly (string | null)[]): string[] => topics.filter((topic) => topic !== null);

export const ofReport = ({ id, data }: Incoming<DataOf<typeof ReportPublishedV1>>, at: string): StartAnnouncement => ({
  type: 'StartAnnouncement',
  purpose: 'report-published',
  topics: present([
    `civic-event:${data.civicEventId}`,
    data.programmeId && `programme:${data.programmeId}`,
    data.series && `series:${data.series.name}`,
  ]),
  causeId: id,
  title: data.title,
  details: { civicEventId: data.civicEventId, version: String(data.version) },
  note: data.changeNote,
  at,
});

export const ofDeliverable = (
  { id, data }: Incoming<DataOf<typeof DeliverablePublishedV1>>,
  at: string,
): StartAnnouncement => ({
  type: 'StartAnnouncement',
  purpose: 'deliverable-published',
  topics: [`deliverable:${data.deliverableId}`, `programme:${data.programmeId}`],
  causeId: id,
  title: data.title,
  details: { address: data.address, kind: data.kind },
  note: null,
  at,
});

/** Whose it is, and what it is, in each language that one of both has. */
const incentiveTitle = (facility: LocalizedText, incentive: LocalizedText): LocalizedText => {
  const both = (language: 'ro' | 'en') => `${inLanguage(facility, language)}: ${inLanguage(incentive, language)}`;
  return { ro: both('ro'), ...((facility.en ?? incentive.en) ? { en: both('en') } : {}) };
};

export const ofIncentive = (
  { id, data }: Incoming<DataOf<typeof IncentiveAnnouncedV1>>,
  at: string,
): StartAnnouncement => ({
  type: 'StartAnnouncement',
  purpose: 'incentive-began',
  topics: [`facility:${data.facilityId}`, `facility-kind:${data.kind}`],
  causeId: id,
  title: incentiveTitle(data.name, data.title),
  details: { facilityId: data.facilityId, ...(data.lastOn === null ? {} : { lastOn: data.lastOn }) },
  note: data.description,
  at,
});

type Decided = Incoming<DataOf<typeof RecommendationDecidedV1>>;
type Progressed = Incoming<DataOf<typeof RecommendationProgressedV1>>;

/**
 * Of interest to those who asked for the recommendation or its civic event. A whole programme has many, and its subscribers are told by its
 * reports.
 */
const ofRecommendation = ({ id, data }: Decided | Progressed, step: string, at: string): StartAnnouncement => ({
  type: 'StartAnnouncement',
  purpose: 'recommendation-progressed',
  topics: [`recommendation:${data.recommendationId}`, `civic-event:${data.civicEventId}`],
  causeId: id,
  title: data.text,
  details: { recommendationId: data.recommendationId, step },
  note: 'reason' in data ? data.reason : data.note,
  at,
});

export const ofDecision = (message: Decided, at: string): StartAnnouncement =>
  ofRecommendation(message, message.data.decision, at);

/** Nothing of steps that subscribers are not told of: that a review began, and those that later builds may add. */
export const ofProgress = (message: Progressed, at: string): StartAnnouncement | undefined => {
  const step = recommendationSteps.find((each) => each === message.data.step);
  return step && ofRecommendation(message, step, at);
};

/** A step of a petition, for whoever follows it; nothing of steps that a later build may add. */
export function ofPetition(
  { id, data: { petitionId, number, occasion, promised } }: Incoming<DataOf<typeof PetitionStepContactV1>>,
  at: string,
): StartAnnouncement | undefined {
  const step = petitionSteps.find((each) => each === occasion);
  return (
    step && {
      type: 'StartAnnouncement',
      purpose: 'followed-petition',
      topics: [petitionTopic(petitionId)],
      causeId: id,
      title: { ro: number },
      details: { petitionId, step },
      note: null,
      ...(promised && { promised: { channel: promised.channel, address: promised.contact } }),
      at,
    }
  );
}

type OfCivicEvent = Incoming<
  DataOf<typeof CivicEventPublishedV1> | DataOf<typeof CivicEventRescheduledV1> | DataOf<typeof CivicEventCancelledV1>
>;

const hours = 3600_000;
const before = (time: string, span: number): string => new Date(Date.parse(time) - span).toISOString();
const earlier = (one: string, other: string): string => (Date.parse(one) < Date.parse(other) ? one : other);
const hasPassed = (time: string, at: string): boolean => Date.parse(time) <= Date.parse(at);

/** The event in the life of a civic event, with the start that people knew, and the reason. */
function happened(data: OfCivicEvent['data']) {
  if ('cancelledAt' in data)
    return { purpose: 'civic-event-cancelled', known: data.startsAt, was: null, note: data.reason } as const;
  if ('rescheduledAt' in data) {
    const { startsAt: was } = data.previous;
    return { purpose: 'civic-event-rescheduled', known: earlier(was, data.startsAt), was, note: data.reason } as const;
  }
  return { purpose: 'civic-event-published', known: data.startsAt, was: null, note: null } as const;
}

/**
 * That a civic event was published, moved or cancelled. Of one that is over nobody is told: history may be brought in. Whoever would come at
 * the wrong time within a day is told at once, and what a digest would tell too late goes by itself.
 */
export function ofCivicEvent({ id, data }: OfCivicEvent, at: string): StartAnnouncement | undefined {
  const { civicEventId, programmeId, series, title, startsAt, endsAt, timeZone, venue, onlineAddress } = data;
  if (hasPassed(endsAt, at)) return undefined;
  const { purpose, known, was, note } = happened(data);
  const neededBy = before(known, 24 * hours);
  return {
    type: 'StartAnnouncement',
    purpose,
    topics: present([
      `civic-event:${civicEventId}`,
      series && `series:${series.name}`,
      programmeId && `programme:${programmeId}`,
    ]),
    causeId: id,
    title,
    details: {
      ...{ civicEventId, startsAt, endsAt, timeZone },
      ...(was === null ? {} : { previousStart: was }),
      ...(venue ? { place: `${venue.name}, ${venue.address}` } : {}),
      ...(onlineAddress === null ? {} : { onlineAddress }),
    },
    note,
    matter: `civic-event:${civicEventId}`,
    urgent: purpose !== 'civic-event-published' && hasPassed(neededBy, at),
    neededBy,
    expiresAt: endsAt,
    at,
  };
}
