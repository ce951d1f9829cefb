import { deploymentSecret } from '@ecou/runtime';
import { z } from 'zod';

/** The environment variables that this context reads. */
export const config = z.object({ ECOU_SECRET: deploymentSecret });
export type Settings = z.output<typeof config>;
