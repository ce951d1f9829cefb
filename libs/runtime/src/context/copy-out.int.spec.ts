import { text } from 'node:stream/consumers';
import { until } from '@ecou/event-sourcing/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestProcess, type TestProcess } from '../testing/index.js';
import { countersContext } from '../testing/toy/counter.js';

const staying = new AbortController().signal;
const endless = `SELECT generate_series(1, 1000000000) AS n, repeat('a', 100) AS text`;

describe('rows that are copied out', () => {
  let test: TestProcess;
  beforeAll(async () => {
    test = await startTestProcess([countersContext], { env: { ECOU_DATABASE_CONNECTIONS: '10' } });
  });
  afterAll(() => test.stop());

  const copy = (sql: string, signal = staying) =>
    test.context('counters').readModels.copy(sql, 'FORMAT csv, HEADER', signal);
  const copies = async () =>
    (
      await test
        .context('counters')
        .pool.query(`SELECT FROM pg_stat_activity WHERE query ~ '^COPY' AND state = 'active'`)
    ).rowCount;

  it('are what the query says, one time after the other on few connections', async () => {
    for (let time = 0; time < 12; time += 1)
      expect(await text(copy(`SELECT n, 'ș' AS t FROM generate_series(1, 2) n`))).toBe('n,t\n1,ș\n2,ș\n');
  });

  it('fail where the query fails, and others go on', async () => {
    for (let time = 0; time < 12; time += 1)
      await expect(text(copy('SELECT 1 / (n - 3) FROM generate_series(1, 5) n'))).rejects.toMatchObject({
        code: '22012',
      });
    expect(await test.context('counters').readModels.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('end for the server, too, where the reader takes no more', async () => {
    for await (const bytes of copy(endless)) {
      expect(bytes.length).toBeGreaterThan(0);
      break;
    }
    await until(async () => (await copies()) === 0, 'the query to end');
  });

  it.each([
    ['while they come', endless],
    ['before the first comes', 'SELECT pg_sleep(600)'],
  ])('end for the server, too, where a signal says so %s', async (_when, sql) => {
    const gone = new AbortController();
    const read = text(copy(sql, gone.signal));
    const told = expect(read).rejects.toMatchObject({ name: 'AbortError' });
    await until(async () => (await copies()) === 1, 'the query to run');
    gone.abort();
    await told;
    await until(async () => (await copies()) === 0, 'the query to end');
    expect(await text(copy('SELECT 1 AS one'))).toBe('one\n1\n');
  });
});
