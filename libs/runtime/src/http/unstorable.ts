import { joinPath, Problem } from './problem.js';

/** Whether PostgreSQL can keep the text: it has no U+0000, and UTF-8 has no half of a surrogate pair. */
const isStorable = (text: string): boolean => !text.includes('\0') && !/\p{Surrogate}/u.test(text);

/** Every text in a JSON value with where it stands, the names of fields too. */
function* textsIn(
  value: unknown,
  path: readonly string[],
): Generator<readonly [text: string, path: readonly string[]]> {
  if (typeof value === 'string') yield [value, path];
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    yield [name, path];
    yield* textsIn(inner, [...path, name]);
  }
}

/** The problem with text that no database could keep, naming where it stands; `undefined` where there is none. */
export function unstorableIn(value: unknown): Problem | undefined {
  for (const [text, path] of textsIn(value, [])) {
    if (isStorable(text)) continue;
    const code = 'TEXT_NOT_ALLOWED';
    const message = 'The character U+0000 and halves of surrogate pairs cannot be kept.';
    return new Problem(400, code, message, { errors: [{ path: joinPath(path), code, message }] });
  }
  return undefined;
}

/** Whether a JSON text could have such characters in it: they can only stand there as escapes. */
export const mayBeUnstorable = (json: string): boolean => /\\u(?:0000|d[89a-f])/i.test(json);
