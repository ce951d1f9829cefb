import { Clock } from '@ecou/event-sourcing';
import { ContextMetrics } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { DeliveryQueue, type Delivery } from './delivery-queue.js';
import { isTaken } from './verdict.js';

/** Metrics of webhooks: of all endpoints together, however many there are. */
@Injectable()
export class DeliveryMetrics {
  private readonly attempts: ReturnType<ContextMetrics['counter']>;

  constructor(
    metrics: ContextMetrics,
    private readonly queue: DeliveryQueue,
    private readonly clock: Clock,
  ) {
    this.attempts = metrics.counter([
      'ecou_webhook_attempts_total',
      'Attempts of this process to deliver: taken, refused (another answer than 2xx), or unanswered',
      'outcome',
    ]);
    metrics.watch(
      [
        ['ecou_webhook_endpoints', 'Endpoints that are active, or paused', 'status'],
        ['ecou_webhook_due', 'Messages that may be sent to active endpoints now'],
        ['ecou_webhook_due_seconds', 'Time since the first of them is due'],
        ['ecou_webhook_lag', 'Positions of the log that were not looked through yet for an active endpoint, at most'],
      ],
      () => this.read(),
    );
  }

  attempted({ status }: Pick<Delivery, 'status'>): void {
    const answered = isTaken(status) ? 'taken' : 'refused';
    this.attempts.inc({ outcome: status === null ? 'unanswered' : answered });
  }

  private async read() {
    const { active, paused, due, dueSince, lag } = await this.queue.figures();
    const seconds = dueSince === null ? 0 : (Date.parse(this.clock.now()) - Date.parse(dueSince)) / 1_000;
    return [
      { name: 'ecou_webhook_endpoints', labels: { status: 'active' }, value: active },
      { name: 'ecou_webhook_endpoints', labels: { status: 'paused' }, value: paused },
      { name: 'ecou_webhook_due', value: due },
      { name: 'ecou_webhook_due_seconds', value: seconds },
      { name: 'ecou_webhook_lag', value: lag },
    ];
  }
}
