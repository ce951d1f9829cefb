import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Network } from './networks.js';

/** The address is one that requests of ours must not go to. */
export class AddressRefused extends Error {
  readonly code = 'ADDRESS_REFUSED';

  constructor(message: string) {
    super(message);
    this.name = 'AddressRefused';
  }
}

/** The addresses that requests of ours may go to, where others choose the address. */
export interface AddressRules {
  /** True where addresses may be of `http`, too. */
  readonly allowsHttp: boolean;
  /** Networks that hosts may stand in besides the public internet. */
  readonly networks: readonly Network[];
}

/** The part of IPv6 that is given to the public internet (RFC 4291). The library calls whatever has no other name `unicast`. */
const globalUnicast = ipaddr.parseCIDR('2000::/3');

const isIn = (address: ipaddr.IPv4 | ipaddr.IPv6, [network, bits]: Network): boolean =>
  address.kind() === network.kind() && address.match(network, bits);

/** True where requests may go to an IP address: it is public and unicast, or in one of the operator's networks. */
export function mayReach(address: string, networks: readonly Network[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (networks.some((network) => isIn(parsed, network))) return true;
  // An IPv4 address within an IPv6 one (mapped, compatible, NAT64, 6to4, Teredo) is in none of these ranges.
  return parsed.range() === 'unicast' && (parsed.kind() === 'ipv4' || isIn(parsed, globalUnicast));
}

/** The host as names are resolved: without the brackets of IPv6. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/** Throws `AddressRefused` for what an address must not be, as far as its text tells; numbers in it are read as browsers do. */
export function checkAddress(address: string, { allowsHttp, networks }: AddressRules): URL {
  const url = URL.parse(address);
  if (!url || !['https:', ...(allowsHttp ? ['http:'] : [])].includes(url.protocol)) {
    throw new AddressRefused(`Must be an address of https${allowsHttp ? ' or http' : ''}.`);
  }
  if (url.username !== '' || url.password !== '') throw new AddressRefused('Must not hold a name or a password.');
  if (url.hash !== '') throw new AddressRefused('Must not have a fragment.');
  const host = hostOf(url);
  if (isIP(host) !== 0 && !mayReach(host, networks)) throw refusedHost(host);
  return url;
}

/** Resolves names as `dns.lookup` does, and refuses those that have any address that requests must not go to. The connection is made to what it answers. */
export const guardedLookup =
  (networks: readonly Network[]): LookupFunction =>
  (hostname, options, callback) => {
    const asked: LookupOptions & { all: true } = { ...options, all: true };
    lookup(hostname, asked, (error, addresses) => {
      const refused = error ? error : refusalOf(hostname, addresses, networks);
      if (refused) callback(refused, '', 0);
      else if (options.all) callback(null, addresses);
      else callback(null, addresses[0]?.address ?? '', addresses[0]?.family ?? 0);
    });
  };

const refusalOf = (hostname: string, addresses: readonly LookupAddress[], networks: readonly Network[]) =>
  addresses.every(({ address }) => mayReach(address, networks)) ? undefined : refusedHost(hostname);

const refusedHost = (host: string) => new AddressRefused(`${host} is not on the public internet.`);
