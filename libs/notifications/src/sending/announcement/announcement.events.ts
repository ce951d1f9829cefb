import { instant, localizedText } from '@ecou/contracts';
import { defineEvents, evolved, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { announcementPurposes } from '../message/message.events.js';

export const announcementEvents = defineEvents('announcement', {
  AnnouncementStarted: evolved(
    z.object({
      purpose: z.enum(announcementPurposes),
      topics: z.array(z.string()).min(1),
      causeId: z.uuid().describe('Id of the contract message.'),
      title: localizedText,
      details: z.record(z.string(), z.string()).describe('What else the template shows, in no language.'),
      note: localizedText.optional().describe('Why, or what changed, where somebody said so.'),
      matter: z
        .string()
        .nullable()
        .describe('What it is the latest of: a later announcement takes its place. `null`: it stands by itself.'),
      urgent: z.boolean().describe('Whether it comes at once, in quiet hours too.'),
      neededBy: instant.nullable().describe('A digest that comes later is too late for it. `null`: none is.'),
      expiresAt: instant.nullable().describe('When nobody needs it any more; `null`: never.'),
      startedAt: instant,
    }),
    (data) => ({ ...data, matter: null, urgent: false, neededBy: null, expiresAt: null }),
  ),
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
