import type { Message } from '@ecou/contracts';
import { Fenced, type Lease, unbounded } from '@ecou/event-sourcing';
import type { Pool } from 'pg';
import type { Db } from '../consumer/held-messages.js';

/** A message before the outbox gives it its sequence; `position` is that of its event, and `data` are JSON already. */
export type Draft = Omit<Message, 'sequence' | 'data'> & { readonly position: number; readonly data: string };

/** A draft as the outbox takes it. It weighs less than its fields while it waits. */
export function textOf({ id, topic, type, key, position, data, ...envelope }: Draft): string {
  const rest = JSON.stringify({ id, topic, type, key, position, envelope });
  return `${rest.slice(0, -1)},"data":${data}}`;
}

/** A message as it stands in the outbox: offsets have no holes, and grow in the order of commits. */
export type OutboxRow = Message & { readonly offset: number };

/** The channel of wake-ups about new messages; the payload is the schema of the outbox. */
export const outboxChannel = 'ecou_outbox';

interface Row {
  readonly offset: number;
  readonly id: string;
  readonly topic: string;
  readonly type: string;
  readonly key: string;
  readonly sequence: number;
  readonly envelope: Omit<Message, 'id' | 'topic' | 'type' | 'key' | 'sequence' | 'data'>;
  readonly data: object;
  readonly before?: number | null;
}

/** A message with the last sequence of its key ahead of it; null: there is none. */
export type LinkedRow = OutboxRow & { readonly before?: number | null };

/** Messages of a topic behind an offset. */
export interface Stretch {
  readonly topic: string;
  readonly after: number;
  /** The offset of the last that may be among them; any without it. */
  readonly to?: number;
  /** Types; all without it. */
  readonly types?: ReadonlySet<string>;
}

/** Conditions on rows of the archive, and on messages. */
interface Wanted {
  readonly archived: string;
  readonly each: string;
  readonly isLinked?: boolean;
}

/** A move of the mapper's checkpoint, under its lease. */
export interface Move {
  readonly lease: Lease;
  /** The position of the last event that was mapped. */
  readonly position: number;
}

/**
 * The messages of a context, in the order in which they are published. Only the mapper writes, behind the lock of its checkpoint,
 * which is what makes the counters free of gaps and doubles.
 */
export class Outbox {
  constructor(
    private readonly pool: Pool,
    private readonly schema: string,
  ) {}

  /**
   * Writes messages, given by the texts of their drafts, and moves the mapper's checkpoint with them: one statement, and one transaction where `db` is in none. A move without
   * messages does not wait for the disk, unless `db` is in a transaction with others. Throws `Fenced`.
   */
  async write({ lease, position }: Move, drafts: readonly string[], db: Db = this.pool): Promise<void> {
    const { rows } = await db.query<{ written: boolean }>({
      name: `write-outbox/${this.schema}`,
      text: `SELECT ${this.schema}.write_outbox($1, $2, $3, $4, $5, $6) AS written`,
      values: [lease.consumer, lease.epoch, lease.ttlMs, position, `[${drafts.join(',')}]`, db === this.pool],
    });
    if (!rows[0]?.written) throw new Fenced(lease.consumer);
  }

  /**
   * The messages after an offset, in order; of one topic, or of all. Those of the archive come first; no more rows of it are unpacked than are
   * needed, since nothing is sorted that stands in order already.
   */
  async read(after: number, limit: number, topic?: string): Promise<readonly OutboxRow[]> {
    if (topic === undefined) return this.select('all', { archived: 'true', each: 'true' }, [after, limit]);
    return this.select('topic', { archived: '$3 = ANY (topics)', each: 'topic = $3' }, [after, limit, topic]);
  }

  /** Those of a topic, or of some of its types, each with the sequence ahead of it. */
  readLinked({ topic, types, after, to }: Stretch, limit: number): Promise<readonly LinkedRow[]> {
    return this.select(
      'linked',
      {
        archived: '$3 = ANY (topics) AND ($5::bigint IS NULL OR first <= $5)',
        each: 'topic = $3 AND ($4::text[] IS NULL OR type = ANY ($4)) AND ($5::bigint IS NULL OR "offset" <= $5)',
        isLinked: true,
      },
      [after, limit, topic, types ? [...types] : null, to ?? null],
    );
  }

