import { Engine, loop, Waker, type RoomWork } from '@ecou/messaging';
import { ContextMetrics, OwnTables } from '@ecou/runtime';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { setTimeout as wait } from 'node:timers/promises';
import { definition } from './star-tables.js';
import { recordChannel } from './record.js';
import { advance, ensureStar, lagOf, ownStars } from './stars.js';

/** Milliseconds after which it looks by itself; a wake-up is only faster. */
const idleMs = 1_000;
/** Milliseconds in which messages are gathered, so that they are taken together. */
const gatherMs = 20;

/** Makes the star out of the record, and keeps it up. */
@Injectable()
export class StarKeeper implements RoomWork, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(StarKeeper.name);
  private readonly waker = new Waker();
  private stopListening: () => Promise<void> = () => Promise.resolve();
  private trouble: string | undefined;
  /** Once in a process: it does not bring back what a newer release has replaced. */
  private isEnsured = false;

  constructor(
    private readonly tables: OwnTables,
    private readonly engine: Engine,
    private readonly metrics: ContextMetrics,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.stopListening = await this.tables.listen(recordChannel, this.waker.wake);
    this.metrics.watch([['ecou_star_lag', 'Messages of the record that are not in the star yet']], async () => [
      { name: 'ecou_star_lag', value: await this.tables.transaction(lagOf) },
    ]);
    // Each release keeps up its own star, until that of another one takes its place.
    this.engine.lead(`star ${definition}`, this);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stopListening();
  }

  async run(_lease: unknown, signal: AbortSignal): Promise<void> {
    let isMore = false;
    const onError = (error: unknown) => {
      this.warn(error);
    };
    await loop({ signal, waker: this.waker, idleMs, onError }, async () => {
      if (!this.isEnsured) await this.tables.transaction(ensureStar);
      this.isEnsured = true;
      if (!isMore) await wait(gatherMs);
      isMore = await this.round();
      this.trouble = undefined;
      return isMore;
    });
  }

  troubles(): readonly string[] {
    return this.trouble === undefined ? [] : [this.trouble];
  }

  /** Looks at once for something to do. */
  wake(): void {
    this.waker.wake();
  }

  /** True where there is more to do at once. */
  private async round(): Promise<boolean> {
    const stars = await this.tables.transaction(ownStars);
    let isMore = false;
    for (const { star } of stars) {
      if (await this.tables.transaction((run, copy) => advance(star, { run, copy }))) isMore = true;
    }
    return isMore;
  }

  /** Once, until it goes on. */
  private warn(error: unknown): void {
    const trouble = `The star stands still: ${error instanceof Error ? error.message : String(error)}`;
    if (this.trouble === undefined) this.logger.warn(trouble);
    this.trouble = trouble;
  }
}
