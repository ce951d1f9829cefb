import type { DataOf, DeliverablePublishedV1, ReportPublishedV1 } from '@ecou/contracts';
import type { Incoming } from '@ecou/runtime';
import { v5 as uuidv5 } from 'uuid';
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
  at,
});
