import { z } from 'zod';
import { contract } from './contract.js';

const time = z.iso.datetime({ offset: true });
const topics = z
  .array(z.string())
  .min(1)
  .describe('Topics of interest, such as `programme:<id>`, `civic-event:<id>` or `deliverable:<id>`.');
const channel = z.string().describe('The way the message goes: `email`.');

const purpose = z.string().describe('Why: `confirmation`, `report-published`, `deliverable-published`; more may come.');

export const SubscriptionConfirmedV1 = contract(
  'ecou.notifications.subscription-confirmed.v1',
  'Somebody who asked to be told of some topics confirmed it.',
  z.object({ subscriberId: z.uuid(), topics, channel, language: z.enum(['ro', 'en']), confirmedAt: time }),
);

export const SubscriptionEndedV1 = contract(
  'ecou.notifications.subscription-ended.v1',
  'Somebody does not want to be told of some topics any more.',
  z.object({
    subscriberId: z.uuid(),
    topics,
    how: z.string().describe('By which way they left: `one-click`, `page` or `staff`; more may come.'),
    endedAt: time,
  }),
);

export const MessageDeliveredV1 = contract(
  'ecou.notifications.message-delivered.v1',
  'A message to a subscriber was handed over to the server of its channel, which took it.',
  z.object({
    messageId: z.uuid(),
    subscriberId: z.uuid(),
    purpose,
    channel,
    attempt: z.int().min(1),
    deliveredAt: time,
  }),
);

export const MessageBouncedV1 = contract(
  'ecou.notifications.message-bounced.v1',
  'A message to a subscriber was refused for good by the server of its channel.',
  z.object({
    messageId: z.uuid(),
    subscriberId: z.uuid(),
    purpose,
    channel,
    attempt: z.int().min(1),
    bouncedAt: time,
  }),
);

export const notificationsContracts = [
  SubscriptionConfirmedV1,
  SubscriptionEndedV1,
  MessageDeliveredV1,
  MessageBouncedV1,
] as const;
