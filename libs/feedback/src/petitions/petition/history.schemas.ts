import { instant } from '@ecou/contracts';
import { listOf, pageQuery } from '@ecou/runtime';
import { z } from 'zod';

export const historyQuery = z.strictObject(pageQuery);

const fact = z
  .object({
    version: z.int().describe('Place in the life of the petition, from 1.'),
    type: z.string(),
    recordedAt: instant,
    actor: z.string().describe('`key:<id>`, `policy:<name>`, `public` or `system`.'),
    data: z.record(z.string(), z.unknown()).describe('What the fact says; personal values are left out.'),
  })
  .meta({ id: 'PetitionFact' });
export type Fact = z.output<typeof fact>;

export const historyAnswer = listOf(fact, 'PetitionHistory');
