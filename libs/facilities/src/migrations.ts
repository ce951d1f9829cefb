import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Trigrams for the map's index of text; `cube` for version 1 of the map, which builds before version 2 read and build. */
const extensions = ['pg_trgm', 'cube'];

/**
 * Both extensions are trusted, so the owner of a database may create them. They go into `public`, where every context of the database
 * finds them; one that is there already needs no right.
 */
export class FacilitiesExtensions1790000000001 implements MigrationInterface {
  name = 'FacilitiesExtensions1790000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const extension of extensions) await runner.query(`CREATE EXTENSION IF NOT EXISTS ${extension} SCHEMA public`);
  }

  /** They stay: others may use them. */
  async down(): Promise<void> {}
}
