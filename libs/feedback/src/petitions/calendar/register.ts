/** The register of a year (`2026`), as the store names it: its numbers are `2026-000123`. */
export const registerOf = (year: string): string => `petitions-${year}`;

/** The outgoing register of a year, as the store names it: its numbers are `E-2026-000123`. */
export const outgoingRegisterOf = (year: string): string => `outgoing-${year}`;

/** The year and the place of a number that has the form of this register's; undefined for one of another form. */
export function placeInRegister(number: string): { readonly year: string; readonly place: number } | undefined {
  const [, year, digits] = /^(\d{4})-(\d{6,})$/.exec(number) ?? [];
  return year === undefined || digits === undefined ? undefined : { year, place: Number(digits) };
}
