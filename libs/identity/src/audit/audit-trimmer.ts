import { Clock, type Lease } from '@ecou/event-sourcing';
import { Engine, type RoomWork } from '@ecou/messaging';
import { CONTEXT_CONFIG, OwnTables } from '@ecou/runtime';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from '../settings.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Entries that are removed in one transaction. */
const together = 5_000;

/** Removes entries of the audit that are too old, each hour, in one process at a time. What it did stands in the audit, and stays. */
@Injectable()
export class AuditTrimmer implements RoomWork, OnModuleInit {
  private hasFailed = false;

  constructor(
    private readonly engine: Engine,
    private readonly tables: OwnTables,
    private readonly clock: Clock,
    @Inject(CONTEXT_CONFIG) private readonly settings: Pick<Settings, 'ECOU_AUDIT_DAYS'>,
  ) {}

  onModuleInit(): void {
    this.engine.lead('audit-trimmer', this);
  }

  async run(_lease: Lease, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.trim().then(
        () => (this.hasFailed = false),
        () => (this.hasFailed = true),
      );
      await sleep(hourMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  troubles(): readonly string[] {
    return this.hasFailed ? ['Entries of the audit that are too old could not be removed.'] : [];
  }

  /** Removes what is too old; answers how many entries that were. */
  async trim(): Promise<number> {
    const now = this.clock.now();
    const before = new Date(Date.parse(now) - this.settings.ECOU_AUDIT_DAYS * dayMs).toISOString();
    let all = 0;
    for (;;) {
      const removed = await this.tables.transaction(async (run) => {
        const [row] = await run<{ removed: number }>('SELECT identity.trim_audit($1, $2, $3) AS removed', [
          ...[before, now, together],
        ]);
        return row?.removed ?? 0;
      });
      all += removed;
      if (removed < together) return all;
    }
  }
}
