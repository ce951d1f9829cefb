import { canonicalInstant, forever } from './columns.js';
import type { Row, StarTable } from './table.js';

/** Later than any position. */
export const lastPosition = '9223372036854775807';

/** A message of the record. */
export interface RecordedMessage {
  readonly position: number;
  readonly type: string;
  readonly key: string;
  /** ISO 8601. */
  readonly time: string;
  readonly data: object;
}

/** A row of a star table, and when and by which messages it was known. */
export interface KnownRow {
  /** The id of the aggregate. */
  readonly key: string;
  readonly row: Row;
  /** Position of the message that told it, and its place among the rows of that message, from 1: together they identify it. */
  readonly fromPosition: number;
  readonly place: number;
  /** ISO 8601. */
  readonly knownFrom: string;
  /** ISO 8601, not included; `infinity`: it stands. */
  knownTo: string;
  /** Position of the message after which it does not stand. */
  toPosition: number | typeof lastPosition;
}

/** The changes to a table. */
export interface Changes {
  readonly opened: readonly KnownRow[];
  /** Rows that stood in the table and do no more. */
  readonly closed: readonly KnownRow[];
}

/** Values in the order and form in which rows are compared. */
function textOf({ columns }: StarTable, row: Row): string {
  const values = Object.entries(columns).map(([name, { sql }]) => {
    const value = row[name] ?? null;
    return sql === 'timestamptz' && typeof value === 'string' ? canonicalInstant(value) : value;
  });
  return JSON.stringify([row.heldFrom, row.heldTo, ...values]);
}

/** Folds messages into the rows of one table, in memory: the rows of their keys come in, the changes go out. */
export class TableFold {
  /** Rows that stand, by key, and by what they say: what is said twice is said once. */
  private readonly standing = new Map<string, Map<string, KnownRow>>();
  private readonly opened = new Set<KnownRow>();
  private readonly closed: KnownRow[] = [];

  /** `stored`: the rows that stand, of all keys that messages are about. */
  constructor(
    private readonly table: StarTable,
    stored: readonly KnownRow[],
  ) {
    for (const known of stored) this.rowsOf(known.key).set(textOf(table, known.row), known);
  }

  apply(message: RecordedMessage): void {
    const fold = this.table.folds.get(message.type);
    if (!fold) return;
    const { key, position } = message;
    const before = this.rowsOf(key);
    // In the order of the table, wherever a batch began.
    const known = [...before.values()].sort((a, b) => a.fromPosition - b.fromPosition || a.place - b.place);
    const rows = known.map(({ row }) => row);
    const knownFrom = latest([message.time, ...known.map((one) => one.knownFrom)]);
    const standing = new Map<string, KnownRow>();
    for (const row of fold(rows, message)) {
      const text = textOf(this.table, row);
      const place = standing.size + 1;
      standing.set(text, before.get(text) ?? this.open({ key, row, fromPosition: position, place, knownFrom }));
    }
    for (const [text, gone] of before) if (!standing.has(text)) this.close(gone, position, knownFrom);
    this.standing.set(key, standing);
  }

  get changes(): Changes {
    return { opened: [...this.opened], closed: this.closed };
  }

  private rowsOf(key: string): Map<string, KnownRow> {
    const rows = this.standing.get(key) ?? new Map<string, KnownRow>();
    this.standing.set(key, rows);
    return rows;
  }

  private open(known: Omit<KnownRow, 'knownTo' | 'toPosition'>): KnownRow {
    const opened: KnownRow = { ...known, knownTo: forever, toPosition: lastPosition };
    this.opened.add(opened);
    return opened;
  }

  private close(known: KnownRow, position: number, time: string): void {
    known.knownTo = time;
    known.toPosition = position;
    if (!this.opened.has(known)) this.closed.push(known);
  }
}

/** A clock that steps back makes no row end before it begins. */
const latest = (times: readonly string[]): string => times.map(canonicalInstant).reduce((a, b) => (a > b ? a : b));
