import { findUnstorable } from '@ecou/event-sourcing';
import { joinPath, Problem } from './problem.js';

/** The problem with text that no database could keep, naming where it stands; `undefined` where there is none. */
export function unstorableIn(value: unknown): Problem | undefined {
  const path = findUnstorable(value);
  if (!path) return undefined;
  const code = 'TEXT_NOT_ALLOWED';
  const message = 'The character U+0000 and halves of surrogate pairs cannot be kept.';
  return new Problem(400, code, message, { errors: [{ path: joinPath(path), code, message }] });
}
