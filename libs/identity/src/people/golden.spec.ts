import { join } from 'node:path';
import { goldenEvents, goldenViews } from '@ecou/event-sourcing/testing';
import { personEvents } from './person/person.events.js';
import { personSamples } from './person/person.samples.js';
import { people } from './views/people.view.js';

goldenEvents(join(import.meta.dirname, 'golden'), [personEvents], personSamples);

goldenViews(import.meta.dirname, { events: [personEvents], views: [people] });
