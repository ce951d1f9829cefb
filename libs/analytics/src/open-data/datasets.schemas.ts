import { day } from '@ecou/contracts';
import { z } from 'zod';
import { columnTypes } from './columns.js';
import { formatNames } from './formats.js';

const position = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

const name = z.string().max(100).describe('As in the list of datasets, such as `participation`.');

export const datasetParams = z.strictObject({ name });

export const datasetAtParams = z.strictObject({
  name,
  position: position.describe(
    'Of the record of public messages: the answer is made of those up to it, and never changes.',
  ),
});

const asked = {
  format: z
    .enum(formatNames)
    .optional()
    .describe(
      '`Accept` decides where it is left out: `text/csv`, `application/x-ndjson`, `application/vnd.apache.parquet`, else JSON.',
    ),
  asOf: day
    .optional()
    .describe(
      'Answers what was known at the end of this day in Europe/Bucharest, such as 2027-04-10; all that is known without it.',
    ),
};

export const datasetAtQuery = z.strictObject(asked);

export const datasetQuery = z.strictObject({
  ...asked,
  position: position
    .optional()
    .describe('Answers by the messages up to this position of the record; by all without it.'),
});

const texts = z.object({ ro: z.string(), en: z.string() });

const dataset = z
  .object({
    name: z.string(),
    title: texts,
    description: texts,
    isGrouped: z.boolean().describe('Whether groups under five are withheld.'),
    columns: z.array(
      z.object({
        name: z.string(),
        comment: z.string(),
        type: z
          .enum(columnTypes)
          .describe(
            'As PostgreSQL names it. Instants are in UTC, and null where they are infinite; `numeric` is a number.',
          ),
      }),
    ),
    sources: z.array(z.string()).describe('The contracts that it is made of.'),
    url: z.string().describe('Its newest rows, in the form that `Accept` or `format` says.'),
    at: z.string().describe('The rows by the newest position: what this address answers never changes.'),
    csvMetadata: z.string().describe('What CSV on the Web says of its columns.'),
    formats: z.array(z.object({ format: z.enum(formatNames), mediaType: z.string(), url: z.string() })),
  })
  .meta({ id: 'Dataset' });

export const datasetsAnswer = z
  .object({
    position: z.int().min(0).describe('The newest position that the datasets answer by.'),
    licence: z.string().describe('The address of their licence.'),
    catalogue: z.string().describe('The same as DCAT-AP.'),
    items: z.array(dataset),
  })
  .meta({ id: 'Datasets' });

export const rowsAnswer = z
  .object({
    items: z
      .array(z.record(z.string(), z.unknown()))
      .describe('The rows, with the columns that the list of datasets tells of.'),
  })
  .meta({ id: 'DatasetRows' });
