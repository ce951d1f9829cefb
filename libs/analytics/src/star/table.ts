import type { Contract, DataOf } from '@ecou/contracts';
import type { Columns, Values } from './columns.js';

/** The time in which values held. */
export interface Held {
  /** ISO 8601: from when on they hold, or when it happened. */
  readonly heldFrom: string;
  /** ISO 8601, not included; `infinity`: they hold on. */
  readonly heldTo: string;
}

/** A row of a star table: its values, and the time in which they held, by what is known now. */
export type Row<C extends Columns = Columns> = Values<C> & Held;

/** A message, as far as the star reads it. */
export interface Told<Data = object> {
  readonly data: Data;
  /** ISO 8601: when the context that tells it recorded it. */
  readonly time: string;
}

/** The rows of one aggregate after a message, made of those before it. */
export type Fold<C extends Columns> = (rows: readonly Row<C>[], told: Told) => readonly Row<C>[];

/**
 * A table of the star. Its rows are a fold over the messages of an aggregate: each message says which rows stand after it. Those that stand no more stay, as what
 * was known before.
 */
export interface StarTable<C extends Columns = Columns> {
  /** `snake_case`, in the singular. */
  readonly name: string;
  readonly kind: 'dimension' | 'fact';
  /** Definition, for whoever reads the table. */
  readonly comment: string;
  /** The column that holds the id of the aggregate, the key of its messages. */
  readonly key: Key;
  readonly columns: C;
  /** By type of contract. */
  readonly folds: ReadonlyMap<string, Fold<C>>;
}

interface Key {
  /** As it is called in code. */
  readonly name: string;
  readonly comment: string;
}

type FoldOf<C extends Columns, K> = (
  rows: readonly Row<C>[],
  data: DataOf<K>,
  told: Told<DataOf<K>>,
) => readonly Row<C>[];

/** Ties a contract to the fold of its messages. */
type On<C extends Columns> = <K extends Contract>(contract: K, fold: FoldOf<C, K>) => readonly [string, Fold<C>];

/** Declares a table; `folds` says what each contract does to it. */
export function starTable<const C extends Columns>(
  table: Omit<StarTable<C>, 'folds'>,
  folds: (on: On<C>) => readonly (readonly [string, Fold<C>])[],
): StarTable {
  const on: On<C> = (contract, fold) => [contract.type, (rows, told) => fold(rows, told.data as never, told as never)];
  // The rows that a fold is given are those that it answered before.
  return { ...table, folds: new Map(folds(on)) } as unknown as StarTable;
}
