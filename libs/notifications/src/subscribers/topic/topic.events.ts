import { instant, localizedText } from '@ecou/contracts';
import { defineEvents, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { topic } from '../subscriber/subscriber.events.js';

/** Titles of the things that somebody may ask to be told of, as other contexts say. */
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
});

export type TopicEvent = EventOf<typeof topicEvents>;
