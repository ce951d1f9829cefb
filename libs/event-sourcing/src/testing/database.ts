import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { installFunctions } from '../postgres/functions.js';
import { eventStoreMigrations } from '../postgres/migrations.js';
import { createPool, transaction } from '../postgres/pool.js';

export interface TestDatabase {
  readonly url: string;
  readonly pool: pg.Pool;
  drop(): Promise<void>;
}

/** The content that a database has from the start. It is made once per run of tests (`ECOU_TEST_RUN`), and copied from then on. */
export interface Template {
  /** Tells apart what is made differently: the names and the text of migrations. */
  readonly key: string;
  /** Fills an empty database. No connection may be left open. */
  readonly prepare: (url: string) => Promise<void>;
}

type Admin = Pick<pg.Client, 'query'>;

/**
 * A fresh database, empty or from a template; on the server that `ECOU_TEST_POSTGRES_URL` names, or another. A schema stands for a
 * template with the store in it.
 */
export async function testDatabase(
  holding?: string | Template,
  server = process.env['ECOU_TEST_POSTGRES_URL'],
): Promise<TestDatabase> {
  if (!server) throw new Error('ECOU_TEST_POSTGRES_URL names no PostgreSQL for tests.');
  const name = `ecou_test_${randomBytes(6).toString('hex')}`;
  const template = typeof holding === 'string' ? storeIn(holding) : holding;
  await asAdmin(server, async (admin) => {
    const from = template ? `TEMPLATE ${await templateOf(admin, server, template)}` : '';
    await admin.query(`CREATE DATABASE ${name} ${from}`);
  });
  const url = urlOf(server, name);
  const pool = createPool(url, { max: 20 });
  return {
    url,
    pool,
    drop: async () => {
      await pool.end();
      await asAdmin(server, (admin) => admin.query(`DROP DATABASE ${name} WITH (FORCE)`));
    },
  };
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

async function asAdmin<T>(server: string, act: (admin: Admin) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  return act(client).finally(() => client.end());
}

/** The name of a template's database. Whoever asks first makes it; others wait, in other processes too. A half-made one has another name. */
async function templateOf(admin: Admin, server: string, { key, prepare }: Template): Promise<string> {
  const run = process.env['ECOU_TEST_RUN'] ?? '';
  const name = `ecou_template_${run}_${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
  await admin.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [name]);
  const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  if (rowCount === 0) {
    const draft = `${name}_draft`;
    await admin.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${draft}`);
    await prepare(urlOf(server, draft));
    await admin.query(`ALTER DATABASE ${draft} RENAME TO ${name}`);
  }
  await admin.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [name]);
  return name;
}

const storeIn = (schema: string): Template => ({
  key: JSON.stringify(['store', schema]),
  prepare: (url) => withPool(url, (pool) => migrateStore(pool, schema)),
});

/** Does something over a pool that is closed afterwards. */
export async function withPool(url: string, act: (pool: pg.Pool) => Promise<void>): Promise<void> {
  const pool = createPool(url, { max: 1 });
  await act(pool).finally(() => pool.end());
}

/** Applies the store's migrations to an empty schema, and installs its functions. */
export async function migrateStore(pool: pg.Pool, schema: string): Promise<void> {
  for (const migration of eventStoreMigrations) {
    await transaction(pool, async (client) => {
      for (const statement of migration.up(schema)) await client.query(statement);
    });
  }
  await installFunctions(pool, schema);
}
