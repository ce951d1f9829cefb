import { day, instant, language } from '@ecou/contracts';
import { z } from 'zod';
import { code } from '../directory/directory.events.js';
import { given } from './submission.schema.js';

/** A name with the format that it may end in: `033`, `033.xml`, `033.json`. */
const named = z
  .string()
  .max(100)
  .transform((value) => value.replace(/\.(xml|json)$/, ''));

export const codeParams = z.strictObject({ code: named }).meta({ description: 'With `.xml` or `.json` behind it.' });
export const idParams = z.strictObject({ id: named });
export const tokenParams = z.strictObject({ token: named });

const texts = z.union([z.string().max(4000), z.array(z.string().max(4000)).max(100)]);

/** A parameter that may be sent several times, or once with commas, as its document says. Empty ones say nothing. */
const listOf = <T>(schema: z.ZodType<T, string>) =>
  z
    .any()
    .refine((value) => texts.safeParse(value).success, { error: 'Too long', params: { code: 'TOO_BIG' } })
    .meta({ type: 'string' })
    .transform((value, context): readonly T[] | undefined => {
      const parts = [value as string | string[]]
        .flat()
        .flatMap((one) => one.split(','))
        .map((one) => one.trim())
        .filter(Boolean);
      if (parts.length === 0) return undefined;
      const parsed = z.array(schema).max(200).safeParse(parts);
      if (parsed.success) return parsed.data;
      context.addIssue({
        code: 'custom',
        message: 'Not a list of what can be asked for',
        params: { code: 'LIST_INVALID' },
      });
      return z.NEVER;
    })
    .optional();

/** A time as the W3C's note has it: with an offset, whose `+` may have come as a space; a day is its start in UTC. */
const time = given(
  z
    .string()
    .trim()
    .transform((value) => value.replace(' ', '+'))
    .pipe(
      z.union([instant, day.transform((value) => `${value}T00:00:00Z`)], 'Not a time such as 2010-01-01T00:00:00Z'),
    ),
);

const common = {
  jurisdiction_id: z.unknown().optional().describe('Not looked at: there is one jurisdiction.'),
  lang: given(language).describe('`ro` or `en`, where something is worded in both; `ro` where it is left out.'),
};

/** Other parameters are not looked at: clients send what they need elsewhere. */
export const anyQuery = z.object(common);

const number = (min: number, max: number) =>
  given(
    z
      .string()
      .regex(/^\d{1,9}$/, 'Not a number')
      .transform(Number)
      .refine((value) => value >= min && value <= max, {
        error: `From ${min} to ${max}`,
        params: { code: 'OUT_OF_RANGE' },
      }),
  );

export const maxRows = 1000;

export const requestsQuery = z.object({
  ...common,
  service_request_id: listOf(z.string().max(40)).describe('Several with commas. Overrides everything else.'),
  service_code: listOf(code).describe('Several with commas.'),
  status: listOf(z.enum(['open', 'closed'])).describe('Several with commas.'),
  start_date: time.describe('Handed in at this time or later; the last 90 days where no time is given.'),
  end_date: time.describe('Handed in at this time or earlier.'),
  updated_after: time,
  updated_before: time,
  page: number(1, 1_000_000).describe('From 1.'),
  page_size: number(1, maxRows).describe('1000 where it is left out.'),
});
export type RequestsCriteria = z.output<typeof requestsQuery>;
