import ipaddr from 'ipaddr.js';

/** `done`: a change was carried out; `read`: personal values were answered; `refused`: 401, 403 or 429. */
export type AuditOutcome = 'done' | 'read' | 'refused';

/** One fact of the audit. */
export interface AuditEntry {
  /** UUID: an entry that is written twice stands there once. */
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  /** As in events; `public` for strangers. */
  readonly actor: string;
  /** That of the route; `null` where the public may call, and where many were counted. */
  readonly permission: string | null;
  /** Id of the operation, as in the OpenAPI document; `null` where many were counted. */
  readonly operation: string | null;
  /** Ids in the address, or of what was made. */
  readonly resource: string | null;
  readonly outcome: AuditOutcome;
  readonly status: number;
  /** Code of the refusal. */
  readonly code: string | null;
  /** Id of the command, as in the metadata of its events; of the trace, for a read. */
  readonly correlation: string | null;
  /** Shortened by `shortened`. */
  readonly network: string;
  /** The number of requests that it stands for. */
  readonly count: number;
}

const [bitsOf4, bitsOf6] = [24, 48];

/**
 * The network of an address: the first 24 bits of IPv4, the first 48 of IPv6. Enough to tell the city hall from elsewhere and one provider from
 * another; no household or single device.
 */
export function shortened(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4')
    return `${ipaddr.IPv4.networkAddressFromCIDR(`${parsed.toString()}/${bitsOf4}`).toString()}/${bitsOf4}`;
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${bitsOf6}`).toString()}/${bitsOf6}`;
}
