import { setTimeout as sleep } from 'node:timers/promises';
import type { Lease } from '@ecou/event-sourcing';
import type { RoomWork } from '@ecou/messaging';
import { Injectable, Logger } from '@nestjs/common';
import { CheckList, type Due } from './check-list.js';
import { CheckMetrics } from './check-metrics.js';
import type { Finding } from './findings.js';
import { LinkProbe } from './link-probe.js';
import { Verdicts } from './verdicts.js';

/** Milliseconds between two looks at what is due. */
const lookMs = 1_000;
/** Links that are checked at a time, each on another host. */
const width = 16;
/** Milliseconds after which it gets nowhere where no round has ended. */
const stillMs = 60_000;

/**
 * Checks links that are due, in one process at a time. Database work is done in rounds, one step after the other; requests go on beside them. A
 * check that was under way when the process ended is made again.
 */
@Injectable()
export class LinkChecker implements RoomWork {
  private readonly logger = new Logger(LinkChecker.name);
  private readonly underWay = new Set<string>();
  private ended: { readonly link: Due; readonly finding: Finding }[] = [];
  private woken = new AbortController();
  private isWarned = false;
  private done = performance.now();

  constructor(
    private readonly list: CheckList,
    private readonly probe: LinkProbe,
    private readonly verdicts: Verdicts,
    private readonly metrics: CheckMetrics,
  ) {}

  /** In rounds, until the signal aborts. Throws where one fails: it is not known then what was written. */
  async run(lease: Lease, signal: AbortSignal): Promise<void> {
    const stopped = new AbortController();
    const stop = AbortSignal.any([signal, stopped.signal]);
    this.list.hold(lease);
    this.underWay.clear();
    this.ended = [];
    this.done = performance.now();
    try {
      while (!signal.aborted) {
        this.woken = new AbortController();
        if (await this.round(stop)) continue;
        await sleep(lookMs, undefined, { signal: AbortSignal.any([signal, this.woken.signal]) }).catch(() => undefined);
      }
    } catch (error) {
      if (!signal.aborted) this.warn(error);
      throw error;
    } finally {
      stopped.abort();
    }
  }

  troubles(): readonly string[] {
    return performance.now() - this.done > stillMs ? ['links gets nowhere.'] : [];
  }

  /** True where there is more to do at once. */
  private async round(signal: AbortSignal): Promise<boolean> {
    for (const { link, finding } of this.ended.splice(0)) {
      await this.verdicts.record(link, finding);
      this.metrics.checked(finding);
      this.underWay.delete(link.host);
    }
    const more = await this.list.take();
    if (this.underWay.size < width) await this.begin(signal);
    this.done = performance.now();
    this.isWarned = false;
    return more;
  }

  private async begin(signal: AbortSignal): Promise<void> {
    // More than there is room for, since several may stand on one host.
    const due = await this.list.due(4 * width, [...this.probe.busy, ...this.underWay]);
    for (const link of due) {
      if (!link.isShown) await this.verdicts.drop(link);
      else if (this.underWay.size < width && !this.underWay.has(link.host)) this.start(link, signal);
    }
  }

  private start(link: Due, signal: AbortSignal): void {
    this.underWay.add(link.host);
    void this.probe.check(link.url, signal).then(
      (finding) => {
        if (signal.aborted) return;
        this.ended.push({ link, finding });
        if (!this.woken.signal.aborted) this.woken.abort();
      },
      (error: unknown) => {
        this.underWay.delete(link.host);
        if (!signal.aborted) this.warn(error);
      },
    );
  }

  /** Once, until it goes on. */
  private warn(error: unknown): void {
    if (!this.isWarned) this.logger.warn(`Links wait: ${error instanceof Error ? error.message : String(error)}`);
    this.isWarned = true;
  }
}
