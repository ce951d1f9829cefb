import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../context.js';
import type { HalfYearAnswer } from './half-year/half-year.schemas.js';
import { category, complaint, defineDirectory } from './petitions.samples.js';

const base = '/feedback/v1/petitions';
const reports = '/feedback/v1/half-yearly-reports';
/** Synthetic. */
const institution = 'Primăria Exemplului & Țărmului';
const dayMs = 86_400_000;
const first = Date.parse('2025-11-24T08:00:00.000Z');
const timeOf = (day: number) => new Date(first + day * dayMs).toISOString();
/** The first half of 2026, at the municipality. */
const [begins, ends] = ['2025-12-31T22:00:00.000Z', '2026-06-30T21:00:00.000Z'];
const days = 240;

const reply = { text: 'Sintetic.', legalBasis: 'Sintetic' };
const reason = { reason: 'Sintetic.' };
const authority = { name: 'Autoritatea sintetică' };

interface Life {
  readonly body?: object;
  /** Each so many days after the registration; `main` is the petition that was registered before, `answered` one that has its answer. */
  readonly acts: readonly (readonly [after: number, verb: string, body: object | ((others: Others) => object)])[];
}
interface Others {
  readonly main: string;
  readonly answered: string;
}

const lives: readonly Life[] = [
  { acts: [[9, 'answer', reply]] },
  { acts: [[2, 'join', ({ main }) => ({ to: main })]] },
  { acts: [[44, 'answer', reply]] },
  { acts: [[31, 'answer', reply]], body: { kind: 'request' } },
  { acts: [[12, 'decline', { reason: 'Sintetic.', legalBasis: 'Sintetic' }]], body: { category: 'parks' } },
  { acts: [[3, 'forward', { authority: 'Sintetica', ...reason }]] },
  { acts: [[20, 'forward', { authority: 'Sintetica', ...reason }]], body: { kind: 'suggestion' } },
  { acts: [[10, 'withdraw', {}]] },
  {
    acts: [
      [20, 'extend', reason],
      [40, 'answer', reply],
    ],
    body: { channel: 'authority', sentBy: authority },
  },
  {
    acts: [
      [5, 'answer', reply],
      [8, 'reopen', reason],
      [15, 'answer', reply],
      [18, 'close', {}],
    ],
  },
  { acts: [] },
  { acts: [[4, 'file', ({ answered }) => ({ ground: 'repeat', earlier: answered })]] },
  { acts: [[6, 'close', {}]], body: { kind: 'notice', petitioner: null, channel: 'web' } },
  {
    acts: [
      [1, 'assign', { department: 'green-spaces' }],
      [25, 'answer', reply],
    ],
  },
];

/**
 * The same figures, counted once more out of the stored events alone: each by its definition, with `$1` and `$2` the beginning and the end.
 * One row for each figure of all and of each department.
 */
