import { z } from 'zod';
import { series, subject } from './civic-event.js';
import { contract } from './contract.js';
import { instant, localizedText, slug } from './types.js';

export const DiscussionPointRecordedV1 = contract(
  'ecou.events.discussion-point-recorded.v1',
  'Something that was said at a civic event was put on record; its words, which can be redacted, are not in it. Where it is a recommendation, or becomes one later, `recommendation-recorded` tells that.',
  z.object({
    discussionPointId: z.uuid().describe('Also the id of the recommendation, where it is one.'),
    ...subject,
    kind: slug.describe(
      '`recommendation`, `suggestion`, `observation`, or `discussion-point`: nobody said which; more may follow.',
    ),
    themes: z.array(slug).describe('Of the taxonomy `discussion-themes`.'),
    themesVersion: z.number().int().min(1).describe('The version of the taxonomy that they were chosen from.'),
    place: z.number().int().min(1).nullable().describe('Its place in the session, where somebody noted it.'),
    recordedAt: instant,
  }),
);

export const RecommendationRecordedV1 = contract(
  'ecou.events.recommendation-recorded.v1',
  'A recommendation was made at a civic event.',
  z.object({
    recommendationId: z.uuid(),
    ...subject,
    text: localizedText,
    themes: z.array(slug),
    recordedAt: instant,
  }),
);

const recommendation = {
  recommendationId: z.uuid(),
  ...subject,
  series,
  text: localizedText.describe('The recommendation, as it was said.'),
  themes: z.array(slug),
  owner: z
    .object({
      kind: slug.describe('`department` of the city hall or `partner` organisation; more may follow.'),
      name: z.string().describe('Of the department or organisation, never of a person.'),
    })
    .nullable()
    .describe('Who sees to it; `null` where nobody was named yet.'),
};

export const RecommendationDecidedV1 = contract(
  'ecou.events.recommendation-decided.v1',
  'A recommendation was accepted or declined. One that is reopened is decided anew.',
  z.object({
    ...recommendation,
    decision: z.enum(['accepted', 'declined']),
    reason: localizedText.nullable().describe('Always there where it was declined.'),
    decidedAt: instant,
  }),
);

export const RecommendationProgressedV1 = contract(
  'ecou.events.recommendation-progressed.v1',
  'A recommendation got further, or something was noted of it for the public.',
  z.object({
    ...recommendation,
    step: slug.describe('`review-started`, `work-started`, `completed`, `reopened` or `noted`; more steps may follow.'),
    status: slug.describe(
      '`recorded`, `under-review`, `accepted`, `declined`, `in-progress` or `done`, after the step; more may follow.',
    ),
    note: localizedText.nullable().describe('What was said of it, for the public.'),
    progressedAt: instant,
  }),
);

export const RecommendationRewordedV1 = contract(
  'ecou.events.recommendation-reworded.v1',
  'A recommendation was put into other words.',
  z.object({
    recommendationId: z.uuid(),
    ...subject,
    text: localizedText.describe('The words as they stand now.'),
    reason: localizedText,
    rewordedAt: instant,
  }),
);

export const DiscussionPointRedactedV1 = contract(
  'ecou.events.discussion-point-redacted.v1',
  'Words that should not stand there, such as a name, were taken out of what was said at a civic event. Whoever keeps what earlier messages or answers said of it puts `text` in its place.',
  z.object({
    discussionPointId: z.uuid().describe('Also the id of the recommendation, where it is one.'),
    ...subject,
    text: localizedText.describe('What is left.'),
    reason: localizedText,
    redactedAt: instant,
  }),
);

/** Those about what was said at a civic event. */
export const discussionPointContracts = [
  DiscussionPointRecordedV1,
  RecommendationRecordedV1,
  RecommendationDecidedV1,
  RecommendationProgressedV1,
  RecommendationRewordedV1,
  DiscussionPointRedactedV1,
] as const;
