import { EventRegistry } from '../event-types.js';
import { counterEvents } from '../testing/counter.js';
import { eventStoreSuite } from '../testing/event-store-suite.js';
import { MemoryEventStore } from './memory-event-store.js';

const store = new MemoryEventStore({ registry: new EventRegistry([counterEvents]) });

eventStoreSuite('memory', () => store);
