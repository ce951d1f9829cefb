import { instant } from '@ecou/contracts';
import { defineEvents, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';

/** A petition that messages of a conversation were to become; its id is that of the petition, of which the register has the rest. */
export const petitionRequestEvents = defineEvents('petition-request', {
  PetitionRequestRefused: z.object({
    conversationId: z.uuid(),
    code: z.string().describe('Of the rule that refuses it.'),
    reason: z.string().describe('The rule in words.'),
    refusedAt: instant,
  }),
});
export type PetitionRequestEvent = EventOf<typeof petitionRequestEvents>;