const secondComputation = `
  WITH facts AS (
    SELECT stream_id, version, type, data,
      coalesce(data->>'registeredAt', data->>'assignedAt', data->>'extendedAt', data->>'movedAt', data->>'missedAt', data->>'forwardedAt',
        data->>'answeredAt', data->>'closedAt', data->>'reopenedAt')::timestamptz AS at,
      coalesce(data->'subject'->>'department', data->>'department') AS department
    FROM feedback.events WHERE stream_id LIKE 'petition-%'
  ), petitions AS (
    SELECT stream_id FROM facts WHERE type = 'PetitionRegistered' AND data->>'kind' <> 'notice'
  ), turns AS (
    SELECT *, lag(begins) OVER (PARTITION BY stream_id ORDER BY version) AS after_begin,
      max(version) FILTER (WHERE begins) OVER (PARTITION BY stream_id ORDER BY version) AS begun
    FROM (SELECT *, type IN ('PetitionRegistered', 'PetitionReopened') AS begins FROM facts
      WHERE type IN ('PetitionRegistered', 'PetitionReopened', 'PetitionAnswered', 'PetitionDeclined', 'PetitionForwarded', 'PetitionClosed')
        AND stream_id IN (TABLE petitions)) each
  ), moments AS (
    SELECT $1::timestamptz AS time, 'carried-over' AS figure UNION ALL SELECT $2::timestamptz, 'running'
  ), waiting AS (
    SELECT figure, time, p.stream_id,
      (SELECT f.department FROM facts f WHERE f.stream_id = p.stream_id AND f.at < time AND f.type IN ('PetitionRegistered', 'PetitionAssigned')
        ORDER BY f.version DESC LIMIT 1) AS department,
      (SELECT (f.data->'deadline'->'legal'->>'missedAt')::timestamptz FROM facts f WHERE f.stream_id = p.stream_id AND f.at < time
        AND f.data ? 'deadline' ORDER BY f.version DESC LIMIT 1) AS missed_at
    FROM moments, petitions p
    WHERE (SELECT t.begins FROM turns t WHERE t.stream_id = p.stream_id AND t.at < time ORDER BY t.version DESC LIMIT 1)
  ), within AS (
    SELECT * FROM facts WHERE at >= $1 AND at < $2 AND stream_id IN (TABLE petitions)
  ), ends AS (
    SELECT * FROM turns WHERE NOT begins AND after_begin AND at >= $1 AND at < $2
  ), replies AS (
    SELECT e.*, (e.at AT TIME ZONE 'Europe/Bucharest')::date
        - (SELECT (b.at AT TIME ZONE 'Europe/Bucharest')::date FROM facts b WHERE b.stream_id = e.stream_id AND b.version = e.begun) AS days,
      coalesce(e.data->>'inTime', 'true') = 'true' AS in_time,
      (SELECT max(version) FROM facts c WHERE c.stream_id = e.stream_id AND c.version < e.version
        AND c.type IN ('PetitionRegistered', 'PetitionReopened', 'DeadlineExtended')) AS counted
    FROM ends e WHERE type IN ('PetitionAnswered', 'PetitionDeclined')
  ), counted AS (
    SELECT figure, department FROM waiting
    UNION ALL SELECT 'running-overdue', department FROM waiting WHERE figure = 'running' AND missed_at <= time
    UNION ALL SELECT 'registered', department FROM within WHERE type = 'PetitionRegistered'
    UNION ALL SELECT 'from-authorities', department FROM within WHERE type = 'PetitionRegistered' AND data->>'channel' = 'authority'
    UNION ALL SELECT 'reopened', department FROM within WHERE type = 'PetitionReopened'
    UNION ALL SELECT CASE type WHEN 'PetitionAnswered' THEN 'answered' ELSE 'declined' END, department FROM replies
    UNION ALL SELECT 'answered-together', department FROM replies WHERE data->>'through' IS NOT NULL
    UNION ALL SELECT CASE WHEN in_time THEN 'in-time' ELSE 'late' END, department FROM replies
    UNION ALL SELECT 'on-target', department FROM replies r WHERE in_time AND NOT EXISTS (SELECT FROM facts m
      WHERE m.stream_id = r.stream_id AND m.type IN ('PetitionTargetMissed', 'PetitionDeadlineMissed') AND m.version > r.counted AND m.version < r.version)
    UNION ALL SELECT 'forwarded', department FROM ends WHERE type = 'PetitionForwarded'
    UNION ALL SELECT 'forwarded-in-time', department FROM ends WHERE type = 'PetitionForwarded' AND data->>'inTime' = 'true'
    UNION ALL SELECT 'filed', department FROM ends WHERE type = 'PetitionClosed' AND data->>'ground' <> 'withdrawn'
    UNION ALL SELECT 'repeats', department FROM ends WHERE type = 'PetitionClosed' AND data->>'ground' = 'repeat'
    UNION ALL SELECT 'withdrawn', department FROM ends WHERE type = 'PetitionClosed' AND data->>'ground' = 'withdrawn'
    UNION ALL SELECT 'extended', department FROM within WHERE type = 'DeadlineExtended'
    UNION ALL SELECT 'missed', department FROM within WHERE type = 'PetitionDeadlineMissed'
    UNION ALL SELECT 'notices', department FROM facts WHERE type = 'PetitionRegistered' AND data->>'kind' = 'notice' AND at >= $1 AND at < $2
  )
  SELECT coalesce(department, '') AS department, figure, count(*)::float AS value FROM counted GROUP BY GROUPING SETS ((figure), (figure, department))
  UNION ALL
  SELECT coalesce(department, ''), 'mean-days', round(avg(days), 1)::float FROM replies GROUP BY GROUPING SETS ((), (department))
  UNION ALL
  SELECT coalesce(department, ''), 'median-days', percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FROM replies GROUP BY GROUPING SETS ((), (department))`;

