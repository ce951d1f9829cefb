/** The clock by which days begin and end, as SQL has it: that of the municipality. */
export const municipalTime = `AT TIME ZONE 'Europe/Bucharest'`;

/** The end of a day as SQL. `day`: an expression of the type `date`. */
export const endOfDay = (day: string): string => `((${day}) + 1)::timestamp ${municipalTime}`;
