import { instant } from '@ecou/contracts';
import { listOf, newId, optional, pageQuery, personalOrNull, text } from '@ecou/runtime';
import { z } from 'zod';
import { slug } from '../../formats/slug.js';

export const walkInBody = z
  .strictObject({
    id: newId,
    category: slug.describe('Of the taxonomy `attendance-categories`.'),
    count: z.int().min(1).max(10_000).default(1).describe('How many came together.'),
    name: optional(text(200)).describe('Of one who wishes to give it.').transform(personalOrNull),
  })
  .refine(({ count, name }) => count === 1 || name === null, {
    path: ['name'],
    error: 'A name is that of one person',
    params: { code: 'NAME_OF_SEVERAL' },
  })
  .meta({ id: 'RecordWalkIn' });

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

export const walkInsQuery = z.strictObject({ ...pageQuery, category: slug.optional() });
export const walkInsAnswer = listOf(walkInAnswer, 'WalkIns');
