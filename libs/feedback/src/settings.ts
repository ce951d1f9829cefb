import { z } from 'zod';

/** The environment variables that this context reads. */
export const config = z.object({
  ECOU_SECRET: z.string({ error: 'is missing' }).min(32, 'must have at least 32 characters'),
});
export type Settings = z.output<typeof config>;
