import { MessageBouncedV1, MessageDeliveredV1, MessageOutcomeV1 } from '@ecou/contracts';
import { idOf, type RecordedEvent } from '@ecou/event-sourcing';
import { as, type PublishTable } from '@ecou/messaging';
import type { MessageEvent } from './message/message.events.js';

type Outcome = Extract<MessageEvent, { data: { promise: unknown } }>;

/** To the context that promised it; nothing where it is news for a subscriber, or the test of a template. */
function kept(
  { stream, data: { promise } }: { readonly stream: string; readonly data: Outcome['data'] },
  outcome: string,
  at: string,
  reason: string | null = null,
) {
  // A test was promised by nobody outside of here.
  if (!promise || promise.kind === 'template' || promise.kind === 'campaign') return [];
  const { kind, id, occasion, at: occasionAt, sendingId, channel } = promise;
  const said = { about: { kind, id }, occasion, occasionAt, sendingId, channel };
  return as(MessageOutcomeV1, { messageId: idOf(stream), ...said, outcome, reason, at });
}

type Sent = RecordedEvent<Extract<MessageEvent, { type: 'MessageSent' | 'MessageSettled' }>>;

function delivered(event: Pick<Sent, 'stream' | 'data'>, deliveredAt: string) {
  const { subscriberId, purpose, channel, attempt } = event.data;
  if (subscriberId === null) return kept(event, 'sent', deliveredAt);
  return as(MessageDeliveredV1, {
    messageId: idOf(event.stream),
    subscriberId,
    purpose,
    channel,
    attempt,
    deliveredAt,
  });
}

/** The contract that each event becomes: public of what goes to subscribers, internal of what was promised to somebody else. */
export const publish: PublishTable<MessageEvent> = {
  MessageSent: (event) => delivered(event, event.data.sentAt),
  MessageSettled: (event) => {
    const { outcome, settledAt } = event.data;
    return outcome === 'sent' ? delivered(event, settledAt) : kept(event, 'failed', settledAt);
  },
  MessageBounced: (event) => {
    const { subscriberId, purpose, channel, attempt, bouncedAt } = event.data;
    if (subscriberId === null) return kept(event, 'bounced', bouncedAt);
    return as(MessageBouncedV1, { messageId: idOf(event.stream), subscriberId, purpose, channel, attempt, bouncedAt });
  },
  SendingFailed: (event) => (event.data.retryAt === null ? kept(event, 'failed', event.data.failedAt) : []),
  SendingUncertain: (event) => kept(event, 'uncertain', event.data.noticedAt),
  MessageWithheld: (event) => kept(event, 'withheld', event.data.withheldAt, event.data.reason),
};
