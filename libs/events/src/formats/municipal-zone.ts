/** The clock that people of the municipality look at: a time on it needs no name of a zone. */
export const municipalZone = 'Europe/Bucharest';
