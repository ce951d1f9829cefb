import { deploymentSecret } from '@ecou/runtime';
import { z } from 'zod';
import { variables as rights } from './rights/settings.js';

const daysRule = { error: 'must be a number of days from 1 to 36500' };

/** The environment variables of the context. */
export const config = z.object({
  ECOU_SECRET: deploymentSecret,
  ECOU_AUDIT_DAYS: z.coerce.number(daysRule).int(daysRule).min(1, daysRule).max(36_500, daysRule).default(365),
  ...rights,
});

export type Settings = z.output<typeof config>;
