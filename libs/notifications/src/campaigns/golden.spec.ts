import { goldenEvents, goldenViews } from '@ecou/event-sourcing/testing';
import { campaignEvents } from './campaign/campaign.events.js';
import { events } from './campaign/campaign.samples.js';
import { campaignList } from './views/campaign-list.view.js';

goldenEvents(`${import.meta.dirname}/golden`, [campaignEvents], events);

goldenViews(import.meta.dirname, { events: [campaignEvents], views: [campaignList] });
