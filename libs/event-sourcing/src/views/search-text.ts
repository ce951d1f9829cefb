/** Text without case and diacritics, as searches compare it: what the column of a view holds that is looked through. */
export const searchText = (...texts: readonly (string | null | undefined)[]): string =>
  texts.filter(Boolean).join(' ').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();

/** A LIKE pattern for each word of a search, its wildcards taken as letters. */
export const wordPatterns = (q = ''): readonly string[] =>
  searchText(q)
    .split(' ')
    .filter(Boolean)
    .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
