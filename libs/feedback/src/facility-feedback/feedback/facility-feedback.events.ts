import { instant, language, localizedText, slug } from '@ecou/contracts';
import { defineEvents, personal, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';

export const grade = z.int().min(1).max(5);

/** The fields of every event, so that a facility's figures are folded from them alone. */
const about = { facilityId: z.uuid(), grade };

export const facilityFeedbackEvents = defineEvents('facility-feedback', {
  FacilityFeedbackGiven: z.object({
    ...about,
    kind: slug.describe('Of the facility.'),
    comment: personal(z.string()).nullable(),
    language,
    /** True where the comment waits for approval. It is not shown until then. */
    awaitsApproval: z.boolean(),
    givenAt: instant,
  }),
  FacilityFeedbackApproved: z.object({ ...about, approvedAt: instant }),
  FacilityFeedbackHidden: z.object({
    ...about,
    reason: localizedText,
    /** True where the grade stops counting. */
    excludesGrade: z.boolean(),
    hiddenAt: instant,
  }),
  FacilityFeedbackRestored: z.object({
    ...about,
    reason: localizedText,
    /** True where the grade was excluded, and counts again. */
    includesGrade: z.boolean(),
    restoredAt: instant,
  }),
});
export type FacilityFeedbackEvent = EventOf<typeof facilityFeedbackEvents>;

type Of<Type extends FacilityFeedbackEvent['type']> = Extract<FacilityFeedbackEvent, { type: Type }>;
export type FacilityFeedbackGiven = Of<'FacilityFeedbackGiven'>;

export type FacilityFeedbackHidden = Of<'FacilityFeedbackHidden'>;
export type FacilityFeedbackRestored = Of<'FacilityFeedbackRestored'>;
