import type { StoreMigration } from '@ecou/event-sourcing';
import pg from 'pg';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';

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

const lockName = 'ecou/migrations';

/**
 * Runs `migrate` while no other process of the deployment migrates the same database; makes the schema first, and the extension that text
 * search needs.
 */
export async function lockedMigration(
  databaseUrl: string,
  schema: string,
  migrate: () => Promise<void>,
): Promise<void> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'ecou migrations',
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [lockName]);
    await client.query('CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public');
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    await migrate();
  } finally {
    await client.end();
  }
}

/** Applies what is missing, each in a transaction of its own. */
export const runMigrations = async (dataSource: DataSource): Promise<void> => {
  await dataSource.runMigrations({ transaction: 'each' });
};
