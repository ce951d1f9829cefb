import { goldenEvents, goldenViews } from '@ecou/event-sourcing/testing';
import { join } from 'node:path';
import { facilityFeedbackEvents } from './feedback/facility-feedback.events.js';
import { samples } from './feedback/facility-feedback.samples.js';
import { listedFacilityEvents } from './listed-facility/listed-facility.events.js';
import { delisted, listed } from './listed-facility/listed-facility.samples.js';
import { facilityFeedbackList } from './views/facility-feedback-list.view.js';
import { facilityRating } from './views/facility-rating.view.js';

const events = [facilityFeedbackEvents, listedFacilityEvents];

goldenEvents(join(import.meta.dirname, 'golden'), events, {
  ...samples,
  FacilityListed: listed.data,
  FacilityDelisted: delisted.data,
});

goldenViews(import.meta.dirname, { events, views: [facilityFeedbackList, facilityRating] });
