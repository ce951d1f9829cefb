/** The time that a consumer may be silent before it counts as one that no longer polls. */
export const silentAfterMs = 30_000;

/** The time that it may take over the messages that it has in hand before it counts as stuck with them. */
export const stuckAfterMs = 600_000;

/** The pulse of a consumer. It is at work while it asks for messages, or has some in hand. */
export class Pulse {
  private polledAt: number | null = null;
  private inHand = 0;
  private freeSince = 0;

  constructor(private readonly now: () => number = () => Date.now()) {}

  /** ISO 8601: when it last asked for messages. */
  get lastPollAt(): string | null {
    return this.polledAt === null ? null : new Date(this.polledAt).toISOString();
  }

  /** Also of one that has not asked yet. */
  get silent(): boolean {
    const last = Math.max(this.polledAt ?? 0, this.freeSince);
    return this.now() - last > (this.inHand > 0 ? stuckAfterMs : silentAfterMs);
  }

  polled(): void {
    this.polledAt = this.now();
  }

  /** Has messages in hand for as long as the work takes. */
  async hold<T>(work: Promise<T>): Promise<T> {
    this.inHand += 1;
    try {
      return await work;
    } finally {
      this.inHand -= 1;
      this.freeSince = this.now();
    }
  }

  /** It no longer asks. */
  stop(): void {
    this.polledAt = null;
    this.freeSince = 0;
  }
}
