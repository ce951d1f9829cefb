import { randomUUID } from 'node:crypto';
import { Clock } from '@ecou/event-sourcing';
import { Injectable } from '@nestjs/common';
import { DeliveryQueue } from './delivery/delivery-queue.js';
import { testPayload } from './delivery/payload.js';
import { Poster, type Target } from './delivery/poster.js';
import { isTaken } from './delivery/verdict.js';

/** Sends test events. */
@Injectable()
export class EndpointTester {
  constructor(
    private readonly poster: Poster,
    private readonly queue: DeliveryQueue,
    private readonly clock: Clock,
  ) {}

  /** Sends one at once, keeps it among the attempts, and answers what came back. */
  async test(target: Target) {
    const at = this.clock.now();
    const payload = testPayload(target.id, randomUUID(), at);
    const { retryAfter: _, ...answered } = await this.poster.post(target, payload, { now: at });
    const { id: message, type } = payload;
    const kept = { endpoint: target.id, kind: 'test', message, type, position: null, attempt: 1 } as const;
    await this.queue.note({ ...kept, at, nextAt: null, ...answered });
    return { message, isTaken: isTaken(answered.status), ...answered };
  }
}
