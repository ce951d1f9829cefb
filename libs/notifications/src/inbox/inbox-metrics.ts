import { Clock } from '@ecou/event-sourcing';
import { ContextMetrics } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { ConversationsReader } from './views/conversations.reader.js';

/** Figures of those who wait for an answer. */
@Injectable()
export class InboxMetrics {
  constructor(metrics: ContextMetrics, conversations: ConversationsReader, clock: Clock) {
    metrics.watch(
      [
        ['ecou_inbox_waiting', 'Conversations in which somebody waits for an answer', 'channel'],
        ['ecou_inbox_waiting_seconds', 'Seconds for which the longest of them waits', 'channel'],
      ],
      async () =>
        (await conversations.waiting()).flatMap(({ channel, count, since }) => [
          { name: 'ecou_inbox_waiting', labels: { channel }, value: count },
          {
            name: 'ecou_inbox_waiting_seconds',
            labels: { channel },
            value: Math.max(0, (Date.parse(clock.now()) - new Date(since).getTime()) / 1000),
          },
        ]),
    );
  }
}
