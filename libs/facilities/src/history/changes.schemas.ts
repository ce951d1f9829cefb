import { day, instant, localizedText } from '@ecou/contracts';
import { endOfDay, htmlQuery, listOf, pageQuery, text } from '@ecou/runtime';
import { z } from 'zod';
import { facilityAnswer } from '../facility/facility.schemas.js';

/** The end of the day before. */
const startOfDay = (date: string): string => {
  const before = new Date(`${date}T00:00:00Z`);
  before.setUTCDate(before.getUTCDate() - 1);
  return endOfDay(before.toISOString().slice(0, 10));
};

const moment = (ofDay: (date: string) => string) =>
  z
    .union(
      [z.string().regex(/^[0-9]{1,15}$/, { abort: true }), instant, day.transform(ofDay)],
      'A day, such as 2027-04-10, a time with offset, such as 2027-04-10T09:30:00+03:00, or a position',
    )
    .optional();

const blank = (value: unknown) => (value === '' ? undefined : value);

const criteria = {
  from: z
    .preprocess(blank, moment(startOfDay))
    .describe(
      'What changed from this day on (in Europe/Bucharest), after this time or position; from the first on where it is left out.',
    ),
  to: z
    .preprocess(blank, moment(endOfDay))
    .describe('What changed up to the end of this day, up to this time or position; up to now where it is left out.'),
  kind: text(100).optional().describe('Of facilities that were of this kind then.'),
};

export const changesQuery = z.strictObject({
  ...pageQuery,
  ...criteria,
  facilityId: z.uuid().optional().describe('Of this facility only.'),
  ...htmlQuery,
});
export type ChangesCriteria = Omit<z.output<typeof changesQuery>, keyof typeof htmlQuery>;

export const feedQuery = z.strictObject({ kind: criteria.kind, lang: htmlQuery.lang });

export const changeAnswer = z
  .object({
    id: z.uuid().describe('Of the fact.'),
    position: z.int().describe('That of the fact: `asOf` takes it, and the one before it.'),
    at: z.string().describe('When it was recorded.'),
    change: z
      .string()
      .describe(
        '`added`, `changed`, `opened`, `verified`, `suspended`, `resumed`, `retired`, `incentive-began`, `incentive-ended`; more may follow.',
      ),
    fields: z.array(z.string()).describe('The fields of the facility that it changed.'),
    facilityId: z.uuid(),
    kind: facilityAnswer.shape.kind,
    name: localizedText.describe('After the change, as all that follows.'),
    status: facilityAnswer.shape.status,
    reason: facilityAnswer.shape.reason,
  })
  .meta({ id: 'FacilityChange' });
export type ChangeAnswer = z.output<typeof changeAnswer>;

export const changesAnswer = listOf(changeAnswer, 'FacilityChanges');
