import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Times of the last and the next check of links. */
export class LinkChecks1799000000000 implements MigrationInterface {
  name = 'LinkChecks1799000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}

const statements = [
  `CREATE TABLE facilities.link_checks (
     id uuid PRIMARY KEY,
     url text NOT NULL,
     host text NOT NULL,
     state text NOT NULL DEFAULT 'unchecked' CHECK (state IN ('unchecked', 'ok', 'broken')),
     since timestamptz NOT NULL,
     due_at timestamptz NOT NULL,
     checked_at timestamptz,
     failures integer NOT NULL DEFAULT 0,
     failing_since timestamptz,
     status integer,
     note text
   )`,
  `COMMENT ON COLUMN facilities.link_checks.state IS 'broken is written before the fact is, and ok after it'`,
  `COMMENT ON COLUMN facilities.link_checks.failures IS 'in a row, up to the last check'`,
  `COMMENT ON COLUMN facilities.link_checks.status IS 'of the last check; null: there was no answer'`,
  `COMMENT ON COLUMN facilities.link_checks.note IS 'why the last check did not find it working'`,
  `CREATE INDEX ON facilities.link_checks (due_at)`,
  `CREATE INDEX ON facilities.link_checks (since, id)`,
  `CREATE TABLE facilities.link_scan (
     only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
     position bigint NOT NULL DEFAULT 0
   )`,
  `COMMENT ON COLUMN facilities.link_scan.position IS 'links of facilities that changed up to this position stand in link_checks'`,
  `INSERT INTO facilities.link_scan DEFAULT VALUES`,
];
