import { migrateStore, testDatabase, type TestDatabase } from '@ecou/event-sourcing/testing';
import type { Pool } from 'pg';
import { messagingMigrations } from '../migrations.js';

/** A database with the ordersContext of the store and of messaging in some schemas. */
export async function messagingDatabase(...schemas: string[]): Promise<TestDatabase> {
  const database = await testDatabase();
  for (const schema of schemas) await migrateMessaging(database.pool, schema);
  return database;
}

export async function migrateMessaging(pool: Pool, schema: string): Promise<void> {
  await migrateStore(pool, schema);
  for (const { up } of messagingMigrations) for (const statement of up(schema)) await pool.query(statement);
}
