import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EventRegistry } from '../event-types.js';
import { counted, counterEvents, counterStream, plainUnit } from '../testing/counter.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { installFunctions } from './functions.js';
import { PostgresEventStore } from './postgres-event-store.js';

let database: TestDatabase;

beforeEach(async () => {
  database = await testDatabase('es');
});
afterEach(() => database.drop());

const body = async (name = 'append_streams') => {
  const { rows } = await database.pool.query<{ body: string; row: string }>(
    `SELECT prosrc AS body, xmin::text AS row FROM pg_proc WHERE pronamespace = 'es'::regnamespace AND proname = $1`,
    [name],
  );
  return rows[0];
};

/** Puts a function in the place of the one that is called, as another build would. */
const replace = async (text: string) => {
  const { rows } = await database.pool.query<{ definition: string }>(
    `SELECT pg_get_functiondef('es.append_streams'::regproc) AS definition`,
  );
  const definition = rows[0]?.definition ?? '';
  await database.pool.query(
    definition.replace(/AS \$function\$[^]*\$function\$/, () => `AS $function$${text}$function$`),
  );
};

const broken = '\nBEGIN RAISE EXCEPTION $m$from an older build$m$; END ';

describe('the functions of the store', () => {
  it('are put in the place of those of an older build, and the store works by them', async () => {
    const before = await body();
    expect(before?.body).toMatch(/^ -- version [1-9][0-9]*\n/);
    await replace(broken);
    expect((await body())?.body).toBe(broken);
    await installFunctions(database.pool, 'es');
    expect((await body())?.body).toBe(before?.body);
    const store = new PostgresEventStore({
      ...{ pool: database.pool, schema: 'es', secret: 's' },
      registry: new EventRegistry([counterEvents]),
    });
    const units = [1, 2].map(() => plainUnit(counterStream(), 0, counted()));
    const results = await Promise.all(units.map((unit) => store.append(unit)));
    expect(results.map(({ status }) => status)).toEqual(['ok', 'ok']);
  });

  it('are made again where one is gone', async () => {
    await database.pool.query('DROP FUNCTION es.inflight');
    await installFunctions(database.pool, 'es');
    expect(await body('inflight')).toBeDefined();
  });

  it('stay as they are where nothing is different', async () => {
    const before = await body();
    await installFunctions(database.pool, 'es');
    expect(await body()).toEqual(before);
  });

  it('of a newer build are left alone', async () => {
    const newer = ` -- version 1000\n${broken}`;
    await replace(newer);
    await installFunctions(database.pool, 'es');
    expect((await body())?.body).toBe(newer);
  });
});
