/** The shares of a context's parts in its connections. */
export interface Connections {
  /** Appends, reads of streams, and what works by itself. */
  readonly store: number;
  /** Following and building of views. */
  readonly views: number;
  /** Reads of views: more than the tables that a context makes at a time (`ExportTurns`), so that others go on beside them. */
  readonly reads: number;
}

/** Parts `total` connections, ten at least; one of them is for leases and wake-ups (`Session`). */
export function connectionsOf(total: number): Connections {
  const views = Math.floor(total / 5);
  const reads = Math.floor((total * 2) / 5);
  return { store: total - 1 - views - reads, views, reads };
}
