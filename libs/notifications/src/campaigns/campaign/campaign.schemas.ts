import { instant, language, topicOfInterest } from '@ecou/contracts';
import { asOfOnly, listOf, newId, optional, pageQuery, personalField, searchWords, text } from '@ecou/runtime';
import { z } from 'zod';
import { factNamed } from '../../history.js';
import { withheldReasons } from '../../sending/message/message.events.js';
import { channel } from '../../subscribers/subscriber/channels.js';
import { topic } from '../../subscribers/subscriber/subscriber.events.js';
import { audience, campaignContent, channelOutcome } from './campaign.events.js';
import { campaignStatuses } from './campaign.state.js';

const noneTwice = [
  (all: readonly string[]) => new Set(all).size === all.length,
  { error: 'One stands there twice', params: { code: 'REPEATED' } },
] as const;

const segmentBody = z
  .strictObject({
    topics: z
      .array(topicOfInterest)
      .min(1)
      .max(20)
      .refine(...noneTwice)
      .describe('Whoever confirmed one of these, or `everything`, is written to; nobody else is.'),
    match: z
      .enum(['any', 'all'])
      .default('any')
      .describe('`all`: only whoever confirmed each of the topics, or `everything`.'),
    language: optional(language).describe('Only subscribers of this language; left out: all.'),
    channels: optional(
      z
        .array(channel)
        .min(1)
        .refine(...noneTwice),
    ).describe('Only on these ways; left out: on the first of their addresses that can be used.'),
    subscribedSince: optional(instant).describe('Only whoever asked first at this time or later; left out: all.'),
  })
  .meta({ id: 'CampaignSegment' });

/** In one line: a line break would begin another header of a mail. */
const subject = text(150)
  .refine((value) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value), {
    error: 'A subject is one line',
    params: { code: 'LINE_BREAK' },
  })
  .describe('One line.');

const both = <S extends z.ZodType>(each: S) => z.strictObject({ ro: each, en: each });

const fields = {
  name: text(150).describe('What you call it; no subscriber sees it.'),
  subject: both(subject),
  text: both(text(10_000)).describe(
    'Plain paragraphs, with an empty line between them. Web addresses become links; nothing else is markup.',
  ),
  link: z
    .url({ protocol: /^https$/, error: 'An address beginning with https:' })
    .max(1000)
    .describe('The page that says more. Text messages have the subject and this address.'),
  segment: segmentBody,
};

const example = {
  name: 'Buget participativ, primăvara',
  subject: { ro: 'Votul pentru bugetul participativ a început', en: 'The vote on the participatory budget has begun' },
  text: {
    ro: 'Puteți vota până la sfârșitul lunii.\n\nCum se votează: https://example.ro/vot.',
    en: 'You can vote until the end of the month.\n\nHow to vote: https://example.ro/vot.',
  },
  link: 'https://example.ro/buget-participativ',
  segment: { topics: ['series:consultation-sessions'] },
};

export const draftBody = z.strictObject({ id: newId, ...fields }).meta({ id: 'DraftCampaign', example });
export const changeBody = z.strictObject(fields).meta({ id: 'ChangeCampaign', example });

export const testBody = z
  .strictObject({
    address: personalField(z.email({ error: 'An e-mail address' }).max(254)).describe(
      'Of a member of the staff. It is kept with the message only.',
    ),
    languages: z
      .array(language)
      .min(1)
      .refine(...noneTwice)
      .default(['ro', 'en'])
      .describe('A message in each.'),
  })
  .meta({ id: 'TestCampaign', example: { address: 'comunicare@example.ro', languages: ['ro', 'en'] } });

export const scheduleBody = z
  .strictObject({ startsAt: optional(instant).describe('When it goes; left out: at once.') })
  .meta({ id: 'ScheduleCampaign', example: {} });

export const cancelBody = z
  .strictObject({ reason: text(1000).describe('Why; it stays on record.') })
  .meta({ id: 'CancelCampaign' });

const status = z.enum(campaignStatuses);

export const campaignsQuery = z.strictObject({
  status: status.optional(),
  topic: topic.optional(),
  q: searchWords,
  ...pageQuery,
});
export type CampaignsQuery = z.output<typeof campaignsQuery>;

export const campaignQuery = asOfOnly;
export const historyQuery = z.strictObject(pageQuery);

export const campaignAnswer = campaignContent
  .extend({
    id: z.uuid(),
    status: status.describe(
      '`tested`: as it stands now. `sending`: from its start until each message has its outcome. Nothing changes from `scheduled` on.',
    ),
    since: z.partialRecord(status, instant).describe('When each status was put on record last, those that it had.'),
    startsAt: instant.nullable().describe('When it goes, or went; `null`: it has no time.'),
    audience: audience.nullable().describe('As it was counted at the start; `null`: it has not started.'),
    reason: z.string().nullable().describe('Why it was cancelled.'),
    version: z.int(),
    changedAt: instant,
  })
  .meta({ id: 'Campaign' });
export type CampaignAnswer = z.output<typeof campaignAnswer>;

export const campaignsAnswer = listOf(campaignAnswer, 'Campaigns');

export const audienceAnswer = audience
  .extend({ id: z.uuid(), at: instant.describe('When it was counted.') })
  .meta({ id: 'CampaignAudience' });
export type AudienceAnswer = z.output<typeof audienceAnswer>;

export const reportAnswer = z
  .object({
    id: z.uuid(),
    status,
    audience: audience.nullable().describe('As it was counted at the start; `null`: it has not started.'),
    told: z
      .int()
      .nullable()
      .describe('People for whom there is a message or a part of a digest; `null`: not all have it yet.'),
    channels: z.array(channelOutcome.meta({ id: 'CampaignOutcome' })),
    total: channelOutcome.omit({ channel: true }).describe('Of all channels together.'),
    withheld: z
      .array(z.object({ reason: z.enum(withheldReasons), messages: z.int() }))
      .describe('Why messages were not sent, as a rule said just before.'),
  })
  .meta({ id: 'CampaignReport' });
export type ReportAnswer = z.output<typeof reportAnswer>;

export const historyAnswer = listOf(factNamed('CampaignFact'), 'CampaignHistory');
