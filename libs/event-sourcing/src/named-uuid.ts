import { hash } from 'node:crypto';

/**
 * The UUID of a name within a namespace, which is a UUID itself (RFC 9562, version 5). The one of `uuid`, made by a single call of the hash: each
 * message and each event has one. Throws where the namespace is none.
 */
export function namedUuid(name: string, namespace: string): string {
  const within = Buffer.from(namespace.replaceAll('-', ''), 'hex');
  if (within.length !== 16) throw new Error('The namespace is no UUID.');
  const bytes = hash('sha1', Buffer.concat([within, Buffer.from(name)]), 'buffer');
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
