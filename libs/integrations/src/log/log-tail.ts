import { OwnTables } from '@ecou/runtime';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { setTimeout as wait } from 'node:timers/promises';
import { logChannel } from './message-log.js';

/** Wakes those who wait at the end of the log. They look by themselves as well, so a wake-up is never needed, only faster. */
@Injectable()
export class LogTail implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly ended = new AbortController();
  private waiting = new Set<() => void>();
  private stopListening: () => Promise<void> = () => Promise.resolve();

  constructor(private readonly tables: OwnTables) {}

  async onApplicationBootstrap(): Promise<void> {
    this.stopListening = await this.tables.listen(logChannel, () => {
      this.wakeAll();
    });
  }

  /** Whoever waits is answered, and every stream ends, before the server closes. */
  async beforeApplicationShutdown(): Promise<void> {
    this.ended.abort();
    this.wakeAll();
    await this.stopListening();
  }

  /** True once the process has begun to stop. */
  get isEnding(): boolean {
    return this.ended.signal.aborted;
  }

  /** Until there may be more, or the time is over (milliseconds), or the signal aborts, or the process stops. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    const woken = new AbortController();
    const wake = () => {
      woken.abort();
    };
    this.waiting.add(wake);
    await wait(ms, undefined, { signal: AbortSignal.any([signal, woken.signal, this.ended.signal]) }).catch(
      () => undefined,
    );
    this.waiting.delete(wake);
  }

  private wakeAll(): void {
    for (const wake of this.waiting) wake();
  }
}
