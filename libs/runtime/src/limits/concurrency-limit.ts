import pLimit, { type LimitFunction } from 'p-limit';

interface ConcurrencyRules {
  /** The number of those that run together. */
  readonly atATime: number;
  /** The number of those that may wait. */
  readonly waiting: number;
  /** The error for further ones. */
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
