const rules = new Intl.PluralRules('ro');

/** A number with what it counts, in Romanian: `un chestionar`, `12 chestionare`, `45 de chestionare`. `one` has its article. */
export function countOf(count: number, [one, many]: readonly [one: string, many: string]): string {
  const form = rules.select(count);
  if (form === 'one') return one;
  return form === 'few' ? `${count} ${many}` : `${count} de ${many}`;
}
