import { instant, localizedText } from '@ecou/contracts';
import { defineEvents, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { topic } from '../subscriber/subscriber.events.js';

/** Titles of the things that somebody may ask to be told of, as other contexts say, and the latest news of each. */
export const topicEvents = defineEvents('topic', {
  TopicNamed: z.object({ topic, title: localizedText, namedAt: instant }),
  TopicRedacted: z.object({
    topic,
    title: localizedText.describe('What is left of it.'),
    reason: localizedText,
    redactedAt: instant,
  }),
  TopicRedactionCarriedOut: z.object({
    announcements: z.int().min(0),
    messages: z.int().min(0),
    carriedOutAt: instant,
  }),
  /** An announcement is the latest that is said of it: those before it have lost their point. */
  NewsTold: z.object({ announcementId: z.uuid(), toldAt: instant }),
});

export type TopicEvent = EventOf<typeof topicEvents>;
