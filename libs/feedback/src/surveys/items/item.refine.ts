import type { z } from 'zod';
import { misfitsOf, type Wording } from './item.rules.js';

/** Refinement of a body: its parts fit together, and all is worded in its languages. */
export function worded(body: Wording, { addIssue }: Pick<z.RefinementCtx, 'addIssue'>): void {
  for (const { path, code, message } of misfitsOf(body)) {
    addIssue({ code: 'custom', path: [...path], message, params: { code } });
  }
}
