import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The record that the star is made of, and the stars that were made of it. The tables of a star are made with it, by its definition. */
export class StarSchema1798000000000 implements MigrationInterface {
  name = 'StarSchema1798000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}

const statements = [
  `CREATE TABLE analytics.record (
     only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
     last bigint NOT NULL DEFAULT 0
   )`,
  `COMMENT ON COLUMN analytics.record.last IS 'position of the newest message; 0: none yet'`,
  `INSERT INTO analytics.record DEFAULT VALUES`,
  `CREATE TABLE analytics.messages (
     position bigint PRIMARY KEY,
     type text COLLATE "C" NOT NULL,
     key uuid NOT NULL,
     time timestamptz NOT NULL,
     data jsonb NOT NULL
   )`,
  `COMMENT ON TABLE analytics.messages IS 'every public message, in the order in which it came here; the words of recommendations are left out'`,
  `COMMENT ON COLUMN analytics.messages.time IS 'when its context recorded what it tells'`,
  `CREATE TABLE analytics.stars (
     star bigserial PRIMARY KEY,
     definition text NOT NULL,
     state text NOT NULL CHECK (state IN ('building', 'live', 'checking')),
     position bigint NOT NULL DEFAULT 0,
     target bigint,
     began_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     built_at timestamptz
   )`,
  `COMMENT ON COLUMN analytics.stars.definition IS 'names what its tables hold'`,
  `COMMENT ON COLUMN analytics.stars.position IS 'of the newest message that is in its tables'`,
  `COMMENT ON COLUMN analytics.stars.target IS 'of a copy that is checked: the position at which it is compared'`,
  `CREATE UNIQUE INDEX ON analytics.stars (state) WHERE state = 'live'`,
  `CREATE TABLE analytics.checks (
     id bigserial PRIMARY KEY,
     position bigint NOT NULL,
     began_at timestamptz NOT NULL,
     ended_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     found jsonb NOT NULL
   )`,
  `COMMENT ON TABLE analytics.checks IS 'comparisons of the live star with one that was made anew out of the record'`,
];
