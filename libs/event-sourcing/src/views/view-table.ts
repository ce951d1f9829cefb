import type pg from 'pg';
import type { RecordedEvent } from '../event.js';
import { transaction, unbounded } from '../postgres/pool.js';
import { indexDdl, snakeCase, type Row, type View } from './view.js';

const camelCase = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

const renamed = (row: Row, rename: (name: string) => string): Row =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [rename(name), value]));

/** The rows that a batch of events touches, as it leaves them. */
export interface Changes {
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
  for (const event of events) {
    for (const key of view.keys(event)) {
      const before = rows.get(key);
      const after = view.evolve(before, event, key);
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
  private readonly columns: readonly string[];
  private readonly keyColumn: string;

  constructor(
    private readonly pool: pg.Pool,
    private readonly schema: string,
    readonly view: View,
    readonly generation: number,
  ) {
    this.columns = Object.entries(view.columns)
      .filter(([, type]) => !/\bGENERATED ALWAYS\b/i.test(type))
      .map(([name]) => snakeCase(name));
    this.keyColumn = snakeCase(view.key);
  }

  /** Name of the table in its schema. */
  get localName(): string {
    return `${this.view.name}_v${this.view.version}_${this.generation}`;
  }

  /** Qualified name of the table. */
  get name(): string {
    return `${this.schema}.${this.localName}`;
  }

  /** Makes the indexes, unless they are there: much faster on a full table than row by row. */
  async makeIndexes(): Promise<void> {
    await transaction(this.pool, async (client) => {
      const { rowCount } = await client.query(
        `SELECT FROM pg_index WHERE indrelid = to_regclass($1) AND NOT indisprimary`,
        [this.name],
      );
      if (rowCount) return;
      for (const text of indexDdl(this.view, this.schema, this.localName)) await client.query({ text, ...unbounded });
    });
  }

  /**
   * Applies a batch and moves the position, in one statement. Answers false, and changes nothing, where the epoch is not the table's any
   * more, or the table stands before `from`: after a crash of the server it may have lost its last moments.
   */
  async apply(events: readonly RecordedEvent[], { from, to, epoch }: Move): Promise<boolean> {
    const { written, removed } = await this.changes(events);
    const { rowCount } = await this.pool.query({
      name: `apply/${this.name}`,
      text: this.applySql,
      values: [
        to,
        this.view.name,
        this.view.version,
        this.generation,
        epoch,
        JSON.stringify(written.map((row) => renamed(row, snakeCase))),
        removed,
        from,
      ],
    });
    return rowCount === 1;
  }

  private async changes(events: readonly RecordedEvent[]): Promise<Changes> {
    const relevant = events.filter(({ type }) => this.view.handles.includes(type));
    const keys = touchedKeys(this.view, relevant);
    if (keys.length === 0) return { written: [], removed: [] };
    const { rows } = await this.pool.query<{ row: Row }>({
      name: `load/${this.name}`,
      text: `SELECT to_jsonb(t) AS row FROM ${this.name} t WHERE ${this.keyColumn} = ANY ($1::text[])`,
      values: [keys],
    });
    const times = timesOf(this.view);
    const folded = new Map(rows.map(({ row }) => [String(row[this.keyColumn]), inUtc(renamed(row, camelCase), times)]));
    const changed = foldRows(this.view, relevant, folded);
    const written: Row[] = [];
    const removed: string[] = [];
    for (const key of changed) {
      const row = folded.get(key);
      if (row) written.push(row);
      else removed.push(key);
    }
    return { written, removed };
  }

  private get applySql(): string {
    const others = this.columns.filter((column) => column !== this.keyColumn);
    const update = others.map((column) => `${column} = EXCLUDED.${column}`).join(', ');
    return `WITH fence AS (
        UPDATE ${this.schema}.views SET position = greatest(position, $1)
        WHERE name = $2 AND version = $3 AND generation = $4 AND epoch = $5 AND position >= $8 AND state <> 'retired' RETURNING 1),
      removed AS (DELETE FROM ${this.name} WHERE ${this.keyColumn} = ANY ($7::text[]) AND EXISTS (SELECT FROM fence)),
      written AS (INSERT INTO ${this.name} (${this.columns.join(', ')})
        SELECT ${this.columns.join(', ')} FROM jsonb_populate_recordset(NULL::${this.name}, $6) WHERE EXISTS (SELECT FROM fence)
        ON CONFLICT (${this.keyColumn}) DO ${others.length > 0 ? `UPDATE SET ${update}` : 'NOTHING'})
      SELECT FROM fence`;
  }
}
