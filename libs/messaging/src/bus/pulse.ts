/** The time that a consumer may be silent before it counts as one that no longer polls. */
export const silentAfterMs = 30_000;

/** The time that it may take over the messages that it has in hand before it counts as stuck with them. */
export const stuckAfterMs = 600_000;

/** The time for which it may have messages and take none of them before it counts as one that stands still. */
export const stillAfterMs = 60_000;

/** The pulse of a consumer. It is at work while it asks for messages, or has some in hand. */
export class Pulse {
  /** ISO 8601: when it last asked for messages. */
  lastPollAt: string | null = null;
  private polledAt = -Infinity;
  private inHand = 0;
  private freeSince = -Infinity;
  /** The time at which it last took one of the messages that it has, or got the first of them. Null where it has none. */
  private tookAt: number | null = null;

  /** `now` in milliseconds, of a clock that is never set. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Also of one that has not asked yet. */
  get silent(): boolean {
    const last = Math.max(this.polledAt, this.freeSince);
    return this.now() - last > (this.inHand > 0 ? stuckAfterMs : silentAfterMs);
  }

  /** True of one that has messages, also between tries that failed, and takes none of them. */
  get standsStill(): boolean {
    return this.tookAt !== null && this.now() - this.tookAt > stillAfterMs;
  }

  polled(): void {
    this.polledAt = this.now();
    this.lastPollAt = new Date().toISOString();
  }

  /** It is through with one of the messages in hand. */
  readonly progressed = (): void => {
    this.tookAt = this.now();
  };

  /** Has messages in hand for as long as the work takes; still has them to take where that fails. */
  async hold<T>(work: Promise<T>): Promise<T> {
    this.inHand += 1;
    this.tookAt ??= this.now();
    try {
      const answer = await work;
      this.tookAt = this.inHand > 1 ? this.now() : null;
      return answer;
    } finally {
      this.inHand -= 1;
      this.freeSince = this.now();
    }
  }

  /** It no longer asks. */
  stop(): void {
    this.lastPollAt = null;
    this.polledAt = this.freeSince = -Infinity;
    this.tookAt = null;
  }
}
