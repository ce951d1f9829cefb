import { isSealed } from '@ecou/event-sourcing';

/** The value with its envelopes closed: whose it is stays, what is in it goes. */
export function closed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isSealed(value)) return { subject: value.subject, codec: value.codec, value: null };
  if (Array.isArray(value)) return value.map(closed);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, closed(inner)]));
}
