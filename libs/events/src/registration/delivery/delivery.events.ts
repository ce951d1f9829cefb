import { instant } from '@ecou/contracts';
import { defineEvents, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { slug } from '../../formats/slug.js';

/** The outcome of a message, as notifications says it. */
export const deliveryState = z.object({
  occasion: slug.describe(
    'What it said: `registration-confirmed`, `registration-reminder`, `person-invited` and the like.',
  ),
  occasionAt: instant.describe('When that happened.'),
  channel: slug.describe('`email`, or one on which nothing is sent, such as `phone`.'),
  outcome: slug.describe(
    '`sent`, `bounced` (the address was refused for good), `failed` (given up), `uncertain` (nobody knows) or `withheld`.',
  ),
  reason: slug.nullable().describe('Why it was withheld, such as `channel-not-served`.'),
  at: instant,
});
export type Delivery = z.output<typeof deliveryState>;

/** One stream per message to somebody who registered or was invited. */
export const deliveryEvents = defineEvents('delivery', {
  DeliveryLearned: z.object({
    about: z.object({ kind: z.enum(['registration', 'invitation']), id: z.uuid() }),
    ...deliveryState.shape,
  }),
});
export type DeliveryEvent = EventOf<typeof deliveryEvents>;
