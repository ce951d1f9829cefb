import { instant, localizedText } from '@ecou/contracts';
import { listOf, pageQuery } from '@ecou/runtime';
import { z } from 'zod';

const linkState = z.enum(['unchecked', 'ok', 'broken']);

export const linksQuery = z.strictObject({
  ...pageQuery,
  state: linkState.optional(),
  facility: z.uuid().optional().describe('Links that this facility shows.'),
});
export type LinkCriteria = z.output<typeof linksQuery>;

export const linkAnswer = z
  .object({
    id: z.uuid(),
    url: z.string(),
    state: linkState.describe(
      '`broken` once three checks in a row failed, the first of them an hour ago or earlier; `unchecked` until one says something.',
    ),
    since: instant.describe('Since when the state is so; of a broken link, when the first check failed.'),
    checkedAt: instant.nullable().describe('When it was checked last.'),
    nextCheckAt: instant.describe('When it is due again; in the past: it is about to be checked.'),
    failures: z.int().describe('Checks that failed in a row, up to the last one.'),
    status: z.int().nullable().describe('HTTP status of the last check; null: there was no answer.'),
    note: z
      .string()
      .nullable()
      .describe(
        'Why the last check did not find it working, such as `HTTP 404`, `name`, `timeout`, `refused`, `reset`, `certificate`, `redirects`, or, where nothing follows from it, the reason.',
      ),
    facilities: z
      .array(z.object({ id: z.uuid(), name: localizedText, kind: z.string() }))
      .describe('Facilities that show it, twenty at most.'),
    facilityCount: z.int(),
  })
  .meta({ id: 'Link' });
export type LinkAnswer = z.output<typeof linkAnswer>;

export const linksAnswer = listOf(linkAnswer, 'Links');
