import { errorsOf } from '@ecou/runtime/imports';
import type { FieldError } from '@ecou/runtime';

/** The parts of a list, each of `size` at most, in order. */
export const inBatches = <T>(all: readonly T[], size: number): (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size));

/**
 * Carries things out in units of many; where a unit is refused, each of it by itself, so that one that is refused stops no other. `refused` makes
 * the result of one that is. Throws errors that none of them is to blame for.
 */
export async function together<T, R>(
  batch: readonly T[],
  run: (some: readonly T[]) => Promise<readonly R[]>,
  refused: (one: T, errors: readonly FieldError[]) => R | Promise<R>,
): Promise<readonly R[]> {
  try {
    return await run(batch);
  } catch (error) {
    const errors = errorsOf(error);
    const [one] = batch;
    if (one !== undefined && batch.length === 1) return [await refused(one, errors)];
  }
  const results: R[] = [];
  for (const one of batch) results.push(...(await together([one], run, refused)));
  return results;
}
