import type { Leadership, Leases } from '@ecou/event-sourcing';
import type { Pool } from 'pg';
import { timerSource } from './policies/timer-policy.js';
import type { Logger } from './resilience/logger.js';
import { loop } from './resilience/loop.js';
import { describe } from './resilience/trouble.js';

/** Days for which things are kept as they are; what is not named is kept for ever. */
export interface Retention {
  /** Messages of the outbox that are not archived. */
  readonly archiveDays?: number | undefined;
  /** Rows of the inbox about timers that have fired, one for each firing. */
  readonly firingsDays?: number | undefined;
  readonly rejectionsDays?: number | undefined;
  /** Messages that stand on Kafka. */
  readonly outboxDays?: number | undefined;
}

export interface HousekeeperOptions {
  readonly pool: Pool;
  readonly schema: string;
  readonly leases: Leases;
  readonly logger: Logger;
  readonly retention: Retention;
  /** True where topics keep what the outbox forgets. */
  readonly onKafka: boolean;
}

const idleMs = 3_600_000;
/** Rows in a transaction. */
const batchSize = 5_000;
/** Messages in a row of the archive. */
const archivedTogether = 500;

/** Archives and removes, by the rules of an operator, what is seldom or never needed any more; one process at a time. */
export class Housekeeper {
  /** True where the last attempt of this process failed. */
  failed = false;

  constructor(private readonly options: HousekeeperOptions) {}

  start(): Leadership {
    const { leases, logger, schema } = this.options;
    const onError = (error: unknown) => {
      this.failed = true;
      logger.warn({ context: schema, error: describe(error).text }, 'What is kept too long could not be removed.');
    };
    return leases.lead('housekeeper', (_, signal) => loop({ signal, idleMs, onError }, () => this.keepHouse()));
  }

  /** Takes a batch of each kind. True where there may be more. */
  async keepHouse(): Promise<boolean> {
    const { retention, onKafka } = this.options;
    const { firingsDays, rejectionsDays, outboxDays, archiveDays } = retention;
    const full = [
      firingsDays !== undefined && (await this.removeFirings(firingsDays)),
      rejectionsDays !== undefined && (await this.removeRejections(rejectionsDays)),
      outboxDays !== undefined && onKafka && (await this.removePublished(outboxDays)),
      archiveDays !== undefined && (await this.archive(archiveDays)),
    ];
    this.failed = false;
    return full.includes(true);
  }

  /** A timer that is gone cannot fire again for that time; one that stands in a queue may. */
  private async removeFirings(days: number): Promise<boolean> {
    const { schema } = this.options;
    return this.remove(
      `DELETE FROM ${schema}.inbox WHERE ctid = ANY (ARRAY(
         SELECT i.ctid FROM ${schema}.inbox i WHERE i.source = $3
           AND split_part(i.key, '/', 2)::timestamptz < now() - make_interval(days => $1)
           AND NOT EXISTS (SELECT FROM ${schema}.timers t WHERE t.id = split_part(i.key, '/', 1)::uuid)
           AND NOT EXISTS (SELECT FROM ${schema}.parked p WHERE p.source = i.source AND p.key = i.key)
         LIMIT $2))`,
      [days, batchSize, timerSource],
    );
  }

  private async removeRejections(days: number): Promise<boolean> {
    const { schema } = this.options;
    return this.remove(
      `DELETE FROM ${schema}.rejections WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM ${schema}.rejections WHERE at < now() - make_interval(days => $1) LIMIT $2))`,
      [days, batchSize],
    );
  }

  /** Only what the publisher has passed. Offsets grow with time, so that the first that is too young ends it. */
  private async removePublished(days: number): Promise<boolean> {
    const { schema } = this.options;
    await this.remove(
      `DELETE FROM ${schema}.outbox_archive WHERE newest < now() - make_interval(days => $1) AND last <= ${this.published}`,
      [days],
    );
    return this.remove(
      `WITH first AS (
         SELECT "offset", (envelope->>'time')::timestamptz < now() - make_interval(days => $1) AS old FROM ${schema}.outbox
         WHERE "offset" <= ${this.published} ORDER BY "offset" LIMIT $2)
       DELETE FROM ${schema}.outbox WHERE "offset" <= coalesce(
         (SELECT min("offset") - 1 FROM first WHERE NOT old), (SELECT max("offset") FROM first))`,
      [days, batchSize],
    );
  }

  /** Puts the oldest messages into one row of the archive, once there are enough of them; whoever reads the outbox finds them there. */
  private async archive(days: number): Promise<boolean> {
    const { schema, onKafka, pool } = this.options;
    const { rowCount } = await pool.query(
      `WITH oldest AS MATERIALIZED (
         SELECT o.*, (envelope->>'time')::timestamptz AS at FROM ${schema}.outbox o
         WHERE "offset" > coalesce((SELECT max(last) FROM ${schema}.outbox_archive), 0)
         ${onKafka ? `AND "offset" <= ${this.published}` : ''} ORDER BY "offset" LIMIT $2),
       archived AS (
         INSERT INTO ${schema}.outbox_archive (last, first, newest, topics, messages)
         SELECT max("offset"), min("offset"), max(at), array_agg(DISTINCT topic), jsonb_agg(to_jsonb(o) - 'at' ORDER BY "offset") FROM oldest o
         HAVING count(*) = $2 AND max(at) < now() - make_interval(days => $1) RETURNING first, last)
       DELETE FROM ${schema}.outbox o USING archived a WHERE o."offset" BETWEEN a.first AND a.last`,
      [days, archivedTogether],
    );
    return rowCount === archivedTogether;
  }

  /** SQL for the last offset that is known to be on Kafka. */
  private get published(): string {
    return `(SELECT position FROM ${this.options.schema}.checkpoints WHERE consumer = 'publisher')`;
  }

  /** Answers whether there may be more to remove. */
  private async remove(statement: string, values: readonly unknown[]): Promise<boolean> {
    const { rowCount } = await this.options.pool.query(statement, [...values]);
    return rowCount === batchSize;
  }
}
