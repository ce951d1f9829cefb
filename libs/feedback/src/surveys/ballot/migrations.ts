import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One row per questionnaire that is answered by ballot, rewritten whole by each step (0054). The sealed columns are not compressed, which could tell
 * something of what is in them, and what was overwritten is vacuumed soon.
 */
export class BallotBoxes1790000000101 implements MigrationInterface {
  name = 'BallotBoxes1790000000101';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE feedback.ballot_boxes (
         questionnaire_id uuid PRIMARY KEY,
         public_key bytea NOT NULL,
         private_key bytea NOT NULL,
         used bytea NOT NULL,
         waiting bytea NOT NULL
       ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 50,
               toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 1000)`,
    );
    for (const column of ['used', 'waiting']) {
      await runner.query(`ALTER TABLE feedback.ballot_boxes ALTER COLUMN ${column} SET STORAGE EXTERNAL`);
    }
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
