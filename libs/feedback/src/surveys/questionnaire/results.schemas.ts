import { instant, localizedText } from '@ecou/contracts';
import { listOf, localized, pageQuery, text } from '@ecou/runtime';
import { z } from 'zod';
import { slug } from '../items/item.schema.js';
import { about, publication } from './questionnaire.events.js';
import { cell, figure, resultItem } from '../results/result-item.schema.js';

export const publishBody = z
  .strictObject({
    items: z
      .array(slug)
      .max(50)
      .optional()
      .describe(
        'Ids of the items to be shown; all that are not for staff only, where it is left out. An item with a condition is shown beside the item that the condition names.',
      ),
    suggestions: z
      .array(
        z.union([
          z.strictObject({ id: text(60).describe('Of a suggestion in the reported summary.') }),
          z.strictObject({ text: localized(1000).describe('A suggestion in the words of staff.') }),
        ]),
      )
      .max(200)
      .default([]),
  })
  .meta({ id: 'PublishResults' });

export const resultsAnswer = z
  .object({
    questionnaireId: z.uuid(),
    title: localizedText,
    about,
    ...publication.shape,
    publication: z.int().nullable().describe('Number of the last publication; null: nothing was published.'),
    publishedAt: instant.nullable(),
    suppressed: z
      .boolean()
      .describe('true: what was published, with groups under 5 withheld; false: all that is known, for staff.'),
  })
  .meta({ id: 'Results' });
export type ResultsAnswer = z.output<typeof resultsAnswer>;

const { shape: figures } = resultItem;
const { shape: cells } = cell;

export const resultsTableQuery = z.strictObject(pageQuery);

const resultRow = z
  .object({
    item: figures.item.describe('Id of the item; `*`: the grades of all aspects together.'),
    kind: figures.kind,
    aspect: figures.aspect,
    wording: localizedText,
    value: cells.value.nullable().describe('An answer; `null` where the row is about a theme, or a free text.'),
    theme: z.string().nullable().describe('A theme that free texts were coded to.'),
    label: localizedText.nullable().describe('Of the option or the theme.'),
    count: figure.nullable(),
    statement: cells.statement,
    n: figures.n,
    mean: figures.mean,
    median: figures.median,
  })
  .meta({ id: 'ResultRow' });
export type ResultRow = z.output<typeof resultRow>;

export const resultsTableAnswer = listOf(resultRow, 'ResultRows');
