import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Positions of a partition. */
const partitionSize = 1_000_000;

/** One row per public message, of every context, in one order; partitioned by position. */
export class MessageLog1797000000000 implements MigrationInterface {
  name = 'MessageLog1797000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}

const statements = [
  // Positions come in the order of commits and without holes: whoever gives them holds this row until its transaction has ended.
  `CREATE TABLE integrations.log (
     only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
     last bigint NOT NULL DEFAULT 0,
     first bigint NOT NULL DEFAULT 1,
     partitioned bigint NOT NULL DEFAULT 0,
     partition_size bigint NOT NULL DEFAULT ${partitionSize}
   )`,
  `COMMENT ON COLUMN integrations.log.last IS 'position of the newest message; 0: none yet'`,
  `COMMENT ON COLUMN integrations.log.first IS 'position of the oldest message that is kept'`,
  `COMMENT ON COLUMN integrations.log.partitioned IS 'last position for which there is a partition'`,
  `INSERT INTO integrations.log DEFAULT VALUES`,
  `CREATE TABLE integrations.messages (
     position bigint NOT NULL,
     logged_at timestamptz NOT NULL,
     id uuid NOT NULL,
     type text COLLATE "C" NOT NULL,
     key text COLLATE "C" NOT NULL,
     sequence bigint NOT NULL,
     envelope jsonb NOT NULL,
     data jsonb NOT NULL,
     PRIMARY KEY (position)
   ) PARTITION BY RANGE (position)`,
  `CREATE INDEX ON integrations.messages (type, position)`,
  `CREATE INDEX ON integrations.messages (key, position)`,
  `CREATE INDEX ON integrations.messages (logged_at)`,
];
