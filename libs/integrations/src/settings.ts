import { deploymentSecret } from '@ecou/runtime';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** A range of addresses. */
export type Network = ReturnType<typeof ipaddr.parseCIDR>;

const networksIn = (list: string): Network[] => list.split(',').map((one) => ipaddr.parseCIDR(one.trim()));

const isNetworks = (list: string): boolean => list.split(',').every((one) => ipaddr.isValidCIDR(one.trim()));

/** The environment variables that this context reads. */
export const config = z.object({
  ECOU_SECRET: deploymentSecret,
  ECOU_LOG_DAYS: z.coerce.number().int().min(1).optional(),
  ECOU_WEBHOOKS_HTTP: z.enum(['allowed', 'refused'], { error: 'must be allowed or refused' }).default('refused'),
  ECOU_WEBHOOKS_NETWORKS: z
    .string()
    .refine(isNetworks, 'must be networks such as 10.1.0.0/16, separated by commas')
    .optional(),
});

export interface Settings {
  /** The secret of the deployment. */
  readonly secret: string;
  /** Days for which a message stays in the log at least; for ever where it is undefined. */
  readonly logDays: number | undefined;
  /** True where endpoints may have addresses of `http`, too. */
  readonly allowsHttp: boolean;
  /** Networks that endpoints may stand in besides the public internet. */
  readonly networks: readonly Network[];
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
    networks: ECOU_WEBHOOKS_NETWORKS === undefined ? [] : networksIn(ECOU_WEBHOOKS_NETWORKS),
  };
}
