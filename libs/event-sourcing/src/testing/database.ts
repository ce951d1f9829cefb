import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { eventStoreMigrations } from '../postgres/migrations.js';
import { createPool, transaction } from '../postgres/pool.js';

export interface TestDatabase {
  readonly url: string;
  readonly pool: pg.Pool;
  drop(): Promise<void>;
}

/** A fresh database, with the store's schema where one is asked for; on the server that `ECOU_TEST_POSTGRES_URL` names, or another. */
export async function testDatabase(
  schema?: string,
  server = process.env['ECOU_TEST_POSTGRES_URL'],
): Promise<TestDatabase> {
  if (!server) throw new Error('ECOU_TEST_POSTGRES_URL names no PostgreSQL for tests.');
  const name = `ecou_test_${randomBytes(6).toString('hex')}`;
  const admin = async (statement: string) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await admin(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const pool = createPool(url.href, { max: 20 });
  if (schema) await migrateStore(pool, schema);
  return {
    url: url.href,
    pool,
    drop: async () => {
      await pool.end();
      await admin(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** Applies the store's migrations to an empty schema. */
export async function migrateStore(pool: pg.Pool, schema: string): Promise<void> {
  for (const migration of eventStoreMigrations) {
    await transaction(pool, async (client) => {
      for (const statement of migration.up(schema)) await client.query(statement);
    });
  }
}
