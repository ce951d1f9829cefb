import { z } from 'zod';

/** A personal value as it is stored: whose it is, how it is encoded, and the encoded value. */
export interface Sealed<T = unknown> {
  /** Random id of the person, made at first contact. */
  readonly subject: string;
  readonly codec: string;
  /** The value as the codec encoded it; for `plain`, the value itself. */
  readonly value: unknown;
  /** Never present: carries the type of the value inside. */
  readonly __type?: T;
}

/** The codec of a value that stands in its envelope as it is: on its way to the unit of work, or stored before values were encrypted. */
export const plainCodec = 'plain';

/** The codec of an envelope without a value: the person was erased before it was to be stored. */
export const erasedCodec = 'erased';

/** The codec of an envelope that was found where it does not belong: nothing opens it. */
export const movedCodec = 'moved';

const personalMark = 'ecouPersonal';

/**
 * The schema of a personal field in an event or an internal contract: an envelope. `inner` says what it holds; the envelope's content
 * is checked when it is sealed, since a codec may have made it unreadable here.
 */
export const personal = <S extends z.ZodType>(inner: S) =>
  z
    .strictObject({ subject: z.uuid(), codec: z.string(), value: z.unknown() })
    .meta({ [personalMark]: true, description: `Personal: ${inner.description ?? inner.type}` })
    .transform((sealed): Sealed<z.output<S>> => sealed);

/** True where a JSON Schema has a personal field anywhere. */
export const holdsPersonal = (jsonSchema: unknown): boolean =>
  typeof jsonSchema === 'object' &&
  jsonSchema !== null &&
  (personalMark in jsonSchema || Object.values(jsonSchema).some(holdsPersonal));

/** True for an envelope. */
export const isSealed = (value: unknown): value is Sealed =>
  typeof value === 'object' && value !== null && 'codec' in value && 'subject' in value && 'value' in value;

/** Every envelope in a value. */
export function envelopesIn(value: unknown): Sealed[] {
  if (typeof value !== 'object' || value === null) return [];
  return isSealed(value) ? [value] : Object.values(value).flatMap(envelopesIn);
}

/** The value with another envelope in the place of each; the value itself where none is another. */
export function withEnvelopes(value: unknown, another: (envelope: Sealed, path: readonly string[]) => Sealed): unknown {
  return replaced(value, another, []);
}

function replaced(
  value: unknown,
  another: (envelope: Sealed, path: readonly string[]) => Sealed,
  path: readonly string[],
): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isSealed(value)) return another(value, path);
  if (Array.isArray(value)) {
    // The place of an item in its list is no part of its name.
    const items = value.map((item) => replaced(item, another, path));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const entries = Object.entries(value).map(
    ([key, inner]) => [key, inner, replaced(inner, another, [...path, key])] as const,
  );
  return entries.some(([, before, after]) => before !== after)
    ? Object.fromEntries(entries.map(([key, , after]) => [key, after]))
    : value;
}
