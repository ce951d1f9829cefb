import type { Pool } from 'pg';

/** Whose data is neither published nor sent for the time being (GDPR art. 18), as a context was told. */
export class Restrictions {
  constructor(
    private readonly pool: Pick<Pool, 'query'>,
    private readonly schema: string,
  ) {}

  /** Those of these people whose data is restricted. */
  async among(subjects: readonly string[]): Promise<ReadonlySet<string>> {
    if (subjects.length === 0) return new Set();
    const { rows } = await this.pool.query<{ subject: string }>(
      `SELECT subject FROM ${this.schema}.restricted_subjects WHERE subject = ANY($1::uuid[])`,
      [subjects],
    );
    return new Set(rows.map(({ subject }) => subject));
  }
}
