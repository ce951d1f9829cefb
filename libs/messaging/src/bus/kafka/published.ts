import type { Lease } from '@ecou/event-sourcing';
import { Fenced, lazily } from '@ecou/event-sourcing';
import type { Pool } from 'pg';
import type { KafkaMessage, RecordMetadata } from 'kafkajs';
import { mapperName } from '../../outbox/mapper.js';
import { beginIncarnation } from '../../outbox/incarnation.js';
import type { Outbox } from '../../outbox/outbox.js';
import type { Logger } from '../../resilience/logger.js';
import { pause } from '../../resilience/loop.js';
import { Stopped } from '../../resilience/trouble.js';
import type { Cluster, Head } from './cluster.js';
import { readTail } from './topic-tail.js';

export interface PublishedOptions {
  readonly cluster: Cluster;
  readonly pool: Pool;
  readonly schema: string;
  readonly outbox: Outbox;
  readonly logger: Logger;
}

/** The offset behind the last record per topic and partition. */
export type Heads = ReadonlyMap<string, readonly Head[]>;

/** The topics, compared with what was noted as published. */
interface Found {
  /** Ids of the messages that stand there and were not noted. */
  readonly out: Set<string>;
  /** True where a topic ends before what was noted. */
  lost: boolean;
}

/** Ids that are looked up in one statement. */
const idsAtOnce = 10_000;

/**
 * The records that a context's outbox has published, compared with what stands in its topics. A topic with records that the outbox does
 * not know says that the database was set back; a topic that ends too early, that the brokers lost it.
 */
export class Published {
  /** The offsets behind the last records that it knows, by topic and partition. */
  private readonly ends = new Map<string, Map<number, number>>();

  constructor(private readonly options: PublishedOptions) {}

  /**
   * To be asked before anything is sent. An outbox that was set back begins an incarnation. `after`: the offset up to which the outbox
   * was published. Answers that offset, or 0 where a topic was lost and all must be sent again.
   */
  async compare(topics: readonly string[], after: number, signal: AbortSignal): Promise<number> {
    const noted = await this.noted();
    // Builds before this one noted nothing.
    const isNew = noted.size === 0 && after > 0;
    const heads = new Map<string, readonly Head[]>();
    const found: Found = { out: new Set(), lost: false };
    for (const topic of topics) {
      await this.options.cluster.ensure(topic, true);
      const there = await this.options.cluster.heads(topic);
      heads.set(topic, there);
      if (!isNew) await this.look(topic, noted.get(topic) ?? new Map<number, number>(), { there, found });
    }
    await this.judge(found, after, signal);
    await this.note(heads, found.lost);
    this.remember(heads);
    return found.lost ? 0 : after;
  }

  /** True where records were just sent to a place before the one where the topic ended: it was lost, and made anew by somebody. */
  isBehind(sent: Heads): boolean {
    return [...sent].some(([topic, heads]) =>
      heads.some(({ partition, offset }) => offset <= (this.ends.get(topic)?.get(partition) ?? 0)),
    );
  }

  private remember(heads: Heads): void {
    for (const [topic, found] of heads) {
      const ends = this.ends.get(topic) ?? new Map<number, number>();
      for (const { partition, offset } of found) ends.set(partition, offset);
      this.ends.set(topic, ends);
    }
  }

  private async look(
    topic: string,
    from: ReadonlyMap<number, number>,
    { there, found }: { readonly there: readonly Head[]; readonly found: Found },
  ): Promise<void> {
    const { cluster, schema } = this.options;
    // The mark of the last transaction may be missing.
    found.lost ||= there.some(({ partition, offset }) => offset < (from.get(partition) ?? 0) - 1);
    if (!there.some(({ partition, offset }) => offset > (from.get(partition) ?? 0))) return;
    const tail = { topic, from, heads: there, groupId: `ecou-${schema}-publisher` };
    await readTail(cluster, tail, (records) => {
      for (const id of idsOf(records)) found.out.add(id);
    });
  }

  private async unknown(ids: readonly string[]): Promise<readonly string[]> {
    const unknown: string[] = [];
    for (let from = 0; from < ids.length; from += idsAtOnce) {
      const some = ids.slice(from, from + idsAtOnce);
      const known = await this.options.outbox.known(some);
      unknown.push(...some.filter((id) => !known.has(id)));
    }
    return unknown;
  }

  /**
   * Begins an incarnation where messages were lost, or one is out that the outbox does not hold, also once all events have become messages: it
   * was set back.
   */
  private async judge({ out, lost }: Found, after: number, signal: AbortSignal): Promise<void> {
    const { pool, schema, logger } = this.options;
    const unknown = await this.unknown([...out]);
    if (unknown.length === 0 && !lost) return;
    await this.mapperCaughtUp(signal);
    const isSetBack = (await this.unknown(unknown)).length > 0;
    if (isSetBack) logger.warn({ context: schema }, setBackText);
    if (lost) logger.error({ context: schema }, lostText);
    if (isSetBack || lost) await beginIncarnation(pool, schema, lost ? undefined : { after, out: [...out] });
  }

