import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordedEvent } from '../event.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { TableBuild } from './table-build.js';
import { tableDdl, type View } from './view.js';
import { ViewTable } from './view-table.js';

let database: TestDatabase;

beforeEach(async () => {
  database = await testDatabase('es');
});

afterEach(() => database.drop());

const rowsOf = async (relation: string): Promise<object[]> => {
  const { rows } = await database.pool.query<{ row: object }>(
    `SELECT to_jsonb(t) AS row FROM es.${relation} t ORDER BY id`,
  );
  return rows.map(({ row }) => row);
};

describe('rows of every kind', () => {
  interface Kinds {
    id: string;
    words: string | null;
    list: readonly (string | null)[];
    facts: unknown;
    flag: boolean;
    whole: number | null;
    real: number | null;
    at: string | null;
  }

  const kinds: View<Kinds> = {
    name: 'kinds',
    version: 1,
    key: 'id',
    columns: {
      id: 'text',
      words: 'text',
      list: 'text[] NOT NULL',
      facts: 'jsonb',
      flag: 'boolean NOT NULL',
      whole: 'bigint',
      real: 'double precision',
      at: 'timestamptz',
    },
    handles: ['Set'],
    keys: ({ data }) => [(data as { key: string }).key],
    evolve: (row, { data }, key) => {
      const { change } = data as { change: Partial<Kinds> | null };
      if (change === null) return null;
      const none = { words: null, list: [], facts: null, flag: false, whole: null, real: null, at: null };
      return { ...none, ...row, ...change, id: key };
    },
  };

  const words = fc.string({
    unit: fc.constantFrom('a', 'ș', '"', '\\', '\t', '\n', '\r', ',', '{', '}', ' ', 'NULL', "'"),
  });
  const change = fc.record(
    {
      words: fc.option(words),
      list: fc.array(fc.option(words), { maxLength: 3 }),
      facts: fc.option(
        fc.oneof(words, fc.integer(), fc.boolean(), fc.array(words), fc.dictionary(words, fc.option(words))),
      ),
      flag: fc.boolean(),
      whole: fc.option(fc.maxSafeInteger()),
      real: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
      at: fc.option(fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-03-29T02:30:00.123+03:00')),
    },
    { requiredKeys: [] },
  );
  const step = fc.record({
    key: fc.constantFrom('a', 'b', 'c', 'd'),
    change: fc.option(change, { freq: 5 }),
    /** True where what is in memory is written before it. */
    written: fc.boolean(),
  });

  it('are the same, whether they were built, or kept up event by event', async () => {
    for (const statement of [1, 2].map((generation) => tableDdl(kinds, 'es', `kinds_v1_${generation}`)))
      await database.pool.query(statement);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        await database.pool.query('DELETE FROM es.views; DELETE FROM es.kinds_v1_1; DELETE FROM es.kinds_v1_2');
        await database.pool.query(
          `INSERT INTO es.views (name, version, generation, definition_hash, state, epoch)
           VALUES ('kinds', 1, 1, '', 'live', 1), ('kinds', 1, 2, '', 'building', 1)`,
        );
        const live = new ViewTable(database.pool, 'es', kinds, 1);
        const build = new TableBuild(
          new ViewTable(database.pool, 'es', kinds, 2),
          { position: 0 },
          { consumer: 'c', epoch: 1 },
        );
        let writing = Promise.resolve();
        for (const [index, { key, change: made, written }] of steps.entries()) {
          const position = index + 1;
          const event = { position, type: 'Set', data: { key, change: made } } as unknown as RecordedEvent;
          if (written) {
            await writing;
            // It is not waited for: what is on its way into the table is known.
            writing = build.detach()();
          }
          await Promise.all([
            live.apply([event], { from: index, to: position, epoch: 1 }),
            build.take([event], position),
          ]);
        }
        await writing;
        await build.detach()();
        expect(await rowsOf('kinds_v1_2')).toEqual(await rowsOf('kinds_v1_1'));
      }),
      { numRuns: 60 },
    );
  });
});
