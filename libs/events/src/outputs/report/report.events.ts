import { instant, localizedText, ResultsPublishedV1 } from '@ecou/contracts';
import { defineEvents, evolved, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { slug } from '../../formats/slug.js';

/** Results of a questionnaire as feedback published them; a published contract does not change, so it is stored as it came. */
const feedbackResults = ResultsPublishedV1.schema.omit({
  civicEventId: true,
  programmeId: true,
  theme: true,
  facilityId: true,
});
export type FeedbackResults = z.output<typeof feedbackResults>;

const reportVersion = z.object({
  version: z.number().int().min(1),
  /** The changes since the version before, in words. */
  changeNote: localizedText.nullable(),
  /** The office or organisation that wrote it. */
  author: z.string().nullable(),
  programmeId: z.uuid().nullable(),
  title: localizedText,
  series: z.object({ name: slug, place: z.number().int().min(1) }).nullable(),
  startsAt: instant,
  participants: z.object({ total: z.number().int().min(0), reconciled: z.boolean() }).nullable(),
  publishedAt: instant,
});

export const reportEvents = defineEvents('report', {
  FeedbackResultsRecorded: feedbackResults,
  /** Before version 2, nobody said who wrote it. */
  ReportPublished: evolved(reportVersion, (data) => ({ ...data, author: null })),
});
export type ReportEvent = EventOf<typeof reportEvents>;
