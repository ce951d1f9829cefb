import pg from 'pg';
import { until } from '@ecou/event-sourcing/testing';
import type { TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { blocksOf } from '../testing/guides.ts';
import { session2 } from './facts/session-2.ts';
import { sessionIdOf } from './ids.ts';

const guide = 'docs/analysts.md';

/** The loaded sample, as an analyst finds it. `of`: the process that it was loaded into. */
export function describeFigures(of: () => TestProcess): void {
  let test: TestProcess;
  let analyst: pg.Client;

  const ask = async (sql: string): Promise<Record<string, unknown>[]> =>
    (await analyst.query<Record<string, unknown>>(sql)).rows;

  /** Waits until all that was told is in the star. */
  const isUp = () =>
    until(async () => {
      const { pool } = test.context('analytics');
      const { rows } = await pool.query<{ last: string; told: string; live: string }>(
        `SELECT (SELECT last FROM analytics.record)::text AS last,
                (SELECT position FROM analytics.stars WHERE state = 'live')::text AS live,
                (SELECT count(*) FROM (SELECT FROM events.outbox WHERE topic = 'ecou.events'
                  UNION ALL SELECT FROM feedback.outbox WHERE topic = 'ecou.feedback'
                  UNION ALL SELECT FROM facilities.outbox WHERE topic = 'ecou.facilities'
                  UNION ALL SELECT FROM notifications.outbox WHERE topic = 'ecou.notifications') told)::text AS told`,
      );
      const [found] = rows;
      return found !== undefined && found.last === found.told && found.live === found.told;
    }, 'the star to hold the sample');

  describe('an analyst of the sample', () => {
    beforeAll(async () => {
      test = of();
      const made = await test.api.post('/analytics/v1/analysts', { name: 'ana' });
      analyst = new pg.Client({ connectionString: (made.body as { url: string }).url });
      analyst.on('error', () => undefined);
      await analyst.connect();
      await isUp();
    });
    afterAll(async () => {
      await analyst.end();
      await test.api.post('/analytics/v1/analysts/ana/revoke');
    });

    const queries = blocksOf(guide).filter(({ language }) => language === 'sql');

    /** Of the past, or of something that the sample has none of. */
    const mayBeEmpty = (code: string) => code.includes("'2026-03-01'") || code.includes('FROM message');

    it.each(queries)('is answered: $code', async ({ code }) => {
      const answers: unknown = await analyst.query(code);
      for (const { command, rowCount } of [answers].flat() as pg.QueryResult[])
        if (command === 'SELECT' && !mayBeEmpty(code)) expect(rowCount).toBeGreaterThan(0);
    });

    const sessions = `FROM civic_event e WHERE e.is_current AND e.series = 'consultation-sessions' AND e.status = 'held'`;

    const totals = (table: string) =>
      ask(
        `SELECT p.people, p.reported_people AS reported, p.is_reconciled AS "isReconciled", p.is_corrected AS "isCorrected"
         FROM ${table} p JOIN civic_event e USING (civic_event_id)
         WHERE p.category IS NULL AND p.civic_event_id IN (SELECT civic_event_id ${sessions}) AND e.is_current
         ORDER BY e.starts_at, p.recorded_at`,
      );
    const [first, second, third] = [24, 23, 21].map((people) => ({
      ...{ people, reported: people, isReconciled: people !== 23, isCorrected: false },
    }));
    const corrected = { ...second, isReconciled: true, isCorrected: true };

    it('finds 24, 23 and 21 participants, of which the second do not add up until they are corrected', async () => {
      expect(await totals('participation')).toEqual([first, corrected, third]);
      expect(await totals('participation_history')).toEqual([first, second, corrected, third]);
    });

    it('sees the corrected categories beside those that were reported', async () => {
      const rows = await ask(
        `SELECT category, people, reported_people AS reported FROM participation
         WHERE civic_event_id = '${sessionIdOf(session2)}' AND category IS NOT NULL ORDER BY category`,
      );
      expect(rows).toEqual([
        { category: 'institution-and-authorities', people: null, reported: 3 },
        { category: 'ngo-member', people: 23, reported: 17 },
        { category: 'project-team', people: null, reported: 23 },
      ]);
    });

    it('finds 12, 17 and 10 respondents', async () => {
      const rows = await ask(
        `SELECT r.respondents FROM result r JOIN civic_event e USING (civic_event_id)
         WHERE r.civic_event_id IN (SELECT civic_event_id ${sessions}) AND e.is_current ORDER BY e.starts_at`,
      );
      expect(rows.map(({ respondents }) => respondents)).toEqual([12, 17, 10]);
    });

    it('finds 29 points', async () => {
      const [row] = await ask(
        `SELECT count(*)::int AS points FROM discussion_point WHERE civic_event_id IN (SELECT civic_event_id ${sessions})`,
      );
      expect(row).toEqual({ points: 29 });
    });

    it('finds the same in the datasets, and what was known before the correction at its position', async () => {
      const { rows } = await test
        .context('analytics')
        .pool.query<{ before: number }>(
          `SELECT min(position) - 1 AS before FROM analytics.messages WHERE type LIKE '%attendance-corrected.v1'`,
        );
      interface Item {
        readonly category: string | null;
        readonly people: number;
        readonly is_reconciled: boolean;
      }
      const totalsOf = async (path: string) => {
        const answer = await test.visitor.get(`/analytics/v1/datasets/participation${path}`);
        const { items } = answer.body as { readonly items: readonly Item[] };
        const found = items.filter(({ category, people }) => category === null && [24, 23, 21].includes(people));
        return found.map(({ people, is_reconciled }) => [people, is_reconciled]).toSorted();
      };
      const uncorrected = [
        [21, true],
        [23, false],
        [24, true],
      ];
      expect(await totalsOf('?format=json')).toEqual(uncorrected.map(([people]) => [people, true]));
      expect(await totalsOf(`/at/${rows[0]?.before}?format=json`)).toEqual(uncorrected);
    });

    it('sees them on the page of participation', async () => {
      const page = await test.visitor.get('/analytics/v1/figures/participation?format=html&lang=en');
      expect(page.status).toBe(200);
      for (const people of [24, 23, 21]) expect(String(page.body)).toMatch(new RegExp(`>${people}<`));
    });
  });
}
