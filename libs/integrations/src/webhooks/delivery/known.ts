import type { EndpointRow } from '../views/endpoint-list.view.js';
import type { Cursor } from './delivery-queue.js';

/** An endpoint, as the process knows it while it sends. */
export interface Known {
  row: EndpointRow;
  cursor: Cursor;
  /** Messages in its queue. */
  waiting: number;
  /** Names of the messages that are under way. */
  readonly underWay: Set<string>;
  /** Rows of the view with an older version do not know yet that it was paused. */
  notBefore: number;
}

/** True where it is sent something. */
export const isActive = ({ row, notBefore }: Known): boolean => row.status === 'active' && row.version >= notBefore;

/** The items by a key of theirs, in their order. */
export function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
