import { instant } from '@ecou/contracts';
import { defineEvents, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';

const activity = z.string().describe('Name of the processing activity.');

/** The periods that the municipality has set: one stream. */
export const retentionPlanEvents = defineEvents('retention-plan', {
  RetentionRuleSet: z.object({
    activity,
    days: z.int().min(1),
    takesEffectAt: instant,
    reason: z.string(),
    by: z.string(),
    setAt: instant,
  }),
  RetentionRuleEnded: z.object({ activity, reason: z.string(), by: z.string(), endedAt: instant }),
  /** A run looks what is over; no other begins before it has decided. */
  RetentionRunStarted: z.object({ runId: z.uuid(), startedAt: instant }),
});

export type RetentionPlanEvent = EventOf<typeof retentionPlanEvents>;
