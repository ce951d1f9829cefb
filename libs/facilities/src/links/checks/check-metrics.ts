import { ContextMetrics } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { CheckList } from './check-list.js';
import type { Finding } from './findings.js';

/** Metrics of all links together. */
@Injectable()
export class CheckMetrics {
  private readonly checks: ReturnType<ContextMetrics['counter']>;

  constructor(metrics: ContextMetrics, list: CheckList) {
    this.checks = metrics.counter([
      'ecou_link_checks_total',
      'Checks of links by this process: works, fails, or unclear (the server refuses programs, or it may be our connection)',
      'outcome',
    ]);
    metrics.watch([['ecou_links', 'Links of facilities that are unchecked, ok, or broken', 'state']], async () =>
      (await list.figures()).map(({ state, count }) => ({ name: 'ecou_links', labels: { state }, value: count })),
    );
  }

  checked({ outcome }: Pick<Finding, 'outcome'>): void {
    this.checks.inc({ outcome });
  }
}