  /** Moves the checkpoint of the publisher and notes where its records end, in one turn that does not wait for the disk. Throws `Fenced`. */
  async move({ consumer, epoch }: Lease, position: number, heads: Heads): Promise<void> {
    const { pool, schema } = this.options;
    this.remember(heads);
    const { topics, partitions, nexts } = columnsOf(heads);
    const { rowCount } = await pool.query({
      name: `move-published/${schema}`,
      text: `WITH moved AS (
               UPDATE ${schema}.checkpoints c SET position = $3, updated_at = now()
               FROM (${lazily}) fast
               WHERE c.consumer = $1 AND c.epoch = $2 RETURNING 1),
             noted AS (
               INSERT INTO ${schema}.published_heads (topic, partition, next)
               SELECT q.* FROM unnest($4::text[], $5::int[], $6::bigint[]) q, moved
               ON CONFLICT (topic, partition) DO UPDATE SET next = excluded.next)
             SELECT FROM moved`,
      values: [consumer, epoch, position, topics, partitions, nexts],
    });
    if (rowCount !== 1) throw new Fenced(consumer);
  }

  /** Until all that is in the database has become messages: what is out under its old sequence keeps it. */
  private async mapperCaughtUp(signal: AbortSignal): Promise<void> {
    const { pool, schema } = this.options;
    const { rows } = await pool.query<{ last: number }>(
      `SELECT coalesce(max(global_position), 0) AS last FROM ${schema}.events`,
    );
    const last = rows[0]?.last ?? 0;
    for (;;) {
      if (signal.aborted) throw new Stopped();
      const { rowCount } = await pool.query(
        `SELECT FROM ${schema}.checkpoints WHERE consumer = $1 AND position >= $2`,
        [mapperName, last],
      );
      if (last === 0 || rowCount === 1) return;
      await pause(100, signal);
    }
  }

  private async noted(): Promise<ReadonlyMap<string, ReadonlyMap<number, number>>> {
    const { pool, schema } = this.options;
    const { rows } = await pool.query<{ topic: string; partition: number; next: number }>(
      `SELECT topic, partition, next FROM ${schema}.published_heads`,
    );
    const noted = new Map<string, Map<number, number>>();
    for (const { topic, partition, next } of rows)
      noted.set(topic, (noted.get(topic) ?? new Map<number, number>()).set(partition, next));
    return noted;
  }

  /** Where all is to be sent again, the checkpoint says so in the same statement: what is noted would hide it after a crash. */
  private async note(heads: Heads, again: boolean): Promise<void> {
    const { pool, schema } = this.options;
    const { topics, partitions, nexts } = columnsOf(heads);
    await pool.query(
      `WITH begun AS (UPDATE ${schema}.checkpoints SET position = 0 WHERE consumer = 'publisher' AND $4)
       INSERT INTO ${schema}.published_heads (topic, partition, next)
       SELECT * FROM unnest($1::text[], $2::int[], $3::bigint[])
       ON CONFLICT (topic, partition) DO UPDATE SET next = excluded.next`,
      [topics, partitions, nexts, again],
    );
  }
}

const setBackText =
  'The database was set back: messages are out that it does not know. New ones get sequences that were never given.';
/** Whoever reads may know more than the outbox, which may have been set back as well. */
const lostText =
  'The brokers lost messages: all that the outbox holds is sent again, and new ones get sequences that were never given.';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const idsOf = (records: readonly KafkaMessage[]): readonly string[] =>
  records.flatMap(({ headers }) => {
    const id = headers?.['ce_id']?.toString();
    return id !== undefined && uuid.test(id) ? [id] : [];
  });

function columnsOf(heads: Heads): { topics: string[]; partitions: number[]; nexts: number[] } {
  const rows = [...heads].flatMap(([topic, found]) => found.map((head) => ({ topic, ...head })));
  return {
    topics: rows.map(({ topic }) => topic),
    partitions: rows.map(({ partition }) => partition),
    nexts: rows.map(({ offset }) => offset),
  };
}

/** The offsets at which the records of a transaction end: behind them stands its mark. */
export function headsBehind(
  answers: readonly RecordMetadata[],
  counts: ReadonlyMap<string, ReadonlyMap<number, number>>,
): Heads {
  const heads = new Map<string, Head[]>();
  for (const { topicName: topic, partition, baseOffset } of answers) {
    const count = counts.get(topic)?.get(partition);
    if (count === undefined || baseOffset === undefined || Number(baseOffset) < 0) continue;
    const head = { partition, offset: Number(baseOffset) + count + 1 };
    const known = heads.get(topic);
    if (known) known.push(head);
    else heads.set(topic, [head]);
  }
  return heads;
}
