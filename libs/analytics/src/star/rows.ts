import { canonicalInstant, forever } from './columns.js';
import type { Held } from './table.js';

/** A row that holds from a time on, or a fact of that time. */
export const holding = <V extends object>(at: string, values: V): V & Held => ({
  ...values,
  heldFrom: canonicalInstant(at),
  heldTo: forever,
});

/** A correction: all rows say something else of the time in which they held. */
export const corrected = <V extends Held>(rows: readonly V[], values: Partial<V>): readonly V[] =>
  rows.map((row) => ({ ...row, ...values }));

/** Something is otherwise from a time on: the row that holds ends, and another begins. Of what began later than that it is a correction. */
export function changed<V extends Held>(rows: readonly V[], at: string, values: Partial<V>): readonly V[] {
  const from = canonicalInstant(at);
  return rows.flatMap((row): readonly V[] => {
    if (row.heldTo !== forever) return [row];
    const after = { ...row, ...values };
    return row.heldFrom >= from
      ? [after]
      : [
          { ...row, heldTo: from },
          { ...after, heldFrom: from },
        ];
  });
}

/** The first row, or, where there are some, another that begins. */
export const begun = <V extends Held>(rows: readonly V[], at: string, values: Omit<V, keyof Held>): readonly V[] =>
  rows.length === 0 ? [holding(at, values) as V] : changed(rows, at, values as Partial<V>);
