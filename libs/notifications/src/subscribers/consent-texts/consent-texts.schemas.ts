import { instant } from '@ecou/contracts';
import { text } from '@ecou/runtime';
import { z } from 'zod';

export const publishTextBody = z
  .strictObject({
    text: z.strictObject({ ro: text(2000), en: text(2000) }),
    renewal: z
      .strictObject({ holdsUntil: instant.describe('What was agreed to under an older text holds until then.') })
      .nullable()
      .default(null)
      .describe('Asks everybody who agreed to an older text again. Left out: what they agreed to holds.'),
  })
  .meta({
    id: 'PublishConsentText',
    example: {
      text: {
        ro: 'Sunt de acord ca primăria să îmi scrie despre temele alese. Pot renunța oricând.',
        en: 'I agree that the city hall writes to me about the topics that I chose. I can leave at any time.',
      },
      renewal: null,
    },
  });

const texts = z.object({ ro: z.string(), en: z.string() });

export const consentAnswer = z.object({ version: z.int(), text: texts }).meta({ id: 'ConsentText' });

export const consentTextsAnswer = z
  .object({
    texts: z.array(
      z.object({
        version: z.int(),
        text: texts,
        renewal: z.object({ holdsUntil: instant }).nullable().describe('Whether it has everybody asked again.'),
        asked: z.boolean().nullable().describe('Whether everybody was asked; `null`: nobody is.'),
        publishedAt: instant.nullable().describe('`null`: it came with the platform.'),
      }),
    ),
    version: z.int(),
  })
  .meta({ id: 'ConsentTexts' });
