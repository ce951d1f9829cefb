import { deploymentSecret } from '@ecou/runtime';
import { z } from 'zod';

/** The environment variables that this context reads. */
export const config = z.object({
  ECOU_SECRET: deploymentSecret,
  /** Comments on facilities are shown `at-once`, and hidden afterwards where they must be, or once they are `approved`. */
  ECOU_FACILITY_COMMENTS: z.enum(['at-once', 'approved'], { error: 'must be at-once or approved' }).default('at-once'),
  /** The contact for makers of reporting apps, as Open311's discovery names it; the platform's address where it is left out. */
  ECOU_OPEN311_CONTACT: z.string().trim().max(500).optional(),
});
export type Settings = z.output<typeof config>;
