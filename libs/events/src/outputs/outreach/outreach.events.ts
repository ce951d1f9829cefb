import { localizedText } from '@ecou/contracts';
import { defineEvents, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';

const dissemination = z.object({
  disseminationId: z.uuid(),
  title: localizedText,
  channel: z.string(),
  channelName: z.string().nullable(),
  doneOn: z.iso.date(),
  counts: z.boolean().describe('Not once it was cancelled.'),
});
export type DisseminationFacts = z.output<typeof dissemination>;

const reach = z.object({
  disseminationId: z.uuid(),
  reachId: z.uuid(),
  people: z.int().min(0),
  reportedPeople: z.int().min(0),
  source: z.string(),
  method: z.string(),
});
export type ReachFacts = z.output<typeof reach>;

/** Facts that notifications told of a programme, so that a position of this context fixes a roll-up. */
export const outreachEvents = defineEvents('outreach', {
  DisseminationRecorded: dissemination,
  DisseminationReachRecorded: reach,
});
export type OutreachEvent = EventOf<typeof outreachEvents>;
