import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The people who were made analysts. The roles themselves are the server's. */
export class Analysts1798100000000 implements MigrationInterface {
  name = 'Analysts1798100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE analytics.analysts (
      name text PRIMARY KEY,
      created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      created_by text NOT NULL,
      rotated_at timestamptz,
      revoked_at timestamptz,
      revoked_by text
    )`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
