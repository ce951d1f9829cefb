import { language } from '@ecou/contracts';
import { z } from 'zod';
import { code } from '../directory/directory.events.js';
import { fieldNames } from '../directory/standard-text.js';

export const standardTextParams = z.strictObject({ id: z.uuid(), code });
export type StandardTextParams = z.output<typeof standardTextParams>;

export const filledTextAnswer = z
  .object({
    code,
    title: z.string(),
    language,
    salutation: z.string().nullable(),
    text: z.string(),
    legalBasis: z.string().nullable(),
    missing: z
      .array(z.enum(fieldNames))
      .describe(
        'Fields for which the petition has no value: they still stand there, in braces, for the officer to replace.',
      ),
  })
  .meta({ id: 'FilledStandardText' });
export type FilledText = z.output<typeof filledTextAnswer>;
