import { randomUUID } from 'node:crypto';
import type { Sealed, Vault } from '@ecou/event-sourcing';
import type { GivenAnswer } from './answer.rules.js';
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
    given.map(async ({ text, other, ...answer }) => {
      const before = standing.find(({ item }) => item === answer.item);
      return {
        ...answer,
        ...(text !== undefined && { text: await sealOnce(vault, text, textIn(before)) }),
        ...(other !== undefined && { other: await sealOnce(vault, other, otherIn(before)) }),
      };
    }),
  );

const textIn = (answer: Answer | undefined) => (answer && 'text' in answer ? answer.text : undefined);
const otherIn = (answer: Answer | undefined) => (answer && 'other' in answer ? answer.other : undefined);
