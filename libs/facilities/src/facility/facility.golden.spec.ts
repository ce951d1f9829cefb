import { join } from 'node:path';
import { goldenEvents } from '@ecou/event-sourcing/testing';
import { facilityEvents } from './facility.events.js';
import { events } from './facility.samples.js';

goldenEvents(join(import.meta.dirname, '../golden'), [facilityEvents], events);
