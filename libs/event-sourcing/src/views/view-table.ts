import type pg from 'pg';
import type { RecordedEvent } from '../event.js';
import type { Column } from '../postgres/copy-rows.js';
import { transaction, unbounded } from '../postgres/pool.js';
import { indexDdl, relationOf, snakeCase, type Row, type View } from './view.js';

/** True where somebody else holds what a statement wanted, for longer than it may wait (`lock_not_available`). */
export const isLocked = (error: unknown): boolean => (error as { code?: string }).code === '55P03';

/** A row under other names; those that are not known are left out. */
function renamed(row: Row, names: ReadonlyMap<string, string>): Row {
  const other: Row = {};
  for (const name in row) {
    const known = names.get(name);
    if (known !== undefined) other[known] = row[name] as unknown;
  }
  return other;
}

/** The rows that a batch of events touches, as it leaves them. */
interface Changes {
  readonly written: readonly Row[];
  readonly removed: readonly string[];
}

/** The keys that a batch touches, each once. */
export const touchedKeys = (view: View, events: readonly RecordedEvent[]): string[] => [
  ...new Set(events.flatMap((event) => view.keys(event))),
];

/** The columns that hold times. */
const timesOf = (view: View): string[] =>
  Object.entries(view.columns).flatMap(([name, type]) => (/^timestamptz\b/i.test(type) ? [name] : []));

/** The row with its times in one spelling, the one that code sees: ISO 8601 in UTC, to the millisecond. */
function inUtc(row: Row, times: readonly string[]): Row {
  const spelled = times.flatMap((name): [string, string][] =>
    typeof row[name] === 'string' ? [[name, new Date(row[name]).toISOString()]] : [],
  );
  return spelled.every(([name, time]) => row[name] === time) ? row : { ...row, ...Object.fromEntries(spelled) };
}

/** Folds a batch over rows by key; the map is changed in place. Answers the keys whose rows are different now. */
export function foldRows(view: View, events: readonly RecordedEvent[], rows: Map<string, Row>): Set<string> {
  const changed = new Set<string>();
  const times = timesOf(view);
  const beside = (key: string) => rows.get(key);
  for (const event of events) {
    for (const key of view.keys(event)) {
      const before = rows.get(key);
      const after = view.evolve(before, event, key, beside);
      if (after === undefined || after === before) continue;
      changed.add(key);
      if (after === null) rows.delete(key);
      else rows.set(key, inUtc(after, times));
    }
  }
  return changed;
}

/** From which position a batch goes to which, and by whom. */
export interface Move {
  /** The position at which the table must stand already. */
  readonly from: number;
  readonly to: number;
  readonly epoch: number;
}

/** One table of a view (a version in a generation), and the position up to which it is built. */
export class ViewTable {
  /** Those that are written: all that the database does not compute. */
  readonly columns: readonly Column[];
  private readonly columnNames: ReadonlyMap<string, string>;
  /** The properties of all columns. */
  private readonly properties: ReadonlyMap<string, string>;
  private readonly times: readonly string[];
  readonly keyColumn: string;

  constructor(
    readonly pool: pg.Pool,
    readonly schema: string,
    readonly view: View,
    readonly generation: number,
  ) {
    const all = Object.entries(view.columns).map(([property, type]) => ({ property, name: snakeCase(property), type }));
    this.columns = all.filter(({ type }) => !/\bGENERATED ALWAYS\b/i.test(type));
    this.columnNames = new Map(this.columns.map(({ property, name }) => [property, name]));
    this.properties = new Map(all.map(({ property, name }) => [name, property]));
    this.times = timesOf(view);
    this.keyColumn = snakeCase(view.key);
  }

  /** Name of the table in its schema. */
  get localName(): string {
    return `${relationOf(this.view)}_${this.generation}`;
  }

  /** Qualified name of the table. */
  get name(): string {
    return `${this.schema}.${this.localName}`;
  }

  /**
   * Makes the indexes, unless they are there, and the statistics: much faster on a full table than row by row. It is vacuumed, too, since what is
   * counted from an index alone takes pages that are known to be visible to all.
   */
  async makeIndexes(): Promise<void> {
    await transaction(this.pool, async (client) => {
      await client.query(`SET LOCAL lock_timeout = '5s'`);
      const { rowCount } = await client.query(
        `SELECT FROM pg_index WHERE indrelid = to_regclass($1) AND NOT indisprimary`,
        [this.name],
      );
      if (rowCount) return;
      for (const text of indexDdl(this.view, this.schema, this.localName)) await client.query({ text, ...unbounded });
    });
    await this.pool.query({ text: `VACUUM (ANALYZE) ${this.name}`, ...unbounded });
  }

