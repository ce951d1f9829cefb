import { deploymentSecret } from '@ecou/runtime';
import { z } from 'zod';

/** The environment variables that this context reads. */
export const config = z.object({
  ECOU_SECRET: deploymentSecret,
  /** Comments on facilities are shown `at-once`, and hidden afterwards where they must be, or once they are `approved`. */
  ECOU_FACILITY_COMMENTS: z.enum(['at-once', 'approved'], { error: 'must be at-once or approved' }).default('at-once'),
  /** The contact for makers of reporting apps, as Open311's discovery names it; the platform's address where it is left out. */
  ECOU_OPEN311_CONTACT: z.string().trim().max(500).optional(),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an address such as https://ecou.example.ro' }).optional(),
  PORT: z.coerce.number({ error: 'must be a number' }).default(3000),
});
export type Settings = z.output<typeof config>;

/** Base of the links that go out, without a slash at its end. */
export const publicUrlOf = ({ PUBLIC_URL, PORT }: Settings): string =>
  (PUBLIC_URL ?? `http://localhost:${PORT}`).replace(/\/+$/, '');
