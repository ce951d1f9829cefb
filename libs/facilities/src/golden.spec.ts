import { goldenEvents, goldenViews } from '@ecou/event-sourcing/testing';
import { join } from 'node:path';
import { facilitiesContext } from './context.js';
import { facilityEvents } from './facility/facility.events.js';
import { events } from './facility/facility.samples.js';

goldenEvents(join(import.meta.dirname, 'golden'), [facilityEvents], events);

goldenViews(import.meta.dirname, facilitiesContext);
