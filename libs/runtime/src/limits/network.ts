import ipaddr from 'ipaddr.js';

const subscriber = 64;

/** Whom an address belongs to: itself, or for IPv6 the network of 64 bits, of which a subscriber has all addresses. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${subscriber}`).toString();
}
