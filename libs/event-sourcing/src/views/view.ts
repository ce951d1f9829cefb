import { createHash } from 'node:crypto';
import type { RecordedEvent } from '../event.js';
import type { Fold } from './fold.js';

/** A row as code sees it: `camelCase` names, JSON values (timestamps as ISO 8601 strings). */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- with `unknown`, no interface would be a row
export type Row = Record<string, any>;

/** The row of another key of the same event: as the event leaves it where `keys` names it first, else as it was before. */
export type Beside<R extends object = Row> = (key: string) => R | undefined;

/**
 * One read model: its table, how events change its rows, its version. A row is folded from events as a state is, so a view is pure:
 * the runtime loads the rows that a batch touches, folds, and writes them back with set-based SQL.
 */
export interface View<R extends object = Row> {
  /** Stable SQL name, `snake_case`. In the database it shows the newest version; a build reads its own (`relationOf`). */
  readonly name: string;
  /** Grows whenever table or fold change: the view is then built anew beside the old one, and switched. */
  readonly version: number;
  /** The result of its fold, as the build knows it: a table that another fold made is built anew. Without it, only `version` counts. */
  readonly fold?: Fold | undefined;
  /** Columns in order: property name to SQL type and constraints, as in `{ id: 'text', startsAt: 'timestamptz NOT NULL' }`. */
  readonly columns: { readonly [K in keyof R & string]-?: string };
  /** The property that is the primary key; a text. */
  readonly key: keyof R & string;
  /** The text behind `CREATE INDEX ON <table>`, with column names in `snake_case`: `(starts_at)`, `USING gin (themes)`. */
  readonly indexes?: readonly string[];
  /** PostgreSQL's storage parameters of the table, as in `{ autovacuum_vacuum_scale_factor: 0.02 }`. */
  readonly storage?: Readonly<Record<string, number>>;
  /** Event types that the view reads; others only move its checkpoint. */
  readonly handles: readonly string[];
  /** The keys of the rows that an event changes. */
  keys(event: RecordedEvent): readonly string[];
  /** The row after the event; `null` takes it away. `row` is undefined where there is none yet. */
  evolve(row: R | undefined, event: RecordedEvent, key: string, beside?: Beside<R>): R | null | undefined;
}

interface Handlers<R extends object> {
  readonly [type: string]: {
    readonly keys?: (event: never) => readonly string[];
    readonly evolve: (row: R | undefined, event: never, key: string, beside: Beside<R>) => R | null | undefined;
  };
}

/** The view as its file declares it: a handler per event type. Without `keys`, the row's key is the id of the event's aggregate. */
export interface ViewDefinition<R extends object> extends Omit<View<R>, 'handles' | 'keys' | 'evolve'> {
  readonly on: Handlers<R>;
}

const aggregateId = (event: RecordedEvent): readonly string[] => [event.stream.slice(-36)];

const noRow = () => undefined;

/** Declares a view by handlers per event type; type their `event` as `RecordedEvent<TheEvent>`. */
export function defineView<R extends object>({ on, ...rest }: ViewDefinition<R>): View<R> {
  return {
    ...rest,
    handles: Object.keys(on),
    keys: (event) => (on[event.type]?.keys ?? aggregateId)(event as never),
    evolve: (row, event, key, beside = noRow) => on[event.type]?.evolve(row, event as never, key, beside),
  };
}

/** `startsAt` to `starts_at`. */
export const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The SQL name under which a build reads its own version of a view; there is none before that version is live. */
export const relationOf = ({ name, version }: Pick<View, 'name' | 'version'>): string => `${name}_v${version}`;

const createTable = (view: View, schema: string, table: string, key: string): string => {
  const columns = Object.entries(view.columns).map(
    ([name, type]) => `${snakeCase(name)} ${type}${name === view.key ? key : ''}`,
  );
  const storage = Object.entries(view.storage ?? {}).map(([name, value]) => `${name} = ${value}`);
  const options = storage.length > 0 ? ` WITH (${storage.join(', ')})` : '';
  return `CREATE TABLE ${schema}.${table} (${columns.join(', ')})${options}`;
};

/** The statement that makes a table of a view, without its indexes; the schema's name is a plain one. */
export const tableDdl = (view: View, schema: string, table: string): string =>
  createTable(view, schema, table, ' PRIMARY KEY');

/** The statement that makes the table without its primary key, and the one that adds it. */
export const bareTableDdl = (view: View, schema: string, table: string) => ({
  table: createTable(view, schema, table, ''),
  key: `ALTER TABLE ${schema}.${table} ADD PRIMARY KEY (${snakeCase(view.key)})`,
});

/** The statements that make the indexes of a table of a view. */
export const indexDdl = ({ indexes = [] }: View, schema: string, table: string): readonly string[] =>
  indexes.map((index) => `CREATE INDEX ON ${schema}.${table} ${index}`);

/** Hash of the columns and indexes of a view's table. */
export const tableHash = (view: View): string =>
  createHash('sha256')
    .update([tableDdl(view, 's', view.name), ...indexDdl(view, 's', view.name)].join(';'))
    .digest('hex');
