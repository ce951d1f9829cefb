import { instant, slug } from '@ecou/contracts';
import { asOfQuery, listOf, optional, pageQuery, text } from '@ecou/runtime';
import { faultOf } from '@ecou/runtime/hours';
import { z } from 'zod';
import { inboxChannel } from './kinds.js';
import { occasions, petitionRule, replyRule, replyRules } from './reply-rules.events.js';

const keyword = text(40).regex(/^\S+(?: \S+)*$/, 'must be words with single spaces between them');
const keywords = z.array(keyword).max(20);
const firstWords = z
  .array(text(40).regex(/^[\p{L}\p{N}]+$/u, 'must be one word'))
  .min(1)
  .max(20);

const officeHours = text(500).superRefine((hours, context) => {
  const fault = faultOf(hours);
  const message = `Not in the \`opening_hours\` syntax of OpenStreetMap: ${fault}`;
  if (fault !== null) context.addIssue({ code: 'custom', message, params: { code: 'HOURS_INVALID' } });
});

const ruleBody = z
  .strictObject({
    id: slug.max(60),
    status: replyRule.shape.status.default('suggested'),
    when: z.enum(occasions),
    keywords: keywords.default([]).describe(replyRule.shape.keywords.description ?? ''),
    channels: z.array(inboxChannel).max(3).default([]).describe('None: all.'),
    text: z.strictObject({ ro: text(1500), en: text(1500) }).describe('Names no person.'),
  })
  .refine(({ when, keywords: words }) => (when === 'keyword') === words.length > 0, {
    path: ['keywords'],
    error: 'A rule by keyword has keywords, and no other has',
    params: { code: 'KEYWORDS_MISMATCH' },
  });

const example = {
  officeHours: 'Mo-Th 08:00-16:30; Fr 08:00-14:00; PH off',
  hoursBetween: 12,
  rules: [
    {
      id: 'out-of-hours',
      status: 'active',
      when: 'out-of-hours',
      text: {
        ro: 'Am primit mesajul. Vă răspundem în timpul programului.',
        en: 'We have your message. We answer in office hours.',
      },
    },
  ],
  petition: { keywords: ['petiție'], kind: 'request', category: 'general' },
} as const;

export const setRulesBody = z
  .strictObject({
    officeHours: optional(officeHours).describe(replyRules.shape.officeHours.description ?? ''),
    hoursBetween: z
      .int()
      .min(1)
      .max(720)
      .default(12)
      .describe(replyRules.shape.hoursBetween.description ?? ''),
    rules: z
      .array(ruleBody)
      .max(50)
      .refine((rules) => new Set(rules.map(({ id }) => id)).size === rules.length, {
        error: 'Two rules have one id',
        params: { code: 'REPEATED' },
      }),
    petition: optional(
      z.strictObject({ keywords: firstWords, kind: petitionRule.shape.kind, category: slug.max(60) }),
    ).describe('Makes petitions of messages that begin with a keyword; left out: none.'),
  })
  .refine(({ officeHours: hours, rules }) => hours !== null || rules.every(({ when }) => when === 'keyword'), {
    path: ['officeHours'],
    error: 'A rule by hours needs office hours',
    params: { code: 'OFFICE_HOURS_MISSING' },
  })
  .meta({ id: 'SetReplyRules', example });

export const rulesQuery = z.strictObject(asOfQuery);
export const rulesVersionsQuery = z.strictObject(pageQuery);

export const rulesAnswer = replyRules
  .extend({
    version: z.int().min(0).describe('0: none were set yet.'),
    setAt: instant.nullable(),
  })
  .meta({ id: 'ReplyRules' });

export const rulesVersionsAnswer = listOf(rulesAnswer, 'ReplyRulesVersions');
