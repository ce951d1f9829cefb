import { randomUUID } from 'node:crypto';
import {
  AttendanceCorrectedV2,
  AttendanceReportedV1,
  FacilityAddedV1,
  FacilityChangedV1,
  PetitionRegisteredV1,
  RecommendationRecordedV1,
} from '@ecou/contracts';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, tellAll, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { analyticsContext } from '../context.js';
import { publishers } from '../testing/publishers.js';
import { recordAll, starIsUp, type Recorded } from '../testing/recorded.js';
import { starTables } from './star-tables.js';

let test: TestProcess;
beforeAll(async () => {
  test = await startTestProcess([...publishers, analyticsContext]);
});
afterAll(() => test.stop());

const query = async <Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
  (await test.context('analytics').pool.query<Row>(sql, [...values])).rows;

const day = (number: number) => `2026-03-${String(number).padStart(2, '0')}T10:00:00Z`;

/** Three sessions of synthetic figures: 24; 23 that do not add up until they are corrected; 21. */
const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
const figures = (students: number, seniors: number, total: number) => {
  const categories = [
    { category: 'student', count: students },
    { category: 'senior', count: seniors },
  ];
  const difference = students + seniors - total;
  return { programmeId: null, categories, total, difference, reconciled: difference === 0 };
};
const sessions: readonly Recorded[] = [
  [AttendanceReportedV1, first, { ...figures(14, 10, 24), reportedAt: day(2) }, day(2)],
  [AttendanceReportedV1, second, { ...figures(12, 10, 23), reportedAt: day(3) }, day(3)],
  [AttendanceReportedV1, third, { ...figures(11, 10, 21), reportedAt: day(4) }, day(4)],
  [
    AttendanceCorrectedV2,
    second,
    { ...figures(13, 10, 23), reported: figures(12, 10, 23), reason: { ro: 'numărat greșit' }, correctedAt: day(9) },
    day(9),
  ],
];

