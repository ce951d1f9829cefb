/** The number of seats, and those that are kept for a category. */
export interface SeatRules {
  /** `null`: as many as come. */
  readonly capacity: number | null;
  readonly reserved: readonly { readonly category: string; readonly seats: number }[];
}

/** The number of seats that are taken, by category. */
export type Taken = Readonly<Record<string, number>>;

/** The number of a category; a category may be called anything that a slug may, also `constructor`. */
export const countOf = (taken: Taken, category: string): number =>
  Object.hasOwn(taken, category) ? (taken[category] ?? 0) : 0;

const reservedFor = ({ reserved }: SeatRules, category: string): number =>
  reserved.find((each) => each.category === category)?.seats ?? 0;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** Seats that are kept for nobody and are not taken; below 0 where more are taken than there are; `null` where there is no limit. */
export function generalFree(rules: SeatRules, taken: Taken): number | null {
  if (rules.capacity === null) return null;
  const general = rules.capacity - sum(rules.reserved.map(({ seats }) => seats));
  // Somebody of a category sits on a seat that is kept for it as long as there is one.
  const used = Object.entries(taken).map(([category, count]) => Math.max(0, count - reservedFor(rules, category)));
  return general - sum(used);
}

/** Seats of a category that are kept for it and are not taken. */
export const reservedFree = (rules: SeatRules, taken: Taken, category: string): number =>
  Math.max(0, reservedFor(rules, category) - countOf(taken, category));

/** True where somebody of this category can have a seat: one that is kept for the category, or else one that is kept for nobody. */
export function fits(rules: SeatRules, taken: Taken, category: string): boolean {
  const general = generalFree(rules, taken);
  return general === null || general > 0 || (general === 0 && reservedFree(rules, taken, category) > 0);
}

/** True where everybody who has a seat would still have one under these rules, with the reserved ones kept. */
export function holdsAll(rules: SeatRules, taken: Taken): boolean {
  const general = generalFree(rules, taken);
  return general === null || general >= 0;
}
