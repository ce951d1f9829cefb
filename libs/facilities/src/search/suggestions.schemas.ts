import { searchText } from '@ecou/event-sourcing';
import { z } from 'zod';
import { facilitiesQuery, facilityAnswer } from '../facility/facility.schemas.js';

export const suggestionsQuery = z.strictObject({
  q: z
    .string()
    .max(200)
    .refine((value) => searchText(value) !== '', {
      error: 'What was typed so far, one letter at least',
      params: { code: 'WORDS_TOO_SHORT' },
    })
    .describe('What was typed so far; case and diacritics do not matter.'),
  kind: facilitiesQuery.shape.kind,
  limit: z.coerce.number().int().min(1).max(20).default(10),
});

export const suggestionsAnswer = z
  .object({ items: z.array(facilityAnswer.pick({ id: true, name: true, kind: true, address: true })) })
  .meta({ id: 'FacilitySuggestions' });
