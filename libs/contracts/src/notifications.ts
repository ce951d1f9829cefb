import { z } from 'zod';
import { campaignContracts } from './campaigns.js';
import { contract } from './contract.js';
import { disseminationContracts } from './disseminations.js';
import { inboxContracts } from './inbox.js';
import { instant, slug } from './types.js';

const time = z.iso.datetime({ offset: true });
const topics = z
  .array(z.string())
  .min(1)
  .describe('Topics of interest, such as `programme:<id>`, `civic-event:<id>` or `deliverable:<id>`.');
const channel = z
  .string()
  .describe('The way the message goes: `email`, `sms`, `telegram`, `whatsapp` or `webhook`; more may come.');

const purpose = z
  .string()
  .describe(
    'Why: `confirmation`, `report-published`, `civic-event-rescheduled`, `digest` and the like; more may come.',
  );

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

export const MessageOutcomeV1 = contract(
  'ecou.notifications.message-outcome.v1',
  'What became of a message that somebody was promised who is no subscriber. A later one of the same message stands in place of it.',
  z.object({
    messageId: z.uuid(),
    about: z.object({
      kind: slug.describe(
        '`registration`, `invitation`, `petition`, `endpoint`, `facility` or `conversation`; more may follow.',
      ),
      id: z.uuid(),
    }),
    occasion: slug.describe(
      'What they were told, as its contract names it: `registration-confirmed`, `answered` and the like.',
    ),
    occasionAt: instant.describe('When it happened, as its contract says.'),
    sendingId: z.uuid().nullable().describe('As its contract names the sending, where it does.'),
    channel: slug.describe('The way that the message goes, or would have gone, such as `email` or `phone`.'),
    outcome: slug.describe(
      '`sent` (the server of the channel took it), `bounced` (it refused the address for good), `failed` (given up), `uncertain` (nobody knows), `withheld`; more may follow.',
    ),
    reason: slug
      .nullable()
      .describe(
        'Why it was withheld: `channel-not-served`, `recipient-erased`, `out-of-date`; more may follow. Else `null`.',
      ),
    at: instant,
  }),
  'internal',
);

export const notificationsContracts = [
  SubscriptionConfirmedV1,
  SubscriptionEndedV1,
  MessageDeliveredV1,
  MessageBouncedV1,
  MessageOutcomeV1,
  ...disseminationContracts,
  ...campaignContracts,
  ...inboxContracts,
] as const;
