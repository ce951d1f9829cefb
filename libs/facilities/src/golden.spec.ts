import { goldenEvents, goldenViews } from '@ecou/event-sourcing/testing';
import { join } from 'node:path';
import { facilityEvents } from './facility/facility.events.js';
import { facilityKindsEvents } from './kinds/facility-kinds.events.js';
import { kindsEvents } from './kinds/facility-kinds.samples.js';
import { events } from './facility/facility.samples.js';
import { facilityHistory } from './views/facility-history.view.js';
import { facilityMap } from './views/facility-map.view.js';
import { facilityWords } from './views/facility-words.view.js';
import { verificationQueue } from './views/verification-queue.view.js';

goldenEvents(join(import.meta.dirname, 'golden'), [facilityEvents, facilityKindsEvents], { ...events, ...kindsEvents });

goldenViews(import.meta.dirname, {
  events: [facilityEvents],
  views: [facilityMap, facilityHistory, facilityWords, verificationQueue],
});
