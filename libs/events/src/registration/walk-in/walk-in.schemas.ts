import { instant } from '@ecou/contracts';
import { listOf, newId, optional, pageQuery, personalOrNull, text } from '@ecou/runtime';
import { z } from 'zod';
import { entryOf } from '../../formats/slug.js';

export const walkInBody = z
  .strictObject({
    id: newId,
    category: entryOf('attendance-categories', 'citizen').describe('Of the taxonomy `attendance-categories`.'),
    count: z.int().min(1).max(10_000).default(1).describe('How many came together.'),
    name: optional(text(200)).describe('Of one who wishes to give it.').transform(personalOrNull),
  })
  .refine(({ count, name }) => count === 1 || name === null, {
    path: ['name'],
    error: 'A name is that of one person',
    params: { code: 'NAME_OF_SEVERAL' },
  })
  .meta({ id: 'RecordWalkIn' });

export const walkInParams = z.strictObject({ id: z.uuid(), walkInId: z.uuid() });

export const correctWalkInBody = z
  .strictObject({
    category: entryOf('attendance-categories', 'citizen')
      .optional()
      .describe('Of the taxonomy `attendance-categories`; as it stands where it is left out.'),
    count: z.int().min(0).max(10_000).optional().describe('How many came together; 0: nobody.'),
    reason: text(1000).describe('Why; for staff only.'),
  })
  .refine(({ category, count }) => category !== undefined || count !== undefined, {
    path: ['count'],
    error: 'Say what is right: category, count, or both',
    params: { code: 'CORRECTION_EMPTY' },
  })
  .meta({ id: 'CorrectWalkIn', example: { count: 3, reason: 'Numărați din nou.' } });

export const walkInAnswer = z
  .object({
    id: z.uuid(),
    civicEventId: z.uuid(),
    category: z.string(),
    count: z.int(),
    name: z.string().nullable().describe('null: not given, or erased.'),
    cameAt: instant,
  })
  .meta({ id: 'WalkIn' });
export type WalkInAnswer = z.output<typeof walkInAnswer>;

export const walkInsQuery = z.strictObject({
  ...pageQuery,
  category: entryOf('attendance-categories', 'citizen').optional(),
});
export const walkInsAnswer = listOf(walkInAnswer, 'WalkIns');
