export * from './aggregate.js';
export { AlreadyHandled, ClaimTaken } from './append-refused.js';
export * from './clock.js';
export * from './command.js';
export * from './decider.js';
export * from './errors.js';
export * from './event.js';
export * from './event-store.js';
export * from './event-types.js';
export * from './follow.js';
export * from './memory/memory-event-store.js';
export * from './named-uuid.js';
export * from './personal/encryption.js';
export * from './personal/envelope.js';
export * from './personal/sealing.js';
export * from './personal/vault.js';
export * from './postgres/leases.js';
export { installFunctions, storeFunctions, type StoreFunction } from './postgres/functions.js';
export { eventStoreMigrations, type StoreMigration } from './postgres/migrations.js';
export {
  answeringConnection,
  BoundedClient,
  columnTypes,
  cut,
  createPool,
  giveUpSilent,
  isOutage,
  lazily,
  sessionOptions,
  siblingPool,
  transaction,
  unbounded,
  type PoolOptions,
} from './postgres/pool.js';
export { copyRows } from './postgres/copy-rows.js';
export * from './postgres/postgres-event-store.js';
export { Session } from './postgres/session.js';
export * from './same.js';
export { SharedRun } from './postgres/shared-run.js';
export * from './storable.js';
export * from './unit.js';
export * from './unit-of-work/unit-of-work.js';
export { UnitsOfWork, type RunOptions } from './unit-of-work/units-of-work.js';
export * from './views/fold.js';
export * from './views/search-text.js';
export * from './views/view.js';
export * from './views/views.js';
