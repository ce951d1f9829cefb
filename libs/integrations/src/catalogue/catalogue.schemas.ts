import { htmlQuery } from '@ecou/runtime';
import { z } from 'zod';

export const contractsQuery = z.strictObject({
  dataschema: z
    .string()
    .max(200)
    .optional()
    .describe(
      'Only the contract that messages name so, such as `urn:ecou:contract:ecou.facilities.facility-added.v1`.',
    ),
  ...htmlQuery,
});

export const contractQuery = z.strictObject(htmlQuery);

export const contractParams = z.strictObject({
  type: z.string().max(200).describe('Such as `ecou.facilities.facility-added.v1`.'),
});

const field = z.object({
  name: z.string().describe('As in `items[].n`.'),
  type: z.string().describe('In words of JSON Schema.'),
  required: z.boolean().describe('false: it may be missing.'),
  meaning: z.string().nullable(),
});

const change = z.object({
  field: z.string(),
  change: z.enum(['added', 'removed', 'changed']),
  before: z.string().nullable().describe('Its type before; `null`: it was added.'),
  after: z.string().nullable().describe('Its type since; `null`: it was removed.'),
});

const withdrawn = z
  .string()
  .nullable()
  .describe('Why it is told no more, and what is told in its place; `null`: it is told.');

export const contractAnswer = z
  .object({
    type: z.string().describe('The `type` of its messages.'),
    context: z.string(),
    name: z.string(),
    version: z.int().min(1),
    visibility: z.literal('public'),
    personalData: z.literal('none').describe('Public contracts carry no personal data.'),
    summary: z.string(),
    withdrawn,
    topic: z.string().describe('On Kafka.'),
    key: z.string().describe('The field that is the key of its messages.'),
    dataschema: z.string().describe('The name of its schema, as in its messages. It never changes.'),
    schema: z.string().describe('Path of its JSON Schema.'),
    fields: z.array(field),
    example: z.record(z.string(), z.unknown()),
    versions: z
      .array(z.object({ version: z.int().min(1), type: z.string(), withdrawn, changes: z.array(change) }))
      .describe('All versions, the oldest first, each with what it changed.'),
  })
  .meta({ id: 'Contract' });

export const contractsAnswer = z
  .object({
    items: z.array(contractAnswer).describe('By type.'),
    asyncapi: z.string().describe('Path of the same as AsyncAPI 3.0.'),
  })
  .meta({ id: 'Contracts' });
