import { goldenEvents, goldenViews } from '@ecou/event-sourcing/testing';
import { disseminationEvents } from './dissemination/dissemination.events.js';
import { events } from './dissemination/dissemination.samples.js';
import { disseminationList } from './views/dissemination-list.view.js';

goldenEvents(`${import.meta.dirname}/golden`, [disseminationEvents], events);

goldenViews(import.meta.dirname, { events: [disseminationEvents], views: [disseminationList] });
