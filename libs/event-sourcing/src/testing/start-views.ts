import { randomUUID } from 'node:crypto';
import { Leases } from '../postgres/leases.js';
import type { PostgresEventStore } from '../postgres/postgres-event-store.js';
import { Views, type ViewsOptions } from '../views/views.js';

type Options = Omit<ViewsOptions, 'schema' | 'leases' | 'store'> & Partial<Pick<ViewsOptions, 'store'>>;

/**
 * Starts the views of a process, with leases of their own, in the schema `es`. They read `store`, unless the options name what they read instead.
 * `stop` ends all of it, once; it stands in `cleanUp` before anything is started.
 */
export async function startViews(store: PostgresEventStore, options: Options, cleanUp: (() => Promise<unknown>)[]) {
  const leases = new Leases({ pool: options.pool, schema: 'es', owner: randomUUID(), ttlMs: 1_000 });
  const views = new Views({ connections: 2, store, ...options, schema: 'es', leases });
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    await views.stop();
    await leases.stop();
    await store.stop();
  };
  cleanUp.push(stop);
  await store.start();
  await views.start();
  return { store, views, stop };
}
