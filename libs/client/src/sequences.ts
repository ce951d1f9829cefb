import { MissedMessages } from './errors.js';
import type { Envelope } from './message.js';

/*
 * After a source was restored from a backup, its sequences go on beyond all that it ever gave: at the seconds since 1970 of that moment times a
 * million, plus 1.
 */
const step = 1_000_000;
const least = 1_000_000_000 * step;

const beginsAnew = (sequence: number): boolean => sequence > least && sequence % step === 1;

/** The last sequence of each key, by which a reader knows that it missed nothing, and what it has seen before. */
export class Sequences {
  private readonly last: Map<string, number>;

  constructor(
    known: Readonly<Record<string, number>> = {},
    /** True: every message since the first one was read. */
    private readonly isWhole = false,
  ) {
    this.last = new Map(Object.entries(known));
  }

  /** The gap between a message and the one of its key before it: nothing, messages that are missing, or the message was seen before. */
  check({ source, partitionkey, sequence, position }: Envelope): 'follows' | 'seen' | MissedMessages {
    const [last, now] = [this.last.get(keyOf(source, partitionkey)), Number(sequence)];
    if (last !== undefined && now <= last) return 'seen';
    const expected = last === undefined ? (this.isWhole ? 1 : now) : last + 1;
    if (now === expected || beginsAnew(now)) return 'follows';
    return new MissedMessages(source, partitionkey, expected, now - 1, position);
  }

  take({ source, partitionkey, sequence }: Envelope): void {
    this.last.set(keyOf(source, partitionkey), Number(sequence));
  }

  all(): Record<string, number> {
    return Object.fromEntries(this.last);
  }
}

const keyOf = (source: string, key: string): string => `${source} ${key}`;
