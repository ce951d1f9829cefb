import { goldenEvents, goldenViews } from '@ecou/event-sourcing/testing';
import { wordingList } from './views/wording-list.view.js';
import { wordingEvents } from './wording/wording.events.js';
import { events } from './wording/wording.samples.js';

goldenEvents(`${import.meta.dirname}/golden`, [wordingEvents], events);

goldenViews(import.meta.dirname, { events: [wordingEvents], views: [wordingList] });
