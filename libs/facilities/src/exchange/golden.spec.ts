import { join } from 'node:path';
import { goldenEvents } from '@ecou/event-sourcing/testing';
import { importEvents } from './import/facility-import.events.js';
import { events } from './import/facility-import.samples.js';

goldenEvents(join(import.meta.dirname, 'golden'), [importEvents], events);
