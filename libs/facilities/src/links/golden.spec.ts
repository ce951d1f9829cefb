import { join } from 'node:path';
import { goldenEvents, goldenViews } from '@ecou/event-sourcing/testing';
import { facilityEvents } from '../facility/facility.events.js';
import { linkEvents } from './link/link.events.js';
import { events } from './link/link.samples.js';
import { brokenLinks } from './views/broken-links.view.js';
import { facilityLinks } from './views/facility-links.view.js';

goldenEvents(join(import.meta.dirname, 'golden'), [linkEvents], events);

const links = [{ kind: 'service', url: 'https://example.org/plata#online', title: null }];

goldenViews(
  import.meta.dirname,
  { events: [facilityEvents, linkEvents], views: [facilityLinks, brokenLinks] },
  { 'FacilityAdded.v1/linked': { links }, 'FacilityChanged.v1/linked': { links } },
);
