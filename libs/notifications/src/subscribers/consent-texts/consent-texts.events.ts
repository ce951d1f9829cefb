import { instant } from '@ecou/contracts';
import { defineEvents, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';

const version = z.int().min(2).describe('Of the text; version 1 came with the platform.');

export const consentTextsEvents = defineEvents('consent-texts', {
  ConsentTextPublished: z.object({
    version,
    text: z.object({ ro: z.string(), en: z.string() }),
    renewal: z
      .object({ holdsUntil: instant.describe('What was agreed to under an older text holds until then.') })
      .nullable()
      .describe('That whoever agreed to an older text is asked again; `null`: what they agreed to holds.'),
    publishedAt: instant,
  }),
  /** Some more subscribers were asked. */
  RenewalContinued: z.object({
    version,
    from: z.uuid().nullable(),
    cursor: z.uuid().describe('The last subscriber that was looked at.'),
    continuedAt: instant,
  }),
  RenewalCompleted: z.object({ version, from: z.uuid().nullable(), completedAt: instant }),
});

export type ConsentTextsEvent = EventOf<typeof consentTextsEvents>;
