/** Whether two JSON values hold the same; the order of an object's keys, and keys without a value, do not count. */
export function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const a = Object.entries(one).filter(([, value]) => value !== undefined);
  const b = Object.entries(other).filter(([, value]) => value !== undefined);
  const rest = new Map(b);
  return a.length === b.length && a.every(([key, value]) => rest.has(key) && same(value, rest.get(key)));
}
