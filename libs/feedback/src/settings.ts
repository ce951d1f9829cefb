import { deploymentSecret } from '@ecou/runtime';
import { z } from 'zod';

/** The environment variables that this context reads. */
export const config = z.object({
  ECOU_SECRET: deploymentSecret,
  /** Whether comments on facilities are shown `at-once`, and hidden afterwards where they must be, or once they are `approved`. */
  ECOU_FACILITY_COMMENTS: z.enum(['at-once', 'approved'], { error: 'must be at-once or approved' }).default('at-once'),
});
export type Settings = z.output<typeof config>;
