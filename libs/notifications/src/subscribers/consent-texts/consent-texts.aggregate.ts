import type { Aggregate } from '@ecou/event-sourcing';
import { consentTextsDecider, type ConsentTexts, type ConsentTextsCommandBody } from './consent-texts.decider.js';
import { consentTextsEvents, type ConsentTextsEvent } from './consent-texts.events.js';

export const consentTexts: Aggregate<ConsentTextsCommandBody, ConsentTexts, ConsentTextsEvent> = {
  category: consentTextsEvents.category,
  events: consentTextsEvents,
  decider: consentTextsDecider,
};

/** Of the one stream that there is. */
export const consentTextsId = '3f6a2c1e-7d54-4b0a-9a2f-5c8e1b7d4a60';
