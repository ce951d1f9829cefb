import { builtInTerms, facilityKinds, inLanguage, type Language, type LocalizedText } from '@ecou/contracts';

/** An id that nobody named, to be read: without its hyphens. */
const readable = (id: string): string => id.replaceAll('-', ' ');

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The name of a word that facts use: as staff named it, else as it came along, else the word itself. */
export function nameOf(list: string, id: string, lang: Language, named = termOf(list, id)): string {
  return capital(named ? inLanguage(named, lang) : readable(id));
}

const kinds = Object.entries(facilityKinds.ro).map(([id, ro]) => ({
  ...{ id, name: { ro, en: facilityKinds.en[id as keyof typeof facilityKinds.en] } },
}));

/** Names of words that facts use, by the list that they stand in and their ids. */
const terms = new Map(
  Object.entries({ ...builtInTerms, 'facility-kinds': kinds }).flatMap(([list, all]) =>
    all.map(({ id, name }) => [`${list} ${id}`, name] as const),
  ),
);

const termOf = (list: string, id: string): LocalizedText | undefined => terms.get(`${list} ${id}`);

/** A text out of two columns; `undefined` where there is none. */
export function localized(ro: string | null, en: string | null): LocalizedText | undefined {
  if (ro === null) return undefined;
  return en === null ? { ro } : { ro, en };
}