  private async select(what: string, wanted: Wanted, values: unknown[]): Promise<readonly LinkedRow[]> {
    const { schema } = this;
    const { archived, each, isLinked = false } = wanted;
    // Whatever is archived is whole: nothing of a key is missing there.
    const ahead = `coalesce(
      (SELECT p.sequence FROM ${schema}.outbox p WHERE p.topic = o.topic AND p.key = o.key AND p.sequence < o.sequence ORDER BY p.sequence DESC LIMIT 1),
      CASE WHEN EXISTS (SELECT FROM ${schema}.outbox_archive) THEN o.sequence - 1 END)`;
    const { rows } = await this.pool.query<Row>({
      name: `outbox ${schema} ${what}`,
      text: `WITH archived AS MATERIALIZED (
               SELECT m.* ${isLinked ? ', m.sequence - 1 AS before' : ''}
               FROM (SELECT messages FROM ${schema}.outbox_archive WHERE last > $1 AND ${archived} ORDER BY last OFFSET 0) a
               CROSS JOIN LATERAL jsonb_to_recordset(a.messages) m (${columns})
               WHERE m."offset" > $1 AND ${each} LIMIT $2)
             SELECT * FROM archived
             UNION ALL
             (SELECT "offset", id, topic, type, key, sequence, envelope, data ${isLinked ? `, ${ahead} AS before` : ''} FROM ${schema}.outbox o
              WHERE "offset" > $1 AND ${each} ORDER BY "offset" LIMIT $2 - (SELECT count(*) FROM archived))`,
      values,
    });
    return rows.map(({ envelope, ...row }) => ({ ...envelope, ...row }));
  }

  /** The last offset that was given; 0 where there is none. */
  async head(): Promise<number> {
    const { rows } = await this.pool.query<{ last: number }>(
      `SELECT last FROM ${this.schema}.outbox_counters WHERE (topic, key) = ('', '')`,
    );
    return rows[0]?.last ?? 0;
  }

  /** The number of messages after an offset; an archived one counts whatever its topic is. */
  async count(after: number, topic: string): Promise<number> {
    const { rows } = await this.pool.query<{ count: number }>(
      `SELECT (SELECT count(*) FROM ${this.schema}.outbox WHERE topic = $2 AND "offset" > $1)
         + (SELECT coalesce(sum(last - greatest(first - 1, $1)), 0) FROM ${this.schema}.outbox_archive WHERE last > $1)::bigint AS count`,
      [after, topic],
    );
    return rows[0]?.count ?? 0;
  }

  /** The ids of those of these messages that stand in it. Whatever is not found at once is looked for in the archive, which takes long. */
  async known(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const { rows } = await this.pool.query<{ id: string }>(
      `SELECT id FROM ${this.schema}.outbox WHERE id = ANY($1::uuid[])`,
      [ids],
    );
    const known = new Set(rows.map(({ id }) => id));
    const unknown = ids.filter((id) => !known.has(id));
    if (unknown.length > 0) for (const id of await this.archived(unknown)) known.add(id);
    return known;
  }

  private async archived(ids: readonly string[]): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ id: string }>({
      text: `SELECT m.id FROM ${this.schema}.outbox_archive a, jsonb_to_recordset(a.messages) m (id uuid) WHERE m.id = ANY($1::uuid[])`,
      values: [ids],
      ...unbounded,
    });
    return rows.map(({ id }) => id);
  }

  /** Tells the readers that there is something new. */
  async notify(): Promise<void> {
    await this.pool.query('SELECT pg_notify($1, $2)', [outboxChannel, this.schema]);
  }
}

/** Columns of an archived message that are read. */
const columns =
  '"offset" bigint, id uuid, topic text, type text, key text, sequence bigint, envelope jsonb, data jsonb';
