import { instant, language, localizedText, slug } from '@ecou/contracts';
import { defineEvents, personal, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';

export const grade = z.int().min(1).max(5);

/** What it is about, in every event: a facility's figures are folded from them alone. */
const about = { facilityId: z.uuid(), grade };

export const facilityFeedbackEvents = defineEvents('facility-feedback', {
  FacilityFeedbackGiven: z.object({
    ...about,
    kind: slug.describe('Of the facility.'),
    comment: personal(z.string()).nullable(),
    language,
    /** Whether the comment waits for approval; one that does is not shown. */
    awaitsApproval: z.boolean(),
    givenAt: instant,
  }),
  FacilityFeedbackApproved: z.object({ ...about, approvedAt: instant }),
  FacilityFeedbackHidden: z.object({
    ...about,
    reason: localizedText,
    /** Whether the grade stops counting. */
    excludesGrade: z.boolean(),
    hiddenAt: instant,
  }),
  FacilityFeedbackRestored: z.object({
    ...about,
    reason: localizedText,
    /** Whether the grade counts again, having been excluded. */
    includesGrade: z.boolean(),
    restoredAt: instant,
  }),
});
export type FacilityFeedbackEvent = EventOf<typeof facilityFeedbackEvents>;

type Of<Type extends FacilityFeedbackEvent['type']> = Extract<FacilityFeedbackEvent, { type: Type }>;
export type FacilityFeedbackGiven = Of<'FacilityFeedbackGiven'>;

export type FacilityFeedbackHidden = Of<'FacilityFeedbackHidden'>;
export type FacilityFeedbackRestored = Of<'FacilityFeedbackRestored'>;