describe('the star', () => {
  it('takes each public message once, whichever context tells it', async () => {
    const [facility, point] = [randomUUID(), randomUUID()];
    await tellAll(test, facility, [[FacilityAddedV1, { facilityId: facility }], [FacilityChangedV1]]);
    await tellAll(test, point, [[RecommendationRecordedV1, { recommendationId: point }]]);
    await until(async () => (await query('SELECT FROM analytics.messages')).length === 3, 'three messages');
    await starIsUp(test);
    expect(await query('SELECT change FROM analytics.facility_change ORDER BY number')).toEqual([
      { change: 'added' },
      { change: 'changed' },
    ]);
    expect(await query('SELECT recommendation_id AS id, status FROM analytics.recommendation')).toEqual([
      { id: point, status: 'recorded' },
    ]);
    // Words may be redacted later.
    const [kept] = await query<{ data: object }>(`SELECT data FROM analytics.messages WHERE key = $1`, [point]);
    expect(kept?.data).not.toHaveProperty('text');
  });

  it('answers as of any day what was known then, and shows a corrected figure beside the one that was reported', async () => {
    await recordAll(test, sessions);
    const total = `SELECT civic_event_id AS id, people, reported_people AS reported, is_reconciled AS "isReconciled", is_corrected AS "isCorrected"
      FROM analytics.participation`;
    const at = async (asOf: string) =>
      query(`${total}($1::date) WHERE category IS NULL AND civic_event_id = ANY ($2)`, [asOf, [first, second, third]]);
    const [one, two, three] = [
      { id: first, people: 24, reported: 24, isReconciled: true, isCorrected: false },
      { id: second, people: 23, reported: 23, isReconciled: false, isCorrected: false },
      { id: third, people: 21, reported: 21, isReconciled: true, isCorrected: false },
    ];
    expect(await at('2026-03-01')).toEqual([]);
    expect(await at('2026-03-03')).toEqual([one, two]);
    expect(await at('2026-03-08')).toEqual([one, two, three]);
    const corrected = { ...two, isReconciled: true, isCorrected: true };
    expect(await at('2026-03-09')).toEqual(expect.arrayContaining([one, corrected, three]));
    const students = await query(
      `SELECT people, reported_people AS reported FROM analytics.participation WHERE category = 'student' AND civic_event_id = $1`,
      [second],
    );
    expect(students).toEqual([{ people: 13, reported: 12 }]);
    const series = await query(
      `SELECT d::date::text AS day, sum(people)::int AS people
       FROM generate_series(timestamp '2026-03-02', '2026-03-04', '1 day') d CROSS JOIN LATERAL analytics.participation(d::date) p
       WHERE category IS NULL GROUP BY d ORDER BY d`,
    );
    expect(series.map(({ people }: { people?: number }) => people)).toEqual([24, 47, 68]);
  });

  it('answers every view as of the day that a session names', async () => {
    const client = await test.context('analytics').pool.connect();
    try {
      await client.query(`BEGIN; SET LOCAL analytics.as_of = '2026-03-03'`);
      const { rows } = await client.query(
        'SELECT sum(people)::int AS people FROM analytics.participation WHERE category IS NULL',
      );
      expect(rows).toEqual([{ people: 47 }]);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });

  it('shows groups in steps of five, so that no smaller one follows from a total or from another day', async () => {
    const petitions = (category: string, count: number, month: string) =>
      Array.from({ length: count }, (_, index): Recorded => {
        const receivedOn = `2026-${month}-${10 + index}`;
        const at = `${receivedOn}T08:00:00Z`;
        const petitionId = randomUUID();
        return [PetitionRegisteredV1, petitionId, { petitionId, category, receivedOn, registeredAt: at }, at];
      });
    await recordAll(test, [
      ...petitions('roads', 9, '01'),
      ...petitions('parks', 5, '01'),
      ...petitions('noise', 2, '01'),
    ]);
    const rows = await query(
      `SELECT category, petitions, is_withheld AS "isWithheld" FROM analytics.petition WHERE month = '2026-01-01' ORDER BY category`,
    );
    expect(rows).toEqual([
      { category: 'noise', petitions: null, isWithheld: true },
      { category: 'parks', petitions: 5, isWithheld: false },
      { category: 'roads', petitions: 5, isWithheld: false },
    ]);
    const [month] = await query(`SELECT petitions FROM analytics.petition_month WHERE month = '2026-01-01'`);
    expect(month).toEqual({ petitions: 15 });
    // Each day until then: 10 to 18 January.
    const days = await query<{ petitions: number | null }>(
      `SELECT p.petitions FROM generate_series(timestamp '2026-01-10', '2026-01-18', '1 day') d
         CROSS JOIN LATERAL analytics.petition(d::date) p WHERE category = 'roads' ORDER BY d`,
    );
    expect(days.map(({ petitions: shown }) => shown)).toEqual([null, null, null, null, 5, 5, 5, 5, 5]);
  });

  it('is what a copy is that is made anew out of the record, and says where it is not', async () => {
    await test.api.post('/analytics/v1/star/checks', {});
    const checks = () =>
      query<{ found: { table: string; rows: number; differing: number }[] }>(
        'SELECT * FROM analytics.checks ORDER BY id',
      );
    await until(async () => (await checks()).length === 1, 'the check');
    const [{ found } = { found: [] }] = await checks();
    expect(found.map(({ table }) => table)).toEqual(starTables.map(({ name }) => name));
    expect(found.every(({ differing }) => differing === 0)).toBe(true);
    expect(found.find(({ table }) => table === 'participation')).toMatchObject({ rows: 12 });

    const [live] = await query<{ star: number }>(`SELECT star FROM analytics.stars WHERE state = 'live'`);
    await query(`UPDATE analytics.star_participation_${live?.star} SET people = people + 1 WHERE category = 'senior'`);
    await test.api.post('/analytics/v1/star/checks', {});
    await until(async () => (await checks()).length === 2, 'the second check');
    const differing = (await checks())[1]?.found.filter((one) => one.differing > 0);
    expect(differing).toEqual([expect.objectContaining({ table: 'participation', differing: 8 })]);
    expect(await query(`SELECT FROM pg_class WHERE relname ~ '^star_.*_${(live?.star ?? 0) + 1}$'`)).toEqual([]);
  });

  it('is what a copy is, also while messages keep coming', async () => {
    const differing = async () =>
      (await query<{ found: { differing: number }[] }>('SELECT found FROM analytics.checks WHERE id > 2')).map(
        ({ found }) => found.reduce((sum, one) => sum + one.differing, 0),
      );
    await query(`UPDATE analytics.star_participation_1 SET people = people - 1 WHERE category = 'senior'`);
    const recorded = async () => (await query('SELECT FROM analytics.messages')).length;
    const before = await recorded();
    const telling = { goesOn: true, times: 0 };
    const told = (async () => {
      while (telling.goesOn) {
        const facility = randomUUID();
        await tellAll(test, facility, [[FacilityAddedV1, { facilityId: facility }], [FacilityChangedV1]]);
        telling.times += 1;
      }
    })();
    for (let check = 1; check <= 3; check += 1) {
      await test.api.post('/analytics/v1/star/checks', {});
      await until(async () => (await differing()).length === check, 'the check');
    }
    telling.goesOn = false;
    await told;
    expect(await differing()).toEqual([0, 0, 0]);
    await until(async () => (await recorded()) === before + 2 * telling.times, 'the record of all that was told');
    await starIsUp(test);
    const [counted] = await query<{ record: number; added: number }>(
      `SELECT (SELECT count(*) FROM analytics.messages WHERE type LIKE '%facility-added.v1')::int AS record,
              (SELECT count(*) FROM analytics.facility_change WHERE change = 'added')::int AS added`,
    );
    expect(counted?.added).toBe(counted?.record);
  });
});
