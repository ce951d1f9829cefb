import { deploymentSecret } from '@ecou/runtime';
import { z } from 'zod';

/** The environment variables that this context reads. */
export const config = z.object({
  ECOU_SECRET: deploymentSecret,
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an address such as https://ecou.example.ro' }).optional(),
  PORT: z.coerce.number({ error: 'must be a number' }).default(3000),
  ECOU_INSTITUTION: z.string().trim().min(1).max(200).default('Ecou'),
});

export interface Settings {
  /** The deployment's secret. */
  readonly secret: string;
  /** Base of the links in feeds, calendars and pages, without a slash at its end. */
  readonly publicUrl: string;
  /** Name of the institution, as documents, feeds and calendars give it. */
  readonly institution: string;
}

/** Injection token of the `Settings`. */
export const SETTINGS = Symbol('EventsSettings');

export function settingsOf(environment: unknown): Settings {
  const { ECOU_SECRET, PUBLIC_URL, PORT, ECOU_INSTITUTION } = environment as z.output<typeof config>;
  return {
    secret: ECOU_SECRET,
    publicUrl: (PUBLIC_URL ?? `http://localhost:${PORT}`).replace(/\/+$/, ''),
    institution: ECOU_INSTITUTION,
  };
}
