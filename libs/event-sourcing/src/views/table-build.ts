import type pg from 'pg';
import type { RecordedEvent } from '../event.js';
import { Fenced, type Lease } from '../postgres/leases.js';
import { transaction, unbounded } from '../postgres/pool.js';
import { copyRows, writeBound } from '../postgres/copy-rows.js';
import { bareTableDdl, type Row, type View } from './view.js';
import type { Generation } from './view-registry.js';
import { foldRows, isLocked, touchedKeys, type ViewTable } from './view-table.js';

/** Rows in memory. */
class Part {
  /** As the events leave them, by key. */
  readonly rows = new Map<string, Row>();
  /** The keys of those that the table does not hold like this; one without a row was taken away. */
  readonly changed = new Set<string>();
  /** The keys of those that the table holds. */
  readonly stored = new Set<string>();

  holds(key: string): boolean {
    return this.rows.has(key) || this.changed.has(key);
  }

  /** Puts a row here that the table holds, or will hold before this part is written. */
  put(key: string, row: Row): void {
    this.rows.set(key, row);
    this.stored.add(key);
  }

  *written(): Generator<Row> {
    for (const key of this.changed) {
      const row = this.rows.get(key);
      if (row) yield row;
    }
  }
}

/** Rows that are weighed in each batch. */
const weighed = 8;

/**
 * A table that is being built: events are folded in memory over many batches, and what they leave is written now and then with the position.
 * What is written leaves the memory, and is loaded again where later events touch it. The first rows go into a table without a primary
 * key, which is made after them.
 */
export class TableBuild {
  /** The position up to which events are folded. */
  position: number;
  /** The position up to which they are written. */
  private written: number;
  private empty: boolean;
  private part = new Part();
  /** Rows that are on their way into the table. */
  private leaving = new Part();
  private rowBytes = 0;
  /** The last write. Those after one that failed fail like it: they would leave its rows out. */
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly table: ViewTable,
    { position }: Pick<Generation, 'position'>,
    private readonly lease: Pick<Lease, 'consumer' | 'epoch'>,
  ) {
    this.position = position;
    this.written = position;
    this.empty = position === 0;
  }

  get view(): View {
    return this.table.view;
  }

  /** The size of the rows in memory as JSON, about. */
  get bytes(): number {
    return Math.max(this.part.rows.size, this.part.changed.size) * this.rowBytes;
  }

  /** The number of positions that would have to be read again. */
  get unwritten(): number {
    return this.position - this.written;
  }

  /** Folds events that the view handles, up to a position. */
  async take(events: readonly RecordedEvent[], to: number): Promise<void> {
    await this.fetch(touchedKeys(this.view, events));
    const changed = foldRows(this.view, events, this.part.rows);
    for (const key of changed) this.part.changed.add(key);
    this.position = to;
    this.weigh(changed);
  }

  /**
   * Takes what was folded out of the memory; answers how to write it with its position, whole or not at all, after what was taken out before.
   * Writing throws `Fenced` where the table is somebody else's now. Once it has thrown, nothing of this build is written any more.
   */
  detach(): () => Promise<void> {
    const { part, position } = this;
    this.part = new Part();
    this.leaving = part;
    return () => (this.writing = this.writing.then(() => this.write(part, position)));
  }

  private async write(part: Part, position: number): Promise<void> {
    if (position === this.written) return;
    await transaction(this.table.pool, async (client) => {
      await client.query(`SET LOCAL lock_timeout = '2s'`);
      await this.store(client, part);
      await this.move(client, position);
    });
    this.written = position;
    this.empty &&= part.rows.size === 0;
    if (this.leaving === part) this.leaving = new Part();
  }

  /** Brings rows back that events touch. */
  private async fetch(keys: readonly string[]): Promise<void> {
    const { part, leaving } = this;
    const unknown = keys.filter((key) => !part.holds(key));
    for (const key of unknown) {
      const row = leaving.rows.get(key);
      if (row && leaving.changed.has(key)) part.put(key, row);
    }
    const missing = unknown.filter((key) => !leaving.changed.has(key));
    if (this.empty || missing.length === 0) return;
    for (const [key, row] of await this.table.load(missing)) part.put(key, row);
  }

  private weigh(changed: ReadonlySet<string>): void {
    const sample = [...changed].slice(0, weighed).map((key) => JSON.stringify(this.part.rows.get(key) ?? key).length);
    if (sample.length === 0) return;
    const mean = sample.reduce((sum, length) => sum + length, 0) / sample.length;
    this.rowBytes = this.rowBytes === 0 ? mean : (this.rowBytes + mean) / 2;
  }

  private async store(client: pg.PoolClient, part: Part): Promise<void> {
    const { name, localName, schema, columns, keyColumn } = this.table;
    const anew = this.empty && part.rows.size > 0 && (await this.isAlone(client));
    const bare = anew ? bareTableDdl(this.view, schema, localName) : undefined;
    if (bare) for (const text of [`DROP TABLE ${name}`, bare.table]) await client.query(text);
    const replaced = [...part.changed].filter((key) => part.stored.has(key));
    if (replaced.length > 0)
      await client.query({
        text: `DELETE FROM ${name} WHERE ${keyColumn} = ANY ($1::text[])`,
        values: [replaced],
        ...writeBound,
      });
    await copyRows({ client, table: name, columns, frozen: bare !== undefined }, part.written());
    if (bare) await client.query({ text: bare.key, ...unbounded });
  }

  /** Locks the table for the transaction. False where somebody reads it for long, such as a backup: it takes rows, but cannot be made anew. */
  private async isAlone(client: pg.PoolClient): Promise<boolean> {
    await client.query('SAVEPOINT alone');
    try {
      await client.query(`LOCK TABLE ${this.table.name}`);
      return true;
    } catch (error) {
      if (!isLocked(error)) throw error;
      await client.query('ROLLBACK TO SAVEPOINT alone');
      return false;
    }
  }

  /** Comes last: until then, whoever claims the table need not wait. */
  private async move(client: pg.PoolClient, position: number): Promise<void> {
    const { schema, view, generation } = this.table;
    const { consumer, epoch } = this.lease;
    const { rowCount } = await client.query(
      `UPDATE ${schema}.views SET position = $1
       WHERE name = $2 AND version = $3 AND generation = $4 AND epoch = $5 AND position = $6 AND state = 'building'`,
      [position, view.name, view.version, generation, epoch, this.written],
    );
    if (rowCount !== 1) throw new Fenced(consumer);
  }
}
