import { localizedText } from '@ecou/contracts';
import { defineEvents, evolved, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { slug } from '../slug.js';

export const discussionPointKinds = ['recommendation', 'suggestion', 'observation'] as const;

export const discussionPointSchema = z.object({
  civicEventId: z.uuid(),
  programmeId: z.uuid().nullable(),
  kind: z.enum(discussionPointKinds),
  /** As it was said. */
  text: localizedText,
  /** Of the taxonomy `discussion-themes`. */
  themes: z.array(slug),
  /** Its place in the session, from 1, where somebody noted it. */
  place: z.number().int().min(1).nullable(),
});
export type DiscussionPoint = z.output<typeof discussionPointSchema>;

export const discussionPointEvents = defineEvents('discussion-point', {
  /** `themesVersion`: the version of the taxonomy that its themes were chosen from; before version 2 there was the built-in one only. */
  DiscussionPointRecorded: evolved(
    z.object({ ...discussionPointSchema.shape, themesVersion: z.number().int().min(1) }),
    (data) => ({ ...data, themesVersion: 1 }),
  ),
});
export type DiscussionPointEvent = EventOf<typeof discussionPointEvents>;
