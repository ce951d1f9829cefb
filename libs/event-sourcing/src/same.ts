/**
 * True where two JSON values hold the same; the order of an object's keys, and keys without a value, do not count (they are gone once the
 * value is stored). Deciders ask it whether a command repeats what stands.
 */
export function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const left = entriesOf(one);
  const right = new Map(entriesOf(other));
  return left.length === right.size && left.every(([key, value]) => right.has(key) && same(value, right.get(key)));
}

const entriesOf = (value: object) => Object.entries(value).filter(([, held]) => held !== undefined);

/** The text of a JSON value, one for all values that are the same: keys by their UTF-16 units, as in RFC 8785 (JCS). */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
