import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The public log of registrations: leaves, the tiles of their tree, signed checkpoints and what witnesses signed. */
export class TransparencyLog1797100000000 implements MigrationInterface {
  name = 'TransparencyLog1797100000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}

const statements = [
  // Leaves come in the order of commits and without holes: whoever adds some holds this row until its transaction has ended.
  `CREATE TABLE integrations.transparency_log (
     only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
     size bigint NOT NULL DEFAULT 0
   )`,
  `INSERT INTO integrations.transparency_log DEFAULT VALUES`,
  `CREATE TABLE integrations.transparency_leaves (
     index bigint PRIMARY KEY,
     entry bytea NOT NULL
   )`,
  // The hash of a leaf, by RFC 6962.
  `CREATE INDEX ON integrations.transparency_leaves (sha256('\\x00'::bytea || entry))`,
  `CREATE TABLE integrations.transparency_tiles (
     level smallint NOT NULL,
     index bigint NOT NULL,
     hashes bytea NOT NULL,
     PRIMARY KEY (level, index)
   )`,
  `CREATE TABLE integrations.transparency_checkpoints (
     size bigint PRIMARY KEY,
     note text NOT NULL,
     signed_at timestamptz NOT NULL DEFAULT clock_timestamp()
   )`,
  `CREATE TABLE integrations.transparency_cosignatures (
     size bigint NOT NULL,
     key text COLLATE "C" NOT NULL,
     line text NOT NULL,
     PRIMARY KEY (size, key)
   )`,
];
