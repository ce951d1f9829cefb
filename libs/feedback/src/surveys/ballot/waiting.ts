import { Invalid } from '@ecou/event-sourcing';
import type { Language } from '@ecou/contracts';
import { smallestGroup } from '../results/suppression.js';
import type { PlainAnswer } from '../response/response.schemas.js';

/** An answer that waits to be written with others. It has neither time nor origin. */
export interface Waiting {
  /** The random id that it will have. */
  readonly id: string;
  /** The number of its ballot. */
  readonly number: string;
  readonly language: Language;
  readonly answers: readonly PlainAnswer[];
}

/** The number of answers that stay behind when a group is written. The next group is mixed with them, and the last one made of them. */
const kept = smallestGroup;

/** Bytes that an answer takes while it waits, whatever it says. */
export const slotBytes = 8 * 1024;

/** A whole number from 0, below `limit`, each as likely as the others. */
export type Draw = (limit: number) => number;

/** The answers in an order that tells nothing of how they came. */
export const inOrder = (waiting: readonly Waiting[]): readonly Waiting[] =>
  [...waiting].sort((one, other) => (one.id < other.id ? -1 : 1));

function shuffled<T>(all: readonly T[], draw: Draw): readonly T[] {
  const rest = [...all];
  return all.flatMap(() => rest.splice(draw(rest.length), 1));
}

/** True where so many are enough for a group and for those that stay behind. */
export const isDue = (waiting: number): boolean => waiting >= smallestGroup + kept;

/**
 * The answers that are written now, in random order: none until they are enough (`isDue`), then all but `kept`, chosen at
 * random. When the questionnaire is closed (`last`), all of them.
 */
export function groupOf(waiting: readonly Waiting[], last: boolean, draw: Draw): readonly Waiting[] {
  if (last) return shuffled(waiting, draw);
  return isDue(waiting.length) ? shuffled(waiting, draw).slice(kept) : [];
}

/** Waiting answers as bytes, whose number tells how many wait and nothing else. Throws `Invalid` where one is longer than its slot. */
export function waitingBytes(waiting: readonly Waiting[]): Buffer {
  const bytes = Buffer.alloc(waiting.length * slotBytes, ' ');
  inOrder(waiting).forEach((one, index) => {
    const text = Buffer.from(JSON.stringify(one));
    if (text.length > slotBytes) throw new Invalid('ANSWER_TOO_LONG', 'The answer is too long.', ['answers']);
    text.copy(bytes, index * slotBytes);
  });
  return bytes;
}

export const waitingOf = (bytes: Buffer): readonly Waiting[] =>
  Array.from(
    { length: bytes.length / slotBytes },
    (_, index) => JSON.parse(bytes.toString('utf8', index * slotBytes, (index + 1) * slotBytes)) as Waiting,
  );
