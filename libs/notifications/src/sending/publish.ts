import { MessageBouncedV1, MessageDeliveredV1 } from '@ecou/contracts';
import { idOf } from '@ecou/event-sourcing';
import { as, type PublishTable } from '@ecou/messaging';
import type { MessageEvent } from './message/message.events.js';

/** Which event becomes which contract. */
export const publish: PublishTable<MessageEvent> = {
  MessageSent: ({ stream, data: { subscriberId, purpose, channel, attempt, sentAt } }) =>
    as(MessageDeliveredV1, { messageId: idOf(stream), subscriberId, purpose, channel, attempt, deliveredAt: sentAt }),
  MessageSettled: ({ stream, data: { subscriberId, purpose, channel, attempt, outcome, settledAt } }) =>
    outcome === 'sent'
      ? as(MessageDeliveredV1, {
          messageId: idOf(stream),
          subscriberId,
          purpose,
          channel,
          attempt,
          deliveredAt: settledAt,
        })
      : [],
  MessageBounced: ({ stream, data: { subscriberId, purpose, channel, attempt, bouncedAt } }) =>
    as(MessageBouncedV1, { messageId: idOf(stream), subscriberId, purpose, channel, attempt, bouncedAt }),
};
