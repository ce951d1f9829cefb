import { instant, localizedText } from '@ecou/contracts';
import { defineEvents, evolved, type EventOf, type Upcast } from '@ecou/event-sourcing';
import { z } from 'zod';
import { slug } from '../../formats/slug.js';

/** `discussion-point`: nobody said which of the others it is. */
export const discussionPointKinds = ['discussion-point', 'recommendation', 'suggestion', 'observation'] as const;

/** The kinds that may become a recommendation later. */
export const promotableKinds = ['discussion-point', 'suggestion', 'observation'] as const;

/** A version that takes a further kind reads those before as they are. */
const asBefore: Upcast = (data) => data;

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
  /**
   * `themesVersion`: the version of the taxonomy that its themes were chosen from; before version 2 there was the built-in one only. Before version
   * 3, each had a kind of its own.
   */
  DiscussionPointRecorded: evolved(
    z.object({ ...discussionPointSchema.shape, themesVersion: z.number().int().min(1) }),
    (data) => ({ ...data, themesVersion: 1 }),
    asBefore,
  ),
  /** It is treated as a recommendation from here on. */
  DiscussionPointPromoted: evolved(
    z.object({
      civicEventId,
      programmeId,
      text,
      themes,
      themesVersion: z.number().int().min(1),
      from: z.enum(promotableKinds),
      reason: note,
    }),
    asBefore,
  ),
  /** It was put into other words. `recommendation`: the public was told of it as one. */
  DiscussionPointReworded: z.object({
    civicEventId,
    programmeId,
    text,
    recommendation: z.boolean(),
    reason: note,
    rewordedAt: instant,
  }),
  /**
   * Words that should not stand there, such as a name, are taken out, also of the events before. `removed`: those events, each with a salted hash of the
   * text that stood in it, keyed by the deployment's secret.
   */
  DiscussionPointRedacted: z.object({
    civicEventId,
    programmeId,
    text,
    reason: note,
    removed: z.array(z.object({ eventId: z.uuid(), salt: z.string(), hash: z.string() })),
    redactedAt: instant,
  }),
  /** The words are gone from events and messages. */
  RedactionCarriedOut: z.object({
    civicEventId,
    events: z.number().int().min(0),
    messages: z.number().int().min(0),
    carriedOutAt: instant,
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
