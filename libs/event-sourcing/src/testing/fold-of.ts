import { createHash } from 'node:crypto';
import type { RecordedEvent } from '../event.js';
import type { Fold } from '../views/fold.js';
import { foldRows } from '../views/view-table.js';
import { tableHash, type Row, type View } from '../views/view.js';

/** A golden event as the current build reads it. */
export interface GoldenEvent {
  /** Name of its file, without the ending: `PetitionAnswered.v1`; of a variation of it `PetitionAnswered.v1/by-phone`. */
  readonly name: string;
  readonly category: string;
  readonly type: string;
  readonly data: object;
}

const id = (last: number): string => `00000000-0000-4000-8000-${String(last).padStart(12, '0')}`;
const at = (minute: number): string => new Date(Date.UTC(2026, 2, 1, 10, minute)).toISOString();

/** All streams have the same id, so that events of several aggregates meet in one row. */
const recorded = ({ category, type, data }: GoldenEvent, place: number): RecordedEvent => ({
  position: place,
  stream: `${category}-${id(0)}`,
  version: place,
  id: id(place),
  type,
  data,
  metadata: { actor: 'key:1', correlationId: 'correlation', causationId: 'cause', occurredAt: at(0) },
  recordedAt: at(place),
});

/** JSON with the keys of objects in one order: in which a fold writes them makes no other row. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, held: unknown) =>
    typeof held === 'object' && held !== null && !Array.isArray(held)
      ? Object.fromEntries(Object.entries(held).sort(([one], [other]) => (one < other ? -1 : 1)))
      : held,
  );

const hash = (value: unknown): string => createHash('sha256').update(canonical(value)).digest('hex').slice(0, 16);

/** The rows that one event leaves, by key; or that the fold refuses it. */
type Outcome = readonly (readonly [string, Row])[] | 'refused';

/** Each key that the event touches has the same row before it. */
function outcome(view: View, event: RecordedEvent, row: Row | undefined): Outcome {
  const rows = new Map(row ? view.keys(event).map((key) => [key, row]) : []);
  try {
    foldRows(view, [event], rows);
  } catch {
    return 'refused';
  }
  return [...rows];
}

/** The events in the order in which they were kept; those that are new come last, and change nothing of what the others come to. */
function ordered(view: View, golden: readonly GoldenEvent[], kept: readonly string[]): readonly GoldenEvent[] {
  const read = view.handles.flatMap((type) => golden.filter((event) => event.type === type));
  const first = kept.flatMap((name) => read.find((event) => event.name === name) ?? []);
  return [...first, ...read.filter((event) => !first.includes(event))];
}

/** The row to which an event leads, where it makes one. */
const rowIn = (outcomes: Outcome): Row | undefined => (outcomes === 'refused' ? undefined : outcomes.at(-1)?.[1]);

/**
 * The result of a view's fold: what golden events make of no row, and of every row to which one after the other leads. The hash of an
 * event holds what it makes of the rows before it, and what it and those before it make of the row to which it leads: one more event changes
 * no other's hash. `kept` are the names of events whose order is fixed already. Throws where no event makes a row.
 */
export function foldOf(view: View, golden: readonly GoldenEvent[], kept: readonly string[] = []): Fold {
  const rows: (Row | undefined)[] = [undefined];
  const seen: RecordedEvent[] = [];
  const events: Record<string, string> = {};
  for (const each of ordered(view, golden, kept)) {
    const event = recorded(each, seen.length + 1);
    seen.push(event);
    const over = rows.map((row) => outcome(view, event, row));
    const reached = rowIn(over.at(-1) ?? []);
    const then = reached ? seen.map((one) => outcome(view, one, reached)) : [];
    events[each.name] = hash([view.keys(event), over, then]);
    if (reached) rows.push(reached);
  }
  if (rows.length === 1)
    throw new Error(`No golden event makes a row of view ${view.name}: give a variation of one that does.`);
  return { version: view.version, table: tableHash(view).slice(0, 16), events };
}
