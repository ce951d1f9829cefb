import { localizedText } from '@ecou/contracts';
import { defineEvents, evolved, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { slug } from '../../formats/slug.js';

export const discussionPointKinds = ['recommendation', 'suggestion', 'observation'] as const;

export const discussionPointSchema = z.object({
  civicEventId: z.uuid(),
  programmeId: z.uuid().nullable(),
  kind: z.enum(discussionPointKinds),
  /** As it was said. */
  text: localizedText,
  /** Ids in the taxonomy `discussion-themes`. */
  themes: z.array(slug),
  /** Its place in the session, from 1, where somebody noted it. */
  place: z.number().int().min(1).nullable(),
});

export type DiscussionPoint = z.output<typeof discussionPointSchema>;

export const recommendationStatuses = [
  'recorded',
  'under-review',
  'accepted',
  'declined',
  'in-progress',
  'done',
] as const;
export type RecommendationStatus = (typeof recommendationStatuses)[number];

/** The one who sees to it: a department of the city hall or a partner organisation; never a person. */
export const owner = z.object({ kind: z.enum(['department', 'partner']), name: z.string() });
export type Owner = z.output<typeof owner>;

const { civicEventId, programmeId, text, themes } = discussionPointSchema.shape;

/** The part of each step that the public is told. */
const about = {
  civicEventId,
  programmeId,
  series: z.object({ name: slug, place: z.number().int().min(1) }).nullable(),
  text,
  themes,
  owner: owner.nullable(),
};

/** For the public: it names no person. */
const note = localizedText;

export const discussionPointEvents = defineEvents('discussion-point', {
  /** `themesVersion`: the version of the taxonomy that its themes were chosen from; before version 2 there was the built-in one only. */
  DiscussionPointRecorded: evolved(
    z.object({ ...discussionPointSchema.shape, themesVersion: z.number().int().min(1) }),
    (data) => ({ ...data, themesVersion: 1 }),
  ),
  /** A suggestion or an observation is treated as a recommendation from here on. */
  DiscussionPointPromoted: z.object({
    civicEventId,
    programmeId,
    text,
    themes,
    themesVersion: z.number().int().min(1),
    from: z.enum(['suggestion', 'observation']),
    reason: note,
  }),
  RecommendationReviewStarted: z.object(about),
  RecommendationAssigned: z.object({ civicEventId, owner }),
  RecommendationAccepted: z.object({ ...about, explanation: note.nullable() }),
  RecommendationDeclined: z.object({ ...about, reason: note }),
  RecommendationStarted: z.object(about),
  RecommendationCompleted: z.object({ ...about, result: note.nullable() }),
  RecommendationReopened: z.object({ ...about, from: z.enum(recommendationStatuses), reason: note }),
  RecommendationProgressNoted: z.object({ ...about, noteId: z.uuid(), note, status: z.enum(recommendationStatuses) }),
  /** For staff only. */
  RecommendationNoteTaken: z.object({ civicEventId, noteId: z.uuid(), text: z.string() }),
});

export type DiscussionPointEvent = EventOf<typeof discussionPointEvents>;
