import { deploymentSecret } from '@ecou/runtime';
import { webhookRules, webhooksConfig, type AddressRules } from '@ecou/runtime/outgoing';
import { z } from 'zod';

/** The environment variables that this context reads. */
export const config = z.object({
  ECOU_SECRET: deploymentSecret,
  ECOU_LOG_DAYS: z.coerce.number().int().min(1).optional(),
  ...webhooksConfig,
});

/** Endpoints may have addresses by these rules. */
export interface Settings extends AddressRules {
  /** The secret of the deployment. */
  readonly secret: string;
  /** Days for which a message stays in the log at least; for ever where it is undefined. */
  readonly logDays: number | undefined;
}

/** Injection token of the `Settings`. */
export const SETTINGS = Symbol('IntegrationsSettings');

export function settingsOf(environment: unknown): Settings {
  const settings = environment as z.output<typeof config>;
  const { ECOU_SECRET: secret, ECOU_LOG_DAYS: logDays } = settings;
  return { secret, logDays, ...webhookRules(settings) };
}
