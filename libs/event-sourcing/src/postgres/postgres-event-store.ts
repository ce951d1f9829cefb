import type pg from 'pg';
import type { RecordedEvent } from '../event.js';
import type { Batch, EventStore, ReadStreamOptions, Snapshot } from '../event-store.js';
import type { EventRegistry } from '../event-types.js';
import type { AppendResult, IdempotentAnswer, Unit } from '../unit.js';
import { Appender } from './append.js';
import { OrderedReader } from './ordered-reader.js';
import { makePartitions } from './partitions.js';
import { StreamReads } from './stream-reads.js';
import { WakeUp } from './wake-up.js';

export interface PostgresEventStoreOptions {
  /** From `createPool`. */
  readonly pool: pg.Pool;
  /** A plain lower-case name: the store's tables live here. */
  readonly schema: string;
  readonly registry: EventRegistry;
  /** The deployment's secret: keys the hashes of claims. */
  readonly secret: string;
  /** Milliseconds after which readers look even when nothing woke them. */
  readonly pollMs?: number;
}

const cleaningMs = 60_000;

/** The event store on PostgreSQL 15 or newer; its schema comes by `eventStoreMigrations`. */
export class PostgresEventStore implements EventStore {
  private readonly pool: pg.Pool;
  private readonly schema: string;
  private readonly appender: Appender;
  private readonly reader: OrderedReader;
  private readonly streams: StreamReads;
  private readonly wakeUp: WakeUp;
  private cleaning: NodeJS.Timeout | undefined;
  /** True where partitions could not be made, or what has expired not be removed, the last time. */
  cleaningFailed = false;

  constructor({ pool, schema, registry, secret, pollMs = 500 }: PostgresEventStoreOptions) {
    if (!/^[a-z][a-z0-9_]*$/.test(schema)) throw new Error(`${schema} is not a plain lower-case name.`);
    this.pool = pool;
    this.schema = schema;
    this.appender = new Appender(pool, schema, registry, secret);
    this.reader = new OrderedReader(pool, schema, registry);
    this.streams = new StreamReads(pool, schema);
    this.wakeUp = new WakeUp(pool, `ecou_${schema}`, pollMs);
  }

  /** Begins to listen and to remove what has expired. Throws where commits would not be durable. */
  async start(): Promise<void> {
    const { rows } = await this.pool.query<{ synchronous_commit: string }>('SHOW synchronous_commit');
    if (rows[0]?.synchronous_commit === 'off')
      throw new Error('PostgreSQL runs with synchronous_commit=off: acknowledged events could be lost. Turn it on.');
    await makePartitions(this.pool, this.schema);
    this.wakeUp.start();
    this.cleaning = setInterval(() => void this.clean(), cleaningMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.cleaning);
    await this.wakeUp.stop();
  }

  async append(unit: Unit): Promise<AppendResult> {
    const result = await this.appender.append(unit);
    if (result.status === 'ok') this.wakeUp.committed();
    return result;
  }

  async readStream(stream: string, options?: ReadStreamOptions): Promise<RecordedEvent[]> {
    const rows = await this.streams.read(stream, options);
    return rows.map((row) => this.reader.decode(row));
  }

  read(after: number, limit: number, types?: readonly string[]): Promise<Batch> {
    return this.reader.read(after, limit, types);
  }

  /** The events of types after a position, as the table has them at this moment, and not as they were read before. */
  readAgain(after: number, limit: number, types: readonly string[]): Promise<Batch> {
    return this.reader.readAgain(after, limit, types);
  }

  horizon(): Promise<number> {
    return this.reader.horizon();
  }

  /** The last position that was handed out, settled or not: no event stands behind it. */
  async head(): Promise<number> {
    const { rows } = await this.pool.query<{ head: number }>(
      `SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS head FROM ${this.schema}.global_position_seq`,
    );
    return rows[0]?.head ?? 0;
  }

