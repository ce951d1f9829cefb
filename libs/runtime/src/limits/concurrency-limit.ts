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
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly rules: ConcurrencyRules) {}

  /** Throws `busy` where too many wait already. */
  async take<T>(run: () => Promise<T>): Promise<T> {
    if (this.running >= this.rules.atATime) {
      if (this.waiting.length >= this.rules.waiting) throw this.rules.busy();
      await new Promise<void>((go) => this.waiting.push(go));
    } else this.running += 1;
    try {
      return await run();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
