import { joinPath, Problem } from './problem.js';

/** True where PostgreSQL can keep the text: it has no U+0000, and UTF-8 has no half of a surrogate pair. */
const isStorable = (text: string): boolean => !text.includes('\0') && !/\p{Surrogate}/u.test(text);

/** The path of something, from the inside to the outside. */
interface Place {
  readonly name: string;
  readonly within: Place | undefined;
}

function pathOf(place: Place | undefined): readonly string[] {
  const names: string[] = [];
  for (let at = place; at; at = at.within) names.push(at.name);
  return names.toReversed();
}

/** The path of a text in a JSON value, however deep, that cannot be kept; for the name of a field that is what holds the field. */
function findUnstorable(value: unknown): readonly string[] | undefined {
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

/** The problem with text that no database could keep, naming where it stands; `undefined` where there is none. */
export function unstorableIn(value: unknown): Problem | undefined {
  const path = findUnstorable(value);
  if (!path) return undefined;
  const code = 'TEXT_NOT_ALLOWED';
  const message = 'The character U+0000 and halves of surrogate pairs cannot be kept.';
  return new Problem(400, code, message, { errors: [{ path: joinPath(path), code, message }] });
}

/** True where a JSON text could have such characters in it: they can only stand there as escapes. */
export const mayBeUnstorable = (json: string): boolean => /\\u(?:0000|d[89a-f])/i.test(json);
