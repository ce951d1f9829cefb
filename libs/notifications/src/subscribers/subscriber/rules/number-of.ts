import type { Vault } from '@ecou/event-sourcing';
import { claimOf, type Channel } from '../channels.js';
import type { Subscriber } from '../subscriber.state.js';

/** Which address of a subscriber it is, by the value that its claim has; `undefined`: none. */
export async function numberOf(
  vault: Vault,
  { addresses }: Subscriber,
  channel: Channel,
  value: string,
): Promise<number | undefined> {
  for (const each of addresses) {
    const address = each.channel === channel ? await vault.open(each.address) : undefined;
    if (address !== undefined && claimOf(channel, address).value === value) return each.number;
  }
  return undefined;
}
