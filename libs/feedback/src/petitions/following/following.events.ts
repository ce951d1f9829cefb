import { instant, language } from '@ecou/contracts';
import { defineEvents, personal, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';

/** One stream per wish, so that the version of a petition does not move because somebody follows it. */
export const followingEvents = defineEvents('following', {
  FollowingAsked: z.object({
    petitionId: z.uuid(),
    number: z.string(),
    language,
    consentText: z.string().describe('Exactly as it was shown.'),
    channel: z.enum(['email']),
    address: personal(z.string()),
    askedAt: instant,
  }),
});
export type FollowingEvent = EventOf<typeof followingEvents>;
