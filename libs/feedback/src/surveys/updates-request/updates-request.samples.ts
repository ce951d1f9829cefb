import type { Sealed } from '@ecou/event-sourcing';
import { at, content, questionnaireId } from '../questionnaire/questionnaire.samples.js';
import type { UpdatesRequested } from './updates-request.events.js';

/** Samples for specs: a wish to be informed. */
export const address: Sealed<string> = {
  subject: 'a7c1f0de-52b1-4c6e-9b0a-1d2e3f405162',
  codec: 'plain',
  value: 'ana@example.org',
};

export const requested: UpdatesRequested = {
  type: 'UpdatesRequested',
  data: {
    questionnaireId,
    civicEventId: content.about.civicEventId,
    topics: content.topics,
    language: 'en',
    consentText: 'I agree to get news at this address.',
    channel: 'email',
    address,
    requestedAt: at,
  },
};
