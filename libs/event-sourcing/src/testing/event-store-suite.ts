import type { EventStore } from '../event-store.js';
import { concurrentUnitsSuite } from './concurrent-units-suite.js';
import { globalOrderSuite } from './global-order-suite.js';
import { unitsSuite } from './units-suite.js';

/** Specs of every event store; each implementation runs them. */
export function eventStoreSuite(name: string, storeOf: () => EventStore): void {
  unitsSuite(name, storeOf);
  concurrentUnitsSuite(name, storeOf);
  globalOrderSuite(name, storeOf);
}