  /**
   * Ends the sessions of this context, of whatever process, that write the table. One that is frozen in the middle of a COPY is cancelled by no
   * timeout of the server. Who only reads, as backups do, is left alone.
   */
  async endWriters(): Promise<void> {
    await this.pool.query(
      `SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE pid <> pg_backend_pid()
         AND datname = current_database() AND regexp_replace(application_name, ' #.*', '') = regexp_replace($2, ' #.*', '')
         AND pid IN (SELECT pid FROM pg_locks WHERE relation = to_regclass($1) AND mode <> 'AccessShareLock')`,
      [this.name, this.pool.options.application_name],
    );
  }

  /** Tells the planner what the table holds now. */
  async analyze(): Promise<void> {
    await this.pool.query({ text: `ANALYZE ${this.name}`, ...unbounded });
  }

  /**
   * Applies a batch of events that the view handles, and moves the position, in one statement. Answers false, and changes nothing, where the epoch is not the table's any
   * more, or the table stands before `from`: after a crash of the server it may have lost its last moments.
   */
  async apply(events: readonly RecordedEvent[], { from, to, epoch }: Move): Promise<boolean> {
    const { written, removed } = await this.changes(events);
    const removes = removed.length > 0;
    const { rowCount } = await this.pool.query({
      // Without a name where rows are removed: a plan that is kept from the time when the table was small would read all of it.
      ...(removes ? {} : { name: `apply/${this.name}` }),
      text: this.applySql(removes),
      values: [
        to,
        this.view.name,
        this.view.version,
        this.generation,
        epoch,
        JSON.stringify(written.map((row) => renamed(row, this.columnNames))),
        from,
        ...(removes ? [removed] : []),
      ],
    });
    return rowCount === 1;
  }

  /** The rows of these keys, as far as there are some. */
  async load(keys: readonly string[]): Promise<Map<string, Row>> {
    // Without a name: a plan that is kept from the time when the table was small would read all of it.
    const { rows } = await this.pool.query<{ row: Row }>({
      text: `SELECT to_jsonb(t) AS row FROM ${this.name} t WHERE ${this.keyColumn} = ANY ($1::text[])`,
      values: [keys],
    });
    return new Map(
      rows.map(({ row }) => [String(row[this.keyColumn]), inUtc(renamed(row, this.properties), this.times)]),
    );
  }

  private async changes(events: readonly RecordedEvent[]): Promise<Changes> {
    const keys = touchedKeys(this.view, events);
    if (keys.length === 0) return { written: [], removed: [] };
    const folded = await this.load(keys);
    const changed = foldRows(this.view, events, folded);
    const written: Row[] = [];
    const removed: string[] = [];
    for (const key of changed) {
      const row = folded.get(key);
      if (row) written.push(row);
      else removed.push(key);
    }
    return { written, removed };
  }

  private applySql(removes: boolean): string {
    const columns = this.columns.map(({ name }) => name);
    const others = columns.filter((column) => column !== this.keyColumn);
    const update = others.map((column) => `${column} = EXCLUDED.${column}`).join(', ');
    const removed = `removed AS (DELETE FROM ${this.name} WHERE ${this.keyColumn} = ANY ($8::text[]) AND EXISTS (SELECT FROM fence)),`;
    return `WITH fence AS (
        UPDATE ${this.schema}.views SET position = greatest(position, $1)
        WHERE name = $2 AND version = $3 AND generation = $4 AND epoch = $5 AND position >= $7 AND state <> 'retired' RETURNING 1),
      ${removes ? removed : ''}
      written AS (INSERT INTO ${this.name} (${columns.join(', ')})
        SELECT ${columns.join(', ')} FROM jsonb_populate_recordset(NULL::${this.name}, $6) WHERE EXISTS (SELECT FROM fence)
        ON CONFLICT (${this.keyColumn}) DO ${others.length > 0 ? `UPDATE SET ${update}` : 'NOTHING'})
      SELECT FROM fence`;
  }
}
