import { defineView, type RecordedEvent } from '@ecou/event-sourcing';
import type { SubscriberEvent } from '../subscriber/subscriber.events.js';
import { folds } from './folds.js';

/** That somebody left by the link in a message. */
export interface MessageDepartureRow {
  readonly messageId: string;
  readonly leftAt: string;
}

type Ended = RecordedEvent<Extract<SubscriberEvent, { type: 'SubscriptionEnded' }>>;

/** The messages by whose links people left: a row per message. */
export const messageDepartures = defineView<MessageDepartureRow>({
  name: 'message_departures',
  version: 1,
  fold: folds.message_departures,
  key: 'messageId',
  columns: { messageId: 'text COLLATE "C"', leftAt: 'timestamptz NOT NULL' },
  on: {
    SubscriptionEnded: {
      keys: ({ data }: Ended) => (data.messageId === undefined ? [] : [data.messageId]),
      evolve: (row, { data }: Ended, key): MessageDepartureRow => row ?? { messageId: key, leftAt: data.endedAt },
    },
  },
});
