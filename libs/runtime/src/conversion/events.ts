import {
  type Encryption,
  encryptPlain,
  envelopesIn,
  plainCodec,
  plainIn,
  same,
  type Vault,
  withEnvelopes,
} from '@ecou/event-sourcing';
import { hasPlain, type StoredSchema } from './plain.js';

/** Events in a statement. */
const together = 2_000;

interface Partition {
  readonly name: string;
  /** As `ATTACH PARTITION` takes it. */
  readonly bound: string;
}

interface Row {
  readonly position: number;
  readonly stream: string;
  readonly data: unknown;
}

interface Pair {
  readonly position: number;
  readonly before: unknown;
  readonly after: unknown;
}

/** All that must not change, beside the data. */
const others = ['stream_id', 'version', 'event_id', 'type', 'schema_version', 'metadata', 'recorded_at'];

/**
 * The events of a schema, copied with their plain envelopes encrypted. An event is never written over: each partition with plain values is copied
 * beside itself, the copy is compared with it, event by event, and takes its place in one transaction; the partition stays in a schema of its own
 * until somebody drops it. A copy that was broken off goes on where it ended.
 */
export class EventCopies {
  constructor(
    private readonly schema: StoredSchema,
    private readonly encryption: Encryption,
    private readonly vault: Vault,
  ) {}

  /** Answers the number of events that hold encrypted values now, and did not before. */
  async convert(): Promise<number> {
    let converted = 0;
    for (const partition of await this.partitions())
      if (await this.isPlain(partition)) converted += await this.convertOne(partition);
    await this.schema.query(`DROP SCHEMA IF EXISTS ${this.schema.copies}`);
    return converted;
  }

  private partitions(): Promise<Partition[]> {
    return this.schema.query<Partition>(
      `SELECT c.relname AS name, pg_get_expr(c.relpartbound, c.oid) AS bound FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
       WHERE i.inhparent = to_regclass($1) ORDER BY 1`,
      [`${this.schema.name}.events`],
    );
  }

  private async isPlain({ name }: Partition): Promise<boolean> {
    const rows = await this.schema.query(`SELECT FROM ${this.schema.name}.${name} WHERE ${hasPlain('data')} LIMIT 1`);
    return rows.length > 0;
  }

  private async convertOne(partition: Partition): Promise<number> {
    const { schema } = this;
    const { name } = partition;
    if (await schema.exists(`${schema.kept}.${name}`))
      throw new Error(
        `${schema.kept}.${name} still keeps events as they stood before an earlier run: look at it, and drop it first (--drop).`,
      );
    await schema.query(`CREATE SCHEMA IF NOT EXISTS ${schema.copies}`);
    const [before, copy] = [`${schema.name}.${name}`, `${schema.copies}.${name}`];
    await schema.query(`CREATE TABLE IF NOT EXISTS ${copy} (LIKE ${before} INCLUDING ALL)`);
    await this.copy(before, copy);
    const compared = await this.compared(before, copy).catch(async (error: unknown) => {
      // It may have been begun before somebody wrote, or carried out a redaction.
      await schema.query(`DROP TABLE ${copy}`);
      throw error;
    });
    await this.swap(partition);
    await schema.query(`ANALYZE ${before}`);
    return compared;
  }

  private async compared(before: string, copy: string): Promise<number> {
    await this.compareRows(before, copy);
    return this.compareValues(before, copy);
  }

  private async copy(before: string, copy: string): Promise<void> {
    const { schema } = this;
    for (;;) {
      const [range] = await schema.query<{ after: number; to: number | null }>(
        `WITH done AS (SELECT coalesce(max(global_position), 0) AS after FROM ${copy})
         SELECT after, (SELECT max(p) FROM (
           SELECT global_position AS p FROM ${before} WHERE global_position > done.after ORDER BY 1 LIMIT ${together}) next) AS to FROM done`,
      );
      const { after = 0, to = null } = range ?? {};
      if (to === null) return;
      const rows = await schema.query<Row>(
        `SELECT global_position AS position, stream_id AS stream, data FROM ${before}
         WHERE global_position > $1 AND global_position <= $2 AND ${hasPlain('data')}`,
        [after, to],
      );
      const encrypted = await encryptPlain(
        this.encryption,
        rows.map(({ stream, data }) => ({ stream, value: data })),
      );
      await schema.query(
        `INSERT INTO ${copy} (global_position, data, ${others.join(', ')})
         SELECT e.global_position, coalesce(n.data::jsonb, e.data), ${others.map((column) => `e.${column}`).join(', ')} FROM ${before} e
         LEFT JOIN unnest($3::bigint[], $4::text[]) n (position, data) ON n.position = e.global_position
         WHERE e.global_position > $1 AND e.global_position <= $2 ORDER BY 1`,
        [after, to, rows.map(({ position }) => position), encrypted.map((data) => JSON.stringify(data))],
      );
    }
  }

