/** Types of columns, as PostgreSQL names them. */
export type SqlType = 'text' | 'text[]' | 'uuid' | 'integer' | 'numeric' | 'boolean' | 'date' | 'timestamptz';

/** A column of a star table. */
export interface Column<T = unknown> {
  readonly sql: SqlType;
  /** Meaning and unit, for whoever reads the table. */
  readonly comment: string;
  /** The type of its values; `null` wherever nobody said. Only for the compiler. */
  readonly value?: T;
}

/** Columns by their names in code. */
export type Columns = Readonly<Record<string, Column>>;

const column =
  <T>(sql: SqlType) =>
  (comment: string): Column<T> => ({ sql, comment });

export const text = column<string>('text');
export const texts = column<readonly string[]>('text[]');
export const uuid = column<string>('uuid');
export const integer = column<number>('integer');
export const numeric = column<number>('numeric');
export const boolean = column<boolean>('boolean');
/** `YYYY-MM-DD`. */
export const date = column<string>('date');
/** ISO 8601. */
export const instant = column<string>('timestamptz');

type ValueOf<C> = C extends Column<infer T> ? T : never;

/** The values of columns. */
export type Values<C extends Columns> = { readonly [K in keyof C]: ValueOf<C[K]> | null };

const sqlNames = new Map<string, string>();

/** A name in code as PostgreSQL has it. */
export function sqlName(name: string): string {
  const known = sqlNames.get(name) ?? name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  sqlNames.set(name, known);
  return known;
}

/** Later than any time. */
export const forever = 'infinity';

const canonical = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** An instant in the form in which the star compares it: UTC, with milliseconds. */
export const canonicalInstant = (value: string): string =>
  value === forever || canonical.test(value) ? value : new Date(value).toISOString();
