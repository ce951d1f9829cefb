export { appendInside } from './append-inside.js';
export { TestClock } from './clock.js';
export { migrateStore, testDatabase, withPool, type Template, type TestDatabase } from './database.js';
export { eventStoreSuite } from './event-store-suite.js';
export { specify, type Then } from './given.js';
export { goldenEvents } from './golden.js';
export { goldenViews } from './golden-views.js';
export { replayed } from './replayed.js';
export { wireTo, type Wire } from './wire.js';