interface Counted {
  /** Empty: of all. */
  readonly department: string;
  readonly figure: string;
  readonly value: number;
}

describe('the half-yearly report on petitions', () => {
  let test: TestProcess;
  let report: HalfYearAnswer;
  let counted: readonly Counted[];

  const reported = async (period: string, query = '') => (await test.api.get(`${reports}/${period}${query}`)).body;
  const countedIn = async (...period: readonly string[]) =>
    (await test.context('feedback').pool.query<Counted>(secondComputation, [...period])).rows;
  const timersToFire = () =>
    until(async () => {
      const { rows } = await test
        .context('feedback')
        .pool.query('SELECT count(*)::int AS n FROM feedback.timers WHERE due_at <= $1', [test.clock.now()]);
      return rows[0].n === 0;
    }, 'every timer that is due to be fired');

  beforeAll(async () => {
    test = await startTestProcess([feedbackContext], { env: { ECOU_INSTITUTION: institution } });
    test.clock.set(timeOf(0));
    await defineDirectory(test.api);
    const todo = new Map<number, (() => Promise<unknown>)[]>();
    const on = (day: number, what: () => Promise<unknown>) => todo.set(day, [...(todo.get(day) ?? []), what]);
    let main = '';
    let answered = '';
    for (let index = 0; index < 70; index += 1) {
      const { acts, body } = lives[index % lives.length] as Life;
      const day = index * 3;
      on(day, async () => {
        const { status, body: made } = await test.api.post(base, { ...complaint, channel: 'paper', ...body });
        expect(status).toBe(201);
        const id = made.id as string;
        const others = { main, answered };
        main = id;
        for (const [after, verb, said] of acts) {
          on(day + after, async () => {
            const done = await test.api.post(`${base}/${id}/${verb}`, typeof said === 'function' ? said(others) : said);
            expect([verb, done.status, done.body.code]).toEqual([verb, 200, undefined]);
            // One that is never reopened.
            if (verb === 'answer' && index % lives.length === 0) answered = id;
          });
        }
      });
    }
    for (let day = 0; day < days; day += 1) {
      test.clock.set(timeOf(day));
      if (day % 30 === 0) await timersToFire();
      for (const what of todo.get(day) ?? []) await what();
    }
    await timersToFire();
    await test.settle();
    report = await reported('2026-1');
    counted = await countedIn(begins, ends);
  });
  afterAll(() => test.stop());

  const valuesIn = (figures: Readonly<Record<string, number | null>>) =>
    Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== 0 && value !== null));
  const valuesOf = (department: string) =>
    Object.fromEntries(
      counted.filter((row) => row.department === department).map(({ figure, value }) => [figure, value]),
    );
  const ofAll = () => Object.fromEntries(report.figures.map(({ id, value }) => [id, value]));

  it('comes to what the stored events come to, counted a second time in SQL', async () => {
    expect(valuesIn(ofAll())).toEqual(valuesOf(''));
    expect(report.departments.map(({ department }) => department)).toEqual(['green-spaces', 'public-works']);
    for (const { department, figures } of report.departments)
      expect([department, valuesIn(figures)]).toEqual([department, valuesOf(department)]);
    // Every figure is of something.
    expect(Object.entries(ofAll()).filter(([, value]) => !value)).toEqual([]);
    const before = await reported('2025-2');
    counted = await countedIn('2025-06-30T21:00:00.000Z', begins);
    expect(valuesIn(Object.fromEntries(before.figures.map(({ id, value }: never) => [id, value])))).toEqual(
      valuesOf(''),
    );
    counted = await countedIn(begins, ends);
  });

  it('adds up', () => {
    const all = ofAll();
    const sum = (...ids: readonly string[]) => ids.reduce((total, id) => total + (all[id] ?? 0), 0);
    expect(sum('carried-over', 'registered', 'reopened')).toBe(
      sum('answered', 'declined', 'forwarded', 'filed', 'withdrawn', 'running'),
    );
    expect(sum('in-time', 'late')).toBe(sum('answered', 'declined'));
    const { kind, channel, category: categories } = report.registeredBy;
    for (const shares of [kind, channel, categories])
      expect(shares.reduce((total, { count }) => total + count, 0)).toBe(sum('registered'));
    expect(kind.map(({ name }) => name.ro)).toContain('reclamație');
    expect(categories.find(({ value }) => value === category)?.name).toEqual({ ro: 'Iluminat public' });
  });

  it('is that of its half-year, whatever happens afterwards', async () => {
    expect(report).toMatchObject({
      year: 2026,
      half: 1,
      from: '2026-01-01',
      to: '2026-06-30',
      at: ends,
      complete: true,
    });
    const { items } = (await test.api.get(`${base}?limit=50&overdue=true`)).body;
    expect(items.length).toBeGreaterThan(0);
    for (const { id } of items) expect((await test.api.post(`${base}/${id}/answer`, reply)).status).toBe(200);
    await test.settle();
    expect(await reported('2026-1')).toEqual(report);
    expect(await reported('2026-2')).toMatchObject({ complete: false, at: test.clock.now() });
    await test.replayEqualsIncremental('feedback', 'petition_course');
  });

  it('says each figure with its definition, in two languages, as page, document and table', async () => {
    const textOf = async (query: string, accept = '*/*') => {
      const response = await fetch(`${test.api.url}${reports}/2026-1${query}`, {
        headers: { authorization: `Bearer ${test.keys.staff}`, accept },
      });
      expect(response.status).toBe(200);
      return { type: response.headers.get('content-type'), bytes: Buffer.from(await response.arrayBuffer()) };
    };
    for (const lang of ['ro', 'en'] as const) {
      const page = await textOf(`?lang=${lang}`, 'text/html');
      const table = await textOf(`?lang=${lang}`, 'text/csv');
      expect([page.type, table.type]).toEqual(['text/html; charset=utf-8', 'text/csv; charset=utf-8']);
      const html = page.bytes.toString();
      expect(html).toContain(`<html lang="${lang}">`);
      expect(html).toContain('Primăria Exemplului &amp; Țărmului');
      expect(html).not.toContain('<script');
      const lines = table.bytes.toString().split('\r\n');
      expect(lines).toHaveLength(1 + 3 * report.figures.length + 1);
      for (const { id, name, definition, value } of report.figures) {
        expect(html).toContain(definition[lang]);
        const line = lines.find((one) => one.startsWith(`${lang === 'ro' ? 'toate' : 'all'},${id},`)) ?? '';
        expect([line, line.includes(String(value)), line.includes(name[lang] ?? '')]).toEqual([line, true, true]);
      }
    }
    const document = await textOf('', 'application/pdf');
    expect(document.type).toBe('application/pdf');
    expect(document.bytes.subarray(0, 8).toString()).toBe('%PDF-1.7');
    expect(document.bytes.toString('latin1')).toMatch(/\/MarkInfo/);
    expect((await textOf('?format=pdf')).bytes.equals(document.bytes)).toBe(true);
    expect((await textOf('?format=pdf&lang=en')).bytes.equals(document.bytes)).toBe(false);
  });

  it('is read by staff who read petitions, of a half-year that has begun', async () => {
    expect((await test.visitor.get(`${reports}/2026-1`)).status).toBe(401);
    for (const [period, code] of [
      ['2027-1', 'HALF_YEAR_AHEAD'],
      ['2017-2', 'YEAR_OUTSIDE_CALENDAR'],
      ['2026-3', 'INVALID_INPUT'],
    ]) {
      const { status, body } = await test.api.get(`${reports}/${period}`);
      expect([status, body.code, body.errors?.[0].path]).toEqual([400, code, 'period']);
    }
    expect((await test.api.get(`${reports}/2026-H2`)).body.errors[0].message).toContain('such as 2026-2');
    expect((await test.api.get(`${reports}/2026-1?lang=de`)).status).toBe(400);
    expect((await test.api.with(test.keys.analyst).get(`${reports}/2026-1`)).status).toBe(200);
  });
});
