import type { EventStore } from '../event-store.js';
import { foldRows } from '../views/view-table.js';
import type { View } from '../views/view.js';

/** The rows that a view has after all events of a store (up to a position), folded in memory from nothing: what its table must equal. */
export async function replayed<R extends object>(
  store: Pick<EventStore, 'read'>,
  view: View<R>,
  upTo = Infinity,
): Promise<R[]> {
  const rows = new Map<string, R>();
  for (let after = 0; ;) {
    const { events, position } = await store.read(after, 1000);
    const relevant = events.filter((event) => event.position <= upTo && view.handles.includes(event.type));
    foldRows(view, relevant, rows);
    if (position === after || position >= upTo) return [...rows.values()];
    after = position;
  }
}
