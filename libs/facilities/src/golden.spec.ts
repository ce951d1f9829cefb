import { goldenEvents } from '@ecou/event-sourcing/testing';
import { join } from 'node:path';
import { facilityEvents } from './facility/facility.events.js';
import { events } from './facility/facility.samples.js';

goldenEvents(join(import.meta.dirname, 'golden'), [facilityEvents], events);
