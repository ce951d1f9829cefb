import { z } from 'zod';
import { instant, slug } from './types.js';

/** The fields of a registration as the public log names it: nothing of what it says. */
export const committed = {
  registrationId: z.uuid().describe('Of what the fact is about: it is in no leaf.'),
  kind: slug.describe(
    '`petition`, `ballot`, `report`, `attendance-correction` or `recommendation-decision`; more may follow.',
  ),
  number: z.string().nullable().describe('By which people name it; `null` where it has none.'),
  registeredAt: instant.nullable().describe('`null` where the time would tell who it was.'),
  commitment: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .meta({ examples: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'] })
    .describe('SHA-256 of what was registered with a salt that nobody else knows, hexadecimal.'),
};
