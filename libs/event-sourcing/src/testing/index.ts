export { appendInside } from './append-inside.js';
export { migrateStore, testDatabase, type TestDatabase } from './database.js';
export { eventStoreSuite } from './event-store-suite.js';
export { specify } from './given.js';
export { goldenEvents } from './golden.js';
export { goldenViews } from './golden-views.js';
export { replayed } from './replayed.js';
