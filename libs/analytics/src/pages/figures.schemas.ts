import { day } from '@ecou/contracts';
import { htmlQuery } from '@ecou/runtime';
import { z } from 'zod';

export const figuresQuery = z.strictObject(htmlQuery);

export const figureQuery = z.strictObject({
  asOf: z
    .union([day, z.literal('').transform(() => undefined)], 'A day, such as 2027-04-10')
    .optional()
    .describe(
      'As it was known at the end of this day in Europe/Bucharest, such as 2027-04-10; empty: all that is known.',
    ),
  ...htmlQuery,
});

export const figureParams = z.strictObject({ name: z.string().max(80).describe('Such as `petitions-by-month`.') });

const inBoth = z.object({ ro: z.string(), en: z.string() });

const described = {
  name: z.string(),
  title: inBoth,
  definition: inBoth,
  denominator: inBoth.describe('What shares are shares of.'),
  withheld: inBoth.describe('What is withheld, and why.'),
  dataset: z.string().describe('Path of the data that it is made of.'),
  contracts: z.array(z.string()).describe('Types of the messages that it is made of.'),
};

export const figureAnswer = z
  .object({
    ...described,
    asOf: day.nullable().describe('As it was known at the end of this day; `null`: all that is known.'),
    day: day.describe('That day, or today.'),
    position: z.int().min(0).describe('In the record of public messages: the newest one that was read.'),
    columns: z
      .array(
        z.object({
          name: z.string(),
          title: inBoth,
          format: z
            .enum(['count', 'share', 'decimal'])
            .nullable()
            .describe('A number of things, a share from 0 to 1, or a number with decimals; `null`: words.'),
        }),
      )
      .describe('Columns of its table.'),
    rows: z
      .array(z.record(z.string(), z.unknown()))
      .describe('By the names of the columns, and what tells rows apart.'),
  })
  .meta({ id: 'Figure' });

export const figuresAnswer = z
  .object({ items: z.array(z.object({ ...described, address: z.string().describe('Path of the figure.') })) })
  .meta({ id: 'Figures' });
