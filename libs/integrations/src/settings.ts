import { deploymentSecret } from '@ecou/runtime';
import { networksIn, networksSetting, type AddressRules } from '@ecou/runtime/outgoing';
import { z } from 'zod';

/** The environment variables that this context reads. */
export const config = z.object({
  ECOU_SECRET: deploymentSecret,
  ECOU_LOG_DAYS: z.coerce.number().int().min(1).optional(),
  ECOU_WEBHOOKS_HTTP: z.enum(['allowed', 'refused'], { error: 'must be allowed or refused' }).default('refused'),
  ECOU_WEBHOOKS_NETWORKS: networksSetting,
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
  const { ECOU_SECRET, ECOU_LOG_DAYS, ECOU_WEBHOOKS_HTTP, ECOU_WEBHOOKS_NETWORKS } = environment as z.output<
    typeof config
  >;
  return {
    secret: ECOU_SECRET,
    logDays: ECOU_LOG_DAYS,
    allowsHttp: ECOU_WEBHOOKS_HTTP === 'allowed',
    networks: networksIn(ECOU_WEBHOOKS_NETWORKS),
  };
}
