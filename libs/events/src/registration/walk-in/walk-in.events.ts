import { instant } from '@ecou/contracts';
import { defineEvents, personal, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { slug } from '../../formats/slug.js';

/** People who came without a registration: one stream for each note of them. */
export const walkInEvents = defineEvents('walk-in', {
  WalkInRecorded: z.object({
    civicEventId: z.uuid(),
    category: slug,
    count: z.number().int().min(1),
    /** Given by one who wished to. */
    name: personal(z.string()).nullable(),
    cameAt: instant,
  }),
  /** They were fewer, more or others than was noted; 0: nobody. The reason is for staff. */
  WalkInCorrected: z.object({
    civicEventId: z.uuid(),
    category: slug,
    count: z.number().int().min(0),
    previous: z.object({ category: slug, count: z.number().int().min(0) }),
    reason: z.string(),
    correctedAt: instant,
  }),
});
export type WalkInEvent = EventOf<typeof walkInEvents>;
