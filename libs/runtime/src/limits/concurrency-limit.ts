import pLimit, { type LimitFunction } from 'p-limit';

interface ConcurrencyRules {
  /** How many have their turn together. */
  readonly atATime: number;
  /** How many may wait for theirs. */
  readonly waiting: number;
  /** What further ones are told. */
  readonly busy: () => Error;
}

/** Lets a few do something costly at a time, in the order in which they came. */
export class ConcurrencyLimit {
  private readonly limit: LimitFunction;

  constructor(private readonly rules: ConcurrencyRules) {
    this.limit = pLimit(rules.atATime);
  }

  /** Throws `busy` where too many wait already. */
  async take<T>(run: () => Promise<T>): Promise<T> {
    const { atATime, waiting, busy } = this.rules;
    if (this.limit.activeCount + this.limit.pendingCount >= atATime + waiting) throw busy();
    return this.limit(run);
  }
}
