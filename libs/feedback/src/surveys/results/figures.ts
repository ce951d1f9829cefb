/** The count of each grade: `[grade, count]`. */
export type Counts = readonly (readonly [number, number])[];

export const totalOf = (counts: Counts): number => counts.reduce((sum, [, count]) => sum + count, 0);

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** Two decimals; `null` where nobody gave a grade. */
export function meanOf(counts: Counts): number | null {
  const total = totalOf(counts);
  return total === 0 ? null : rounded(counts.reduce((sum, [grade, count]) => sum + grade * count, 0) / total, 2);
}

/** The middle grade, or the mean of the two in the middle; `null` where nobody gave a grade. */
export function medianOf(counts: Counts): number | null {
  const total = totalOf(counts);
  if (total === 0) return null;
  return (gradeAt(counts, Math.floor((total - 1) / 2)) + gradeAt(counts, Math.floor(total / 2))) / 2;
}

/** The grade at a place, from 0, of all grades in rising order. */
function gradeAt(counts: Counts, place: number): number {
  let passed = 0;
  for (const [grade, count] of [...counts].sort(([one], [other]) => one - other)) {
    passed += count;
    if (place < passed) return grade;
  }
  throw new Error('The place lies behind the last grade.');
}

/** Three decimals. */
export const rateOf = (part: number, whole: number): number => rounded(part / whole, 3);
