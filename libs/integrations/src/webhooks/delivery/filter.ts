import type { LogEntry } from '../../log/log.reader.js';
import type { EndpointFilter } from '../endpoint/endpoint.events.js';

/** True where a message meets every criterion. */
export function matches({ types, key, fields }: EndpointFilter, entry: LogEntry): boolean {
  if (types && !types.includes(entry.type)) return false;
  if (key !== null && key !== entry.partitionkey) return false;
  return fields.every(({ field, equals }) => [valueAt(entry, field.split('.'))].flat().includes(equals));
}

/** The value at a path; `undefined` where there is none. */
const valueAt = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, name)
        ? (inner as Record<string, unknown>)[name]
        : undefined,
    value,
  );