  /** Throws where events are missing, or differ in more than encrypted values. */
  private async compareRows(before: string, copy: string): Promise<void> {
    const [counts] = await this.schema.query<{ before: number; after: number; equal: number }>(
      `SELECT (SELECT count(*) FROM ${before}) AS before, (SELECT count(*) FROM ${copy}) AS after, (
         SELECT count(*) FROM ${before} o JOIN ${copy} c USING (global_position)
         WHERE ${others.map((column) => `o.${column} = c.${column}`).join(' AND ')} AND (o.data = c.data OR ${hasPlain('o.data')})) AS equal`,
    );
    if (counts?.before !== counts?.after || counts?.before !== counts?.equal)
      throw new Error(`The copy of ${before} is not the same: run the command again, while nobody writes.`);
  }

  /** Answers the number of events that are encrypted in the copy. Throws where one does not say the same. */
  private async compareValues(before: string, copy: string): Promise<number> {
    let compared = 0;
    for (let after = 0; ;) {
      const pairs = await this.schema.query<Pair>(
        `SELECT o.global_position AS position, o.data AS before, c.data AS after FROM ${before} o JOIN ${copy} c USING (global_position)
         WHERE o.global_position > $1 AND ${hasPlain('o.data')} ORDER BY 1 LIMIT ${together}`,
        [after],
      );
      const last = pairs.at(-1);
      if (!last) return compared;
      const erased = await this.erasedIn(pairs);
      for (const pair of pairs) await this.mustSayTheSame(pair, erased, before);
      compared += pairs.length;
      after = last.position;
    }
  }

  private async erasedIn(pairs: readonly Pair[]): Promise<ReadonlySet<string>> {
    const subjects = new Set(pairs.flatMap(({ before }) => plainIn(before).map(({ subject }) => subject)));
    const keys = await this.encryption.keysFor([...subjects]);
    return new Set([...subjects].filter((subject) => !keys.get(subject)));
  }

  private async mustSayTheSame(pair: Pair, erased: ReadonlySet<string>, before: string): Promise<void> {
    if (await this.saysTheSame(pair, erased)) return;
    throw new Error(`The event at ${pair.position} in ${before} is not the same in its copy: run the command again.`);
  }

  /** True where a value that was not plain is what it was, and one that was opens to the same, unless its person was erased. */
  private async saysTheSame({ before, after }: Pair, erased: ReadonlySet<string>): Promise<boolean> {
    const bare = (value: unknown) => withEnvelopes(value, ({ subject }) => ({ subject, codec: '', value: null }));
    if (!same(bare(before), bare(after)) || plainIn(after).length > 0) return false;
    const encrypted = envelopesIn(after);
    for (const [index, envelope] of envelopesIn(before).entries()) {
      const other = encrypted[index];
      if (!other) return false;
      if (envelope.codec !== plainCodec) {
        if (!same(envelope, other)) return false;
      } else if (!erased.has(envelope.subject) && !same(await this.vault.open(other), envelope.value)) return false;
    }
    return true;
  }

  private async swap({ name, bound }: Partition): Promise<void> {
    const { schema } = this;
    await schema.atOnce(async () => {
      for (const statement of [
        `CREATE SCHEMA IF NOT EXISTS ${schema.kept}`,
        `ALTER TABLE ${schema.name}.events DETACH PARTITION ${schema.name}.${name}`,
        `ALTER TABLE ${schema.name}.${name} SET SCHEMA ${schema.kept}`,
        `ALTER TABLE ${schema.copies}.${name} SET SCHEMA ${schema.name}`,
        `ALTER TABLE ${schema.name}.events ATTACH PARTITION ${schema.name}.${name} ${bound}`,
      ])
        await schema.query(statement);
    });
  }
}
