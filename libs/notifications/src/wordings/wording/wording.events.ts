import { instant, language, slug } from '@ecou/contracts';
import { defineEvents, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';

/** In place of a channel: the words for whichever has none of its own. */
export const everyChannel = 'every';

/** The message that words are for. */
export const wordingKey = z.object({
  purpose: slug.describe('The template that came with the platform, such as `report-published`.'),
  language,
  channel: slug.describe('`email` and the like, or `every`.'),
});
export type WordingKey = z.output<typeof wordingKey>;

/** Words with variables, as somebody wrote them. */
export const wordingText = z.object({
  subject: z.string().describe('Of a text message, all that it says.'),
  body: z
    .string()
    .nullable()
    .describe('Paragraphs, with emphasis and links; `null`: of a text message, which has none.'),
  action: z
    .string()
    .nullable()
    .describe('What stands on the link that the message leads to; `null`: the built-in words.'),
});
export type WordingText = z.output<typeof wordingText>;

/** The field of a text that breaks a rule, and the rule. */
export const wordsFault = z.object({
  field: slug.describe('`subject`, `body` or `action`; `version`: there is no such version.'),
  rule: z.string().describe('Such as `VARIABLE_UNKNOWN`.'),
});
export type WordsFault = z.output<typeof wordsFault>;

const version = z.int().min(1).describe('Of the words, from 1.');

export const wordingEvents = defineEvents('wording', {
  WordingDrafted: wordingKey.extend({ version, text: wordingText, draftedAt: instant }),
  WordingPublished: z.object({ version, publishedAt: instant }),
  /** The built-in words are in force again. */
  WordingWithdrawn: z.object({
    version: version.describe('The one that was in force.'),
    reason: z.string(),
    withdrawnAt: instant,
  }),
  /** A message could not be written with it, and said the built-in words. The first time of each version. */
  WordingFailed: z.object({ version, ...wordsFault.shape, messageId: z.uuid(), failedAt: instant }),
});

export type WordingEvent = EventOf<typeof wordingEvents>;
