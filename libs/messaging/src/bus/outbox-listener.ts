import { Session } from '@ecou/event-sourcing';
import type { Pool } from 'pg';
import { Waker } from '../resilience/loop.js';
import { outboxChannel } from '../outbox/outbox.js';

/** Wakes the readers of outboxes when a mapper has written. They poll as well, so a wake-up is never needed, only faster. */
export class OutboxListener {
  private readonly wakers = new Map<string, Set<Waker>>();
  private session: Session | undefined;
  private listening = false;

  constructor(private readonly pool: Pool) {}

  /** A waker for the outbox in a schema. */
  waker(schema: string): Waker {
    const waker = new Waker();
    this.wakers.set(schema, (this.wakers.get(schema) ?? new Set()).add(waker));
    if (!this.listening) this.listen();
    return waker;
  }

  async stop(): Promise<void> {
    const { session } = this;
    this.session = undefined;
    await session?.stop();
  }

  private listen(): void {
    this.listening = true;
    this.session ??= Session.beside(this.pool);
    this.session
      .listen(outboxChannel, (schema) => {
        const woken = schema === undefined ? [...this.wakers.values()] : [this.wakers.get(schema) ?? []];
        for (const wakers of woken) for (const waker of wakers) waker.wake();
      })
      .catch(() => {
        this.listening = false; // the next reader tries again
      });
  }
}
