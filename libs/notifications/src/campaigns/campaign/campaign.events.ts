import { instant, language } from '@ecou/contracts';
import { defineEvents, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { exclusions, segment } from '../../sending/announcement/segment.js';

const bothLanguages = z.object({ ro: z.string(), en: z.string() });

/** All that staff say of a campaign: to whom what goes. */
export const campaignContent = z.object({
  name: z.string().describe('What staff call it; nobody else sees it.'),
  subject: bothLanguages,
  text: bothLanguages.describe('Plain paragraphs, with an empty line between them.'),
  link: z.string().describe('Address of the page that says more.'),
  segment,
});
export type CampaignContent = z.output<typeof campaignContent>;

/** Those whom a segment describes at a moment, and whom a rule leaves out. */
export const audience = z.object({
  targeted: z.int().min(0).describe('People whom the segment describes.'),
  told: z.int().min(0).describe('Of these, those who get it.'),
  channels: z
    .array(z.object({ channel: z.string(), people: z.int().min(1) }))
    .describe('The ways on which they get it.'),
  excluded: z.array(z.object({ rule: z.enum(exclusions), people: z.int().min(1) })),
});
export type Audience = z.output<typeof audience>;

const count = z.int().min(0);

/** Outcomes of the messages on one channel. */
export const channelOutcome = z.object({
  channel: z.string(),
  queued: count.describe('To go, waiting for an hour, or to be tried again.'),
  sent: count.describe('Handed over to the server of the channel, which took them.'),
  delivered: count.describe('Of these, those that did not come back.'),
  bounced: count,
  failed: count.describe('Given up.'),
  uncertain: count.describe('Nobody knows whether they went out.'),
  withheld: count.describe('Not sent, since a rule said so just before.'),
  unsubscribed: count.describe('People who left by the link in it.'),
});
export type ChannelOutcome = z.output<typeof channelOutcome>;

const stated = campaignContent.extend({ at: instant });

export const campaignEvents = defineEvents('campaign', {
  CampaignDrafted: stated,
  CampaignChanged: stated,
  /** It was sent to a member of the staff, as it stands. */
  CampaignTested: z.object({
    messages: z.array(z.object({ messageId: z.uuid(), language })).min(1),
    at: instant,
  }),
  CampaignScheduled: z.object({ startsAt: instant, at: instant }),
  /** Its announcement, which has the same id, started in the same unit. */
  CampaignStarted: z.object({ audience: audience.describe('As it was counted then.'), at: instant }),
  CampaignPaused: z.object({ at: instant }),
  CampaignResumed: z.object({ at: instant }),
  /** Everybody has a message, or what it says stands in a digest. */
  CampaignExpanded: z.object({ told: count, at: instant }),
  /** Some messages have no outcome yet. */
  CampaignAwaited: z.object({ open: count, nextLookAt: instant, at: instant }),
  CampaignCompleted: campaignContent.pick({ subject: true, segment: true }).extend({
    startedAt: instant,
    audience,
    outcomes: z.array(channelOutcome),
    at: instant,
  }),
  CampaignCancelled: z.object({ reason: z.string(), at: instant }),
});
export type CampaignEvent = EventOf<typeof campaignEvents>;
