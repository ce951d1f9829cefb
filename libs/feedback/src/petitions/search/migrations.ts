import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One row per petition: what it is found by, each a keyed hash (`BlindIndex`). It can be made anew out of the petitions. */
export class PetitionTokens1796450000000 implements MigrationInterface {
  name = 'PetitionTokens1796450000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE feedback.petition_tokens (petition_id text PRIMARY KEY, tokens bigint[] NOT NULL)`,
    );
    await runner.query(`CREATE INDEX ON feedback.petition_tokens USING gin (tokens)`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}

/** The version of the petition that a row was made of: what is written late replaces nothing newer. */
export class PetitionTokensVersion1796450900000 implements MigrationInterface {
  name = 'PetitionTokensVersion1796450900000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE feedback.petition_tokens ADD COLUMN version bigint NOT NULL DEFAULT 0`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