  async positionAt(time: string): Promise<number> {
    const horizon = await this.horizon();
    // The newest event is looked for near the time first, where the index on recorded_at leads at once.
    for (const window of ['1 hour', '1 day', '30 days', '1000 years']) {
      const { rows } = await this.pool.query<{ position: number | null }>(
        `SELECT max(global_position) AS position FROM ${this.schema}.events
         WHERE recorded_at <= $1 AND recorded_at > $1::timestamptz - $2::interval AND global_position <= $3`,
        [time, window, horizon],
      );
      const position = rows[0]?.position;
      if (position) return position;
    }
    return 0;
  }

  async findSnapshot(stream: string, code: string): Promise<Snapshot | null> {
    const { rows } = await this.pool.query<Snapshot>({
      name: `snapshot/${this.schema}`,
      text: `SELECT version, position, recorded_at AS "recordedAt", state FROM ${this.schema}.snapshots WHERE stream_id = $1 AND code = $2`,
      values: [stream, code],
    });
    return rows[0] ?? null;
  }

  async saveSnapshot(stream: string, code: string, snapshot: Snapshot): Promise<void> {
    const { version, position, recordedAt, state } = snapshot;
    await this.pool.query(
      `WITH others AS (DELETE FROM ${this.schema}.snapshots WHERE stream_id = $1 AND code <> $2)
       INSERT INTO ${this.schema}.snapshots AS s (stream_id, code, version, position, recorded_at, state) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (stream_id, code) DO UPDATE
         SET version = EXCLUDED.version, position = EXCLUDED.position, recorded_at = EXCLUDED.recorded_at, state = EXCLUDED.state
         WHERE s.version < EXCLUDED.version`,
      [stream, code, version, position, recordedAt, JSON.stringify(state)],
    );
  }

  async findClaim(scope: string, value: string): Promise<string | null> {
    const { rows } = await this.pool.query<{ stream_id: string }>(
      `SELECT stream_id FROM ${this.schema}.claims WHERE scope = $1 AND key = decode($2, 'hex')`,
      [scope, this.appender.claimKey(scope, value)],
    );
    return rows[0]?.stream_id ?? null;
  }

  async lastNumber(register: string): Promise<number> {
    const { rows } = await this.pool.query<{ last: string }>(
      `SELECT last FROM ${this.schema}.numbers WHERE register = $1`,
      [register],
    );
    return Number(rows[0]?.last ?? 0);
  }

  async findAnswer(idempotencyKey: string): Promise<IdempotentAnswer | null> {
    const { rows } = await this.pool.query<IdempotentAnswer>(
      `SELECT encode(body_hash, 'hex') AS "bodyHash", status, stream_id AS stream, version, position, number
       FROM ${this.schema}.answers WHERE key = decode($1, 'hex') AND expires_at > now()`,
      [idempotencyKey],
    );
    return rows[0] ?? null;
  }

  async inbox(consumer: string, source: string, keys: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const { rows } = await this.pool.query<{ key: string; last_sequence: number }>(
      `SELECT key, last_sequence FROM ${this.schema}.inbox WHERE consumer = $1 AND source = $2 AND key = ANY ($3)`,
      [consumer, source, keys],
    );
    return new Map(rows.map(({ key, last_sequence: sequence }) => [key, sequence]));
  }

  onAppended(wake: () => void): () => void {
    return this.wakeUp.on(wake);
  }

  /** Rows of events that stand in no partition of their own; counted up to 1,000. */
  async unpartitioned(): Promise<number> {
    const { rows } = await this.pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM (SELECT FROM ${this.schema}.events_default LIMIT 1000) found`,
    );
    return rows[0]?.count ?? 0;
  }

  private async clean(): Promise<void> {
    this.cleaningFailed = await this.removeExpired().then(
      () => false,
      () => true,
    );
  }

  private async removeExpired(): Promise<void> {
    await makePartitions(this.pool, this.schema);
    await this.pool.query(`DELETE FROM ${this.schema}.answers WHERE expires_at < now()`);
  }
}
