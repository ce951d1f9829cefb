import { createHash } from 'node:crypto';
import type { StoreMigration } from '@ecou/event-sourcing';
import pg from 'pg';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { BootError } from '../config/boot-error.js';

export type MigrationClass = new () => MigrationInterface;

/** TypeORM orders migrations by the 13 digits at the end of their names: the store's come first. */
const base = 1_000_000_000_000;

const nameOf = (name: string, index: number): string => (/\d{13}$/.test(name) ? name : `${name}_${base + index}`);

/** Statements that are written for any schema, as TypeORM migrations of one. */
export const wrapMigrations = (migrations: readonly StoreMigration[], schema: string): MigrationClass[] =>
  migrations.map(
    (migration, index) =>
      class implements MigrationInterface {
        readonly name = nameOf(migration.name, index);

        async up(runner: QueryRunner): Promise<void> {
          for (const statement of migration.up(schema)) await runner.query(statement);
        }

        down(): Promise<void> {
          return Promise.reject(new Error('Migrations only go forward.'));
        }
      },
  );

/** The name of the lock under which a database is migrated. */
export const migrationLock = 'ecou/migrations';

/**
 * Runs `migrate` while no other process of the deployment migrates the same database; makes the schema first, and the extension that text
 * search needs.
 */
export async function lockedMigration<T>(
  databaseUrl: string,
  schema: string,
  migrate: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'ecou migrations',
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [migrationLock]);
    await client.query('CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public');
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    return await migrate(client);
  } finally {
    await client.end();
  }
}

/** Hash of the statements of a migration, which are the same wherever it runs. */
export async function checksumOf(migration: MigrationInterface): Promise<string> {
  const statements: string[] = [];
  const query = (statement: string) => {
    statements.push(statement);
    return Promise.resolve([]);
  };
  // No more of a runner is there: what a migration does must not depend on the database.
  await migration.up({ query } as unknown as QueryRunner);
  return createHash('sha256').update(JSON.stringify(statements)).digest('hex');
}

/**
 * Applies what is missing, each in a transaction of its own, and keeps the checksum of each. Throws `BootError` where one was edited after
 * it had been applied; those of a newer build are none of this one's.
 */
export async function runMigrations(dataSource: DataSource, client: pg.Client, schema: string): Promise<void> {
  await client.query(
    `CREATE TABLE IF NOT EXISTS ${schema}.migration_checksums (name text PRIMARY KEY, checksum text NOT NULL)`,
  );
  const { rows } = await client.query<{ name: string; checksum: string }>(
    `SELECT name, checksum FROM ${schema}.migration_checksums`,
  );
  const applied = new Map(rows.map(({ name, checksum }) => [name, checksum]));
  const checksums = await Promise.all(
    dataSource.migrations.map(async (migration) => [migration.name ?? '', await checksumOf(migration)] as const),
  );
  const edited = checksums.flatMap(([name, checksum]) => ((applied.get(name) ?? checksum) === checksum ? [] : [name]));
  if (edited.length > 0)
    throw new BootError(`Migrations of ${schema} were edited after they had been applied: ${edited.join(', ')}.`);
  await dataSource.runMigrations({ transaction: 'each' });
  await client.query(
    `INSERT INTO ${schema}.migration_checksums (name, checksum) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING`,
    [checksums.map(([name]) => name), checksums.map(([, checksum]) => checksum)],
  );
}
