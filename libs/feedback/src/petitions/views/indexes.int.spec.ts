import { relationOf } from '@ecou/event-sourcing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../../context.js';
import { statuses } from '../petition/petition.state.js';
import { category, complaint, defineDirectory, officerId } from '../petitions.samples.js';
import { petitionAnswers } from './petition-answers.view.js';
import { petitionList } from './petition-list.view.js';

const list = relationOf(petitionList);
const answers = relationOf(petitionAnswers);
const count = 20_000;

/** Copies of the one petition, one in ten of them to be answered. None is a notice, joined, overdue, or has a callback. */
const copies = `
  INSERT INTO feedback.${list} SELECT 'copy-' || n AS id, position + n, 'S-' || n AS number, kind, channel,
      CASE n % 10 WHEN 0 THEN 'registered' ELSE 'closed' END AS status, 'category-' || n % 30 AS category,
      'department-' || n % 10 AS department, CASE n % 3 WHEN 0 THEN NULL ELSE 'officer-' || n % 50 END AS officer,
      deadline_state, overdue, n % 10 = 0 AS waits, answer_by, due_soon_at, overdue_at, urgency, open_callbacks, petition
    FROM feedback.${list}, generate_series(1, ${count}) n`;
const answersOfCopies = `
  INSERT INTO feedback.${answers}
    SELECT 'copy-' || n, since, since::timestamptz - n % 1000 * interval '1 day', '[{}]', n % 40, 'department-' || n % 10, NULL
    FROM feedback.${answers}, generate_series(1, ${count}) n`;

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

const nodesOf = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

describe('lists and queues of many petitions', () => {
  let test: TestProcess;
  let asked: (readonly [sql: string, parameters: unknown[]])[] = [];

  beforeAll(async () => {
    test = await startTestProcess([feedbackContext]);
    await defineDirectory(test.api);
    await test.api.post('/feedback/v1/petitions', complaint);
    await test.settle();
    const { dataSource } = test.context('feedback');
    await dataSource.query(copies);
    await dataSource.query(answersOfCopies);
    const { logger } = dataSource;
    dataSource.logger = Object.assign(Object.create(logger) as typeof logger, {
      logQuery: (sql: string, parameters: unknown[] = []) => asked.push([sql, parameters]),
    });
  });
  afterAll(() => test.stop());

  /** The reads of a route that go through a whole table, or through many rows that are not asked for. */
  async function longReads(path: string): Promise<Plan[]> {
    asked = [];
    expect(await test.api.get(`/feedback/v1/${path}`)).toMatchObject({ status: 200 });
    const statements = asked.filter(([sql]) => sql.includes(list));
    expect(statements).toHaveLength(1);
    const [[sql, parameters] = ['', []]] = statements;
    const [row] = await test
      .context('feedback')
      .dataSource.query<{ 'QUERY PLAN': { Plan: Plan }[] }[]>(`EXPLAIN (ANALYZE, FORMAT json) ${sql}`, parameters);
    return row!['QUERY PLAN']
      .flatMap(({ Plan: plan }) => nodesOf(plan))
      .filter((node) => node['Node Type'] === 'Seq Scan' || (node['Rows Removed by Filter'] ?? 0) > count / 20);
  }

  const paths = [
    'petitions',
    ...statuses.map((status) => `petitions?status=${status}`),
    ...['request', 'complaint', 'suggestion', 'notice'].map((kind) => `petitions?kind=${kind}`),
    ...['none', 'due', 'due-soon', 'overdue', 'met', 'missed'].map((state) => `petitions?deadline=${state}`),
    `petitions?category=${category}`,
    'petitions?category=category-7',
    'petitions?department=public-works',
    'petitions?department=department-7',
    `petitions?officer=${officerId}`,
    'petitions?number=S-77',
    'petitions?number=S-0',
    'petitions?due=2020-01-01',
    'petitions?due=2030-01-01',
    'petitions?overdue=true',
    'petitions?overdue=false',
    'petitions?department=department-7&status=joined',
    'petitions?department=department-7&status=registered',
    'petitions?department=department-7&due=2030-01-01',
    `petitions?officer=${officerId}&status=in-progress`,
    ...[
      '',
      '?only=unassigned',
      '?only=due-soon',
      '?only=overdue',
      '?only=waiting-for-citizen',
      '?only=callbacks',
    ].flatMap((only) => [`queues/public-works${only}`, `queues/officers/${officerId}${only}`]),
  ];

  it.each(paths)('are read by index before anybody analyzed the tables: %s', async (path) => {
    expect(await longReads(path)).toEqual([]);
  });

  describe('that were analyzed', () => {
    beforeAll(async () => {
      await test.context('feedback').dataSource.query(`VACUUM (ANALYZE)`);
    });

    it.each([...paths, 'queues'])('are read by index: %s', async (path) => {
      expect(await longReads(path)).toEqual([]);
    });
  });
});
