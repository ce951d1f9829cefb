import { instant, slug } from '@ecou/contracts';
import { defineEvents, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { inboxChannel, requestKind } from './kinds.js';

/** The occasion of a rule: a message within office hours, outside of them, or one that holds a keyword. */
export const occasions = ['in-hours', 'out-of-hours', 'keyword'] as const;

export const replyRule = z.object({
  id: slug,
  status: z.enum(['suggested', 'active']).describe('`suggested`: it replies to nobody yet.'),
  when: z.enum(occasions),
  keywords: z.array(z.string()).describe('Of a rule by keyword; case and diacritics do not matter.'),
  channels: z.array(inboxChannel).describe('None: all.'),
  text: z.object({ ro: z.string(), en: z.string() }),
});
export type ReplyRule = z.output<typeof replyRule>;

export const petitionRule = z.object({
  keywords: z.array(z.string()).min(1).describe('A message that begins with one becomes a petition.'),
  kind: requestKind.exclude(['notice']).describe('Of one that says who asks; else it is a notice.'),
  category: slug.describe('Of the directory of feedback.'),
});

/** The rules that hold from a version on. */
export const replyRules = z.object({
  officeHours: z
    .string()
    .nullable()
    .describe('In the `opening_hours` syntax of OpenStreetMap; `null`: none were set, and no rule by hours counts.'),
  hoursBetween: z.int().min(1).describe('The least time between two automatic replies in one conversation.'),
  rules: z.array(replyRule).describe('The first that fits replies; those by keyword come first.'),
  petition: petitionRule.nullable().describe('`null`: nobody makes a petition by a keyword.'),
});
export type ReplyRules = z.output<typeof replyRules>;

export const replyRulesEvents = defineEvents('reply-rules', {
  ReplyRulesSet: replyRules.extend({ version: z.int().min(1), setAt: instant }),
});
export type ReplyRulesEvent = EventOf<typeof replyRulesEvents>;
