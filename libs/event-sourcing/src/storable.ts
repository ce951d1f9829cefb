/** True for a text that PostgreSQL can keep: it has no U+0000, and UTF-8 has no half of a surrogate pair. */
const isStorable = (text: string): boolean => !text.includes('\0') && !/\p{Surrogate}/u.test(text);

/** The text as PostgreSQL can keep it: what it cannot stands there as U+FFFD. */
export const storableText = (text: string): string => text.replaceAll(/\0|\p{Surrogate}/gu, '\uFFFD');

/** The place of a value, from the inside to the outside. */
interface Place {
  readonly name: string;
  readonly within: Place | undefined;
}

function pathOf(place: Place | undefined): readonly string[] {
  const names: string[] = [];
  for (let at = place; at; at = at.within) names.push(at.name);
  return names.toReversed();
}

/**
 * The path of a text in a JSON value, however deep, that no database could keep; for the name of a field that of what holds the field.
 * `undefined` where there is none.
 */
export function findUnstorable(value: unknown): readonly string[] | undefined {
  const found: { readonly value: unknown; readonly place: Place | undefined }[] = [{ value, place: undefined }];
  for (const { value: one, place } of found) {
    if (typeof one === 'string' && !isStorable(one)) return pathOf(place);
    if (typeof one !== 'object' || one === null) continue;
    for (const [name, inner] of Object.entries(one)) {
      if (!isStorable(name)) return pathOf(place);
      found.push({ value: inner, place: { name, within: place } });
    }
  }
  return undefined;
}

/** True for a JSON text that could hold such a text: it can only stand there as an escape. */
export const mayBeUnstorable = (json: string): boolean => /\\u(?:0000|d[89a-f])/i.test(json);
