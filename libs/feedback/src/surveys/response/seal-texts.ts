import { randomUUID } from 'node:crypto';
import type { Vault } from '@ecou/event-sourcing';
import type { GivenAnswer } from './answer.rules.js';
import type { Answer } from './response.events.js';
import type { PlainAnswer } from './response.schemas.js';

/**
 * Seals the free texts of answers, each for a subject of its own. A text that stands in the same answer already keeps its envelope.
 * `Sealing` would not do: it seals for one person. The body's schema does not mark them `Personal` either: answers by ballot wait in their
 * box as JSON, and are sealed for a person when they are taken out.
 */
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
        ...(text !== undefined && { text: await vault.seal(randomUUID(), text, [textIn(before)]) }),
        ...(other !== undefined && { other: await vault.seal(randomUUID(), other, [otherIn(before)]) }),
      };
    }),
  );

const textIn = (answer: Answer | undefined) => (answer && 'text' in answer ? answer.text : undefined);
const otherIn = (answer: Answer | undefined) => (answer && 'other' in answer ? answer.other : undefined);
