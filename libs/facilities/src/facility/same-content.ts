/** Whether two JSON values say the same, whatever the order of their properties. */
export function sameContent(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const left = entriesOf(one);
  const right = new Map(entriesOf(other));
  return (
    left.length === right.size && left.every(([key, value]) => right.has(key) && sameContent(value, right.get(key)))
  );
}

const entriesOf = (value: object) => Object.entries(value).filter(([, content]) => content !== undefined);
