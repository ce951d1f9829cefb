import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { Session } from './session.js';

/** Shortest time between two notifications: the first goes out at once, the next stands for all commits in between. */
const intervalMs = 20;

/**
 * Tells readers that something was committed: at once in this process, by NOTIFY (after the commit, never in it) to others, and by
 * polling behind both.
 */
export class WakeUp {
  private readonly listeners = new Set<() => void>();
  private session: Session | undefined;
  private notifying = false;
  private pending = false;
  /** Payload by which this process knows its own notifications. */
  private readonly self = randomUUID();
  private poll: NodeJS.Timeout | undefined;
  private next: NodeJS.Timeout | undefined;

  constructor(
    private readonly pool: pg.Pool,
    private readonly channel: string,
    private readonly pollMs: number,
  ) {}

  start(): void {
    this.poll = setInterval(this.wake, this.pollMs);
    this.session = Session.beside(this.pool);
    void this.session.listen(this.channel, (payload) => {
      if (payload !== this.self) this.wake();
    });
  }

  async stop(): Promise<void> {
    clearInterval(this.poll);
    clearTimeout(this.next);
    const { session } = this;
    this.session = undefined;
    await session?.stop();
  }

  on(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** After a commit of this process. */
  committed(): void {
    this.wake();
    this.pending = true;
    if (!this.notifying) this.notify();
  }

  private notify(): void {
    this.notifying = true;
    this.pending = false;
    void this.pool.query('SELECT pg_notify($1, $2)', [this.channel, this.self]).catch(() => undefined);
    this.next = setTimeout(() => {
      this.notifying = false;
      if (this.pending) this.notify();
    }, intervalMs);
  }

  private readonly wake = (): void => {
    for (const listener of this.listeners) listener();
  };
}
