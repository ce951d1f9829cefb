import { z } from 'zod';
import { contract } from './contract.js';
import { instant, localizedText, slug } from './types.js';

const count = z.int().min(0);

export const CampaignCompletedV1 = contract(
  'ecou.notifications.campaign-completed.v1',
  'Each message of a campaign has its outcome: what staff wrote, once, to those who asked for some topics.',
  z.object({
    campaignId: z.uuid(),
    title: localizedText.describe('The subject of its messages.'),
    topics: z.array(z.string()).min(1).describe('Those who confirmed one of these, or `everything`, were written to.'),
    match: slug.describe('`any`, or `all`: only those who confirmed each of the topics; more may follow.'),
    language: z.string().nullable().describe('Only subscribers of this language; `null`: all.'),
    channels: z.array(slug).nullable().describe('Only on these ways, such as `email`; `null`: on any.'),
    startedAt: instant,
    completedAt: instant,
    targeted: count.describe('People whom it was for, as counted at the start.'),
    excluded: z
      .array(
        z.object({
          rule: slug.describe(
            '`not-confirmed`, `unsubscribed`, `no-channel`, `suppressed` (what goes there comes back, or they complained) or `erased`; more may follow.',
          ),
          people: z.int().min(1),
        }),
      )
      .describe('Of these, those whom a rule left out.'),
    outcomes: z
      .array(
        z.object({
          channel: slug.describe('Such as `email` or `sms`; more may follow.'),
          sent: count.describe('Messages that the server of the channel took.'),
          delivered: count.describe('Of these, those that did not come back.'),
          bounced: count,
          failed: count.describe('Given up.'),
          uncertain: count.describe('Nobody knows whether they went out.'),
          withheld: count.describe('Not sent, since a rule said so just before.'),
          unsubscribed: count.describe('People who left by the link in it.'),
        }),
      )
      .describe('What became of the messages, by channel.'),
  }),
);

export const campaignContracts = [CampaignCompletedV1] as const;
