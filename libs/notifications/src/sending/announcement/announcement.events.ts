import { instant, localizedText, slug } from '@ecou/contracts';
import { defineEvents, evolved, personal, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { announcementPurposes } from '../message/message.events.js';
import { segment } from './segment.js';

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
      segment: segment.optional().describe('Those of its readers whom it is for; left out: all.'),
      promised: z
        .object({ channel: slug, address: personal(z.string()) })
        .optional()
        .describe('Where somebody is told the same without asking: nobody hears it twice on one way.'),
      startedAt: instant,
    }),
    (data) => ({ ...data, matter: null, urgent: false, neededBy: null, expiresAt: null }),
  ),
  AnnouncementExpanded: z.object({
    from: z.uuid().nullable().describe('The subscriber after whom this chunk begins.'),
    cursor: z.uuid().describe('The last subscriber of this chunk.'),
    messages: z.int().min(0).describe('Those of the chunk who are told.'),
    expandedAt: instant,
  }),
  /** Nobody else is told until it is resumed, and what is queued waits. */
  AnnouncementPaused: z.object({ pausedAt: instant }),
  AnnouncementResumed: z.object({
    cursor: z.uuid().nullable().describe('The subscriber after whom it goes on.'),
    resumedAt: instant,
  }),
  /** Nobody else is told, for good, and what is queued is withheld. */
  AnnouncementCancelled: z.object({ cancelledAt: instant }),
  AnnouncementRedacted: z.object({
    title: localizedText.describe('What is left of it, marked as redacted.'),
    redactedAt: instant,
  }),
  AnnouncementCompleted: z.object({ messages: z.int().min(0), completedAt: instant }),
});

export type AnnouncementEvent = EventOf<typeof announcementEvents>;
