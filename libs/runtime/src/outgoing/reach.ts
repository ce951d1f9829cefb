import { lookup } from 'node:dns/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { AddressRefused, checkAddress, hostOf, mayReach, type AddressRules } from './guard.js';
import { networksIn, networksSetting } from './networks.js';

/** Milliseconds for which an answer waits for the name of a host to be resolved. */
const resolveMs = 2_000;

/** The environment variables that say where webhooks may go. */
export const webhooksConfig = {
  ECOU_WEBHOOKS_HTTP: z.enum(['allowed', 'refused'], { error: 'must be allowed or refused' }).default('refused'),
  ECOU_WEBHOOKS_NETWORKS: networksSetting,
};

type WebhooksEnvironment = z.output<z.ZodObject<typeof webhooksConfig>>;

/** The rules that these settings make for addresses of webhooks. */
export const webhookRules = (settings: WebhooksEnvironment): AddressRules => ({
  allowsHttp: settings.ECOU_WEBHOOKS_HTTP === 'allowed',
  networks: networksIn(settings.ECOU_WEBHOOKS_NETWORKS),
});

/**
 * Throws `AddressRefused` for an address that later requests would not go to. A name that cannot be resolved now is taken: it is resolved and
 * checked again for each connection.
 */
export async function checkReachable(address: string, rules: AddressRules): Promise<void> {
  const host = hostOf(checkAddress(address, rules));
  const addresses = await Promise.race([
    lookup(host, { all: true }).catch(() => []),
    sleep(resolveMs, [], { ref: false }),
  ]);
  if (addresses.some(({ address: found }) => !mayReach(found, rules.networks)))
    throw new AddressRefused(`${host} is not on the public internet.`);
}
