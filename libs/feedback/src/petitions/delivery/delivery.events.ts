import { instant } from '@ecou/contracts';
import { defineEvents, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { code } from '../directory/directory.events.js';

/** The outcome of a message to a petitioner, as notifications says it. */
export const deliveryState = z.object({
  occasion: code.describe('What it told: `acknowledged`, `extended`, `answered` and the like.'),
  occasionAt: instant.describe('When that happened.'),
  channel: code.describe('`email`, or one on which nothing is sent, such as `phone`.'),
  outcome: code.describe(
    '`sent`, `bounced` (the address was refused for good), `failed` (given up), `uncertain` (nobody knows) or `withheld`.',
  ),
  reason: code.nullable().describe('Why it was withheld, such as `channel-not-served`.'),
  at: instant,
});

/** One stream per message to a petitioner, so that the version of a petition does not move because a mail went out. */
export const deliveryEvents = defineEvents('delivery', {
  DeliveryLearned: z.object({ petitionId: z.uuid(), ...deliveryState.shape }),
});
export type DeliveryEvent = EventOf<typeof deliveryEvents>;
