import { installFunctions } from '@ecou/event-sourcing';
import { migrateStore, testDatabase, withPool, type TestDatabase } from '@ecou/event-sourcing/testing';
import type { Pool } from 'pg';
import { messagingMigrations } from '../migrations.js';
import { messagingFunctions } from '../outbox/write-outbox.js';

/** A database with the tables of the store and of messaging in some schemas. */
export const messagingDatabase = (...schemas: string[]): Promise<TestDatabase> =>
  testDatabase({
    key: JSON.stringify(['messaging', ...schemas]),
    prepare: (url) =>
      withPool(url, async (pool) => {
        for (const schema of schemas) await migrateMessaging(pool, schema);
      }),
  });

export async function migrateMessaging(pool: Pool, schema: string): Promise<void> {
  await migrateStore(pool, schema);
  for (const { up } of messagingMigrations) for (const statement of up(schema)) await pool.query(statement);
  await installFunctions(pool, schema, messagingFunctions);
}
