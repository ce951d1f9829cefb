import type { Aggregate } from '@ecou/event-sourcing';
import {
  facilityFeedbackDecider,
  type FacilityFeedback,
  type FacilityFeedbackCommandBody,
} from './facility-feedback.decider.js';
import { facilityFeedbackEvents, type FacilityFeedbackEvent } from './facility-feedback.events.js';

export const facilityFeedback: Aggregate<FacilityFeedbackCommandBody, FacilityFeedback | null, FacilityFeedbackEvent> =
  {
    category: facilityFeedbackEvents.category,
    events: facilityFeedbackEvents,
    decider: facilityFeedbackDecider,
  };
