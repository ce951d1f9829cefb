import type { Pool, PoolClient } from 'pg';
import { transaction } from '@ecou/event-sourcing';
import type { ErasedSubject } from '../context/feature.js';
import type { RunSql } from '../context/own-tables.js';

/** A person in a stream, from a position on. */
export interface SubjectInStream {
  readonly subject: string;
  readonly stream: string;
  readonly position: number;
}

/** A keyed hash by which a person is found. */
export interface SubjectToken {
  readonly subject: string;
  readonly token: string;
}

/** The removal of what a context keeps of people, in one transaction. */
export interface Cleaning {
  readonly subjects: readonly ErasedSubject[];
  /** Scopes of claims. */
  readonly scopes: readonly string[];
  readonly erase: (run: RunSql) => Promise<void>;
}

/** The tables of people of a context: who stands in which stream, by what they are found, who was erased, whose data is restricted. */
export class SubjectsIndex {
  constructor(
    private readonly pool: Pool,
    private readonly schema: string,
  ) {}

  /** Adds what is not known yet; nothing of people who were erased but the streams. Those of them who come along are answered. */
  put(places: readonly SubjectInStream[], tokens: readonly SubjectToken[]): Promise<string[]> {
    const { schema } = this;
    return this.locked('_shared', async (client) => {
      await client.query(
        `INSERT INTO ${schema}.subjects (subject, stream_id, position)
         SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[]) AS p (subject, stream_id, position) ORDER BY 1, 2
         ON CONFLICT DO NOTHING`,
        [places.map(({ subject }) => subject), places.map(({ stream }) => stream), places.map((one) => one.position)],
      );
      const { rows } = await client.query<{ subject: string }>(
        `SELECT subject FROM ${schema}.erased_subjects WHERE subject = ANY($1::uuid[])`,
        [places.map(({ subject }) => subject)],
      );
      const erased = new Set(rows.map(({ subject }) => subject));
      const kept = tokens.filter(({ subject }) => !erased.has(subject));
      await client.query(
        `INSERT INTO ${schema}.subject_tokens (subject, token)
         SELECT * FROM unnest($1::uuid[], $2::bigint[]) AS t (subject, token) ORDER BY 1, 2 ON CONFLICT DO NOTHING`,
        [kept.map(({ subject }) => subject), kept.map(({ token }) => token)],
      );
      return [...erased];
    });
  }

  /** People who are found by every one of these tokens, at most `limit`. */
  async find(tokens: readonly string[], limit: number): Promise<string[]> {
    const { rows } = await this.pool.query<{ subject: string }>(
      `SELECT subject FROM ${this.schema}.subject_tokens WHERE token = ANY($1::bigint[])
       GROUP BY subject HAVING count(*) = $2 ORDER BY subject LIMIT $3`,
      [tokens, new Set(tokens).size, limit],
    );
    return rows.map(({ subject }) => subject);
  }

  /** The streams of each of these people whom the context knows, in the order in which they came. */
  async streamsOf(subjects: readonly string[]): Promise<ErasedSubject[]> {
    const { rows } = await this.pool.query<ErasedSubject>(
      `SELECT s.subject, array_agg(s.stream_id ORDER BY s.position, s.stream_id) AS streams,
         coalesce(array_agg(s.stream_id ORDER BY s.position, s.stream_id) FILTER (WHERE s.position = f.first), '{}') AS own
       FROM ${this.schema}.subjects s
       CROSS JOIN LATERAL (SELECT min(position) AS first FROM ${this.schema}.subjects o WHERE o.stream_id = s.stream_id) f
       WHERE s.subject = ANY($1::uuid[]) GROUP BY s.subject ORDER BY s.subject`,
      [subjects],
    );
    return rows;
  }

  /** Everybody who stands in a stream, in the order in which they came. */
  async in(stream: string): Promise<string[]> {
    const { rows } = await this.pool.query<{ subject: string }>(
      `SELECT subject FROM ${this.schema}.subjects WHERE stream_id = $1 ORDER BY position, subject`,
      [stream],
    );
    return rows.map(({ subject }) => subject);
  }

  /** Those of these people who were erased. */
  async erased(subjects: readonly string[]): Promise<ReadonlySet<string>> {
    const { rows } = await this.pool.query<{ subject: string }>(
      `SELECT subject FROM ${this.schema}.erased_subjects WHERE subject = ANY($1::uuid[])`,
      [subjects],
    );
    return new Set(rows.map(({ subject }) => subject));
  }

  /** Marks people as erased: nothing of them is indexed from now on. */
  async markErased(subjects: readonly string[], erasureId: string): Promise<void> {
    await this.locked('', (client) =>
      client.query(
        `INSERT INTO ${this.schema}.erased_subjects (subject, erasure_id) SELECT s, $2 FROM unnest($1::uuid[]) s ON CONFLICT DO NOTHING`,
        [subjects, erasureId],
      ),
    );
  }

  async setRestricted(subjects: readonly string[], requestId: string, restricted: boolean): Promise<void> {
    await this.pool.query(
      restricted
        ? `INSERT INTO ${this.schema}.restricted_subjects (subject, request_id) SELECT s, $2 FROM unnest($1::uuid[]) s ON CONFLICT DO NOTHING`
        : `DELETE FROM ${this.schema}.restricted_subjects WHERE subject = ANY($1::uuid[]) AND request_id = $2`,
      [subjects, requestId],
    );
  }

  /** Removes tokens and claims of people, and what rooms keep; answers how many claims went. */
  clean({ subjects, scopes, erase }: Cleaning): Promise<number> {
    const { schema } = this;
    return transaction(this.pool, async (client) => {
      const ids = subjects.map(({ subject }) => subject);
      await client.query(`DELETE FROM ${schema}.subject_tokens WHERE subject = ANY($1::uuid[])`, [ids]);
      await client.query(`DELETE FROM ${schema}.restricted_subjects WHERE subject = ANY($1::uuid[])`, [ids]);
      const { rowCount } = await client.query(
        `DELETE FROM ${schema}.claims WHERE stream_id = ANY($1::text[]) AND scope = ANY($2::text[])`,
        [subjects.flatMap(({ own }) => own), scopes],
      );
      await erase(async (sql, parameters = []) => (await client.query(sql, [...parameters])).rows as never);
      return rowCount ?? 0;
    });
  }

  /** True where no event of these types stands between the checkpoint of a consumer of the context's own events and a position. */
  async hasCaughtUp(consumer: string, types: readonly string[], upTo: number): Promise<boolean> {
    const { schema } = this;
    const { rowCount } = await this.pool.query(
      `SELECT FROM ${schema}.events WHERE type = ANY($2::text[])
         AND global_position > coalesce((SELECT position FROM ${schema}.checkpoints WHERE consumer = $1), 0)
         AND global_position <= $3 LIMIT 1`,
      [consumer, types, upTo],
    );
    return rowCount === 0;
  }

  /** Nobody is marked as erased between the look at the marks and what is written after it. */
  private locked<T>(kind: '' | '_shared', work: (client: PoolClient) => Promise<T>): Promise<T> {
    return transaction(this.pool, async (client) => {
      await client.query(`SELECT pg_advisory_xact_lock${kind}(hashtextextended($1, 0))`, [`${this.schema}.subjects`]);
      return work(client);
    });
  }
}
