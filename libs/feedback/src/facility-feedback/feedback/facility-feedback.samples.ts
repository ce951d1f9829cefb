import type { Sealed } from '@ecou/event-sourcing';
import { facilityId, library } from '../listed-facility/listed-facility.samples.js';
import type { Given } from './facility-feedback.decider.js';
import type { FacilityFeedbackEvent } from './facility-feedback.events.js';

/** Samples for specs: feedback on a library. */
export const at = '2023-05-10T12:00:00+03:00';
export const later = '2023-05-11T09:00:00+03:00';

export const comment: Sealed<string> = {
  subject: '6d0c1d7e-0a9b-4c1e-8f2a-3b4c5d6e7f80',
  codec: 'plain',
  value: 'Program prea scurt după-amiaza.',
};

export const given: Given = {
  facilityId,
  kind: library.kind,
  grade: 4,
  comment,
  language: 'ro',
  awaitsApproval: false,
};

const about = { facilityId, grade: 4 };

export const reason = { ro: 'Numește o persoană.', en: 'Names a person.' };
export const secondThought = { ro: 'Numele era al instituției.' };

export const samples = {
  FacilityFeedbackGiven: { ...given, givenAt: at },
  FacilityFeedbackApproved: { ...about, approvedAt: later },
  FacilityFeedbackHidden: { ...about, reason, excludesGrade: false, hiddenAt: later },
  FacilityFeedbackRestored: { ...about, reason: secondThought, includesGrade: false, restoredAt: later },
};

type SampleType = keyof typeof samples;

export const fact = (type: SampleType, change: object = {}) =>
  ({ type, data: { ...samples[type], ...change } }) as FacilityFeedbackEvent;
