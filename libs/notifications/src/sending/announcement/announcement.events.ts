import { instant, localizedText } from '@ecou/contracts';
import { defineEvents, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';

export const announcementPurpose = z.enum(['report-published', 'deliverable-published', 'recommendation-progressed']);

export const announcementEvents = defineEvents('announcement', {
  AnnouncementStarted: z.object({
    purpose: announcementPurpose,
    topics: z.array(z.string()).min(1),
    causeId: z.uuid().describe('Id of the contract message.'),
    title: localizedText,
    details: z.record(z.string(), z.string()).describe('What else the template shows, in no language.'),
    note: localizedText.optional().describe('Why, or what changed, where somebody said so.'),
    startedAt: instant,
  }),
  AnnouncementExpanded: z.object({
    from: z.uuid().nullable().describe('The subscriber after whom this chunk begins.'),
    cursor: z.uuid().describe('The last subscriber of this chunk.'),
    messages: z.int().min(1),
    expandedAt: instant,
  }),
  AnnouncementRedacted: z.object({
    title: localizedText.describe('What is left of it, marked as redacted.'),
    redactedAt: instant,
  }),
  AnnouncementCompleted: z.object({ messages: z.int().min(0), completedAt: instant }),
});

export type AnnouncementEvent = EventOf<typeof announcementEvents>;
