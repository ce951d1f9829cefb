import { setTimeout as sleep } from 'node:timers/promises';

/** Lets each host be asked one thing at a time, and leaves it alone for a while after that. */
export class HostTurns {
  /** The promise that the next one at a host waits for. */
  private readonly last = new Map<string, Promise<void>>();

  /** `pauseMs`: milliseconds between an answer and the next request. */
  constructor(private readonly pauseMs: number) {}

  /** The hosts that are asked something, or left alone. */
  get busy(): readonly string[] {
    return [...this.last.keys()];
  }

  /** Does `work` when it is the host's turn; not at all where the signal is aborted by then. */
  async take<T>(host: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(host);
    let end = (): void => undefined;
    const done = new Promise<void>((resolve) => (end = resolve));
    const free = done.then(() => sleep(this.pauseMs, undefined, { ref: false }));
    this.last.set(host, free);
    void free.then(() => {
      if (this.last.get(host) === free) this.last.delete(host);
    });
    try {
      await before;
      signal.throwIfAborted();
      return await work();
    } finally {
      end();
    }
  }
}
