import { randomUUID } from 'node:crypto';
import type { Sealed, Vault } from '@ecou/event-sourcing';
import type { GivenAnswer } from './response.decider.js';
import type { Answer } from './response.events.js';
import type { PlainAnswer } from './response.schemas.js';

/** The value sealed for a new subject; or the envelope that stands there already, where it holds the same value. */
export async function sealOnce(vault: Vault, value: string, standing: Sealed<string> | undefined) {
  const isSame = standing !== undefined && (await vault.open(standing)) === value;
  return isSame ? standing : vault.seal(randomUUID(), value);
}

/** The answers with their free texts sealed; those of a repeated answer as they stand. */
export const sealTexts = (
  vault: Vault,
  given: readonly PlainAnswer[],
  standing: readonly Answer[],
): Promise<GivenAnswer[]> =>
  Promise.all(
    given.map(async ({ text, ...answer }) => {
      if (text === undefined) return answer;
      const before = standing.find(({ item }) => item === answer.item);
      return { ...answer, text: await sealOnce(vault, text, before?.kind === 'text' ? before.text : undefined) };
    }),
  );
