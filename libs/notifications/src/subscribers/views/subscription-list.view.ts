import type { Language } from '@ecou/contracts';
import { defineView, idOf, type RecordedEvent, type Sealed } from '@ecou/event-sourcing';
import type { TopicState } from '../subscriber/subscriber.decider.js';
import type { Channel, SubscriberEvent } from '../subscriber/subscriber.events.js';
import { folds } from './folds.js';

export interface SubscriptionRow {
  readonly id: string;
  /** The envelope; only queries for staff open it. */
  readonly address: Sealed<string>;
  readonly channel: Channel;
  readonly language: Language;
  /** The best state that one of the topics has. */
  readonly status: TopicState;
  readonly topics: Record<string, TopicState>;
  /** Mail to the address came back for good. */
  readonly stopped: boolean;
  readonly registeredAt: string;
  readonly changedAt: string;
  readonly version: number;
}

type Recorded<Type extends SubscriberEvent['type']> = RecordedEvent<Extract<SubscriberEvent, { type: Type }>>;

/** The better a state, the higher. */
const ranks: Readonly<Record<TopicState, number>> = { confirmed: 3, asked: 2, ended: 1 };

const statusOf = (topics: SubscriptionRow['topics']): TopicState =>
  Object.values(topics).reduce<TopicState>((best, state) => (ranks[state] > ranks[best] ? state : best), 'ended');

function changed(row: SubscriptionRow | undefined, event: RecordedEvent, change: Partial<SubscriptionRow>) {
  if (!row) return undefined;
  const next = { ...row, ...change, changedAt: event.recordedAt, version: event.version };
  return { ...next, status: statusOf(next.topics) };
}

const withTopics = (row: SubscriptionRow | undefined, topics: readonly string[], state: TopicState) => ({
  topics: { ...row?.topics, ...Object.fromEntries(topics.map((topic) => [topic, state])) },
});

/** Who asked to be told of what, for staff. */
export const subscriptionList = defineView<SubscriptionRow>({
  name: 'subscription_list',
  version: 1,
  fold: folds.subscription_list,
  key: 'id',
  columns: {
    id: 'text COLLATE "C"',
    address: 'jsonb NOT NULL',
    channel: 'text NOT NULL',
    language: 'text NOT NULL',
    status: 'text NOT NULL',
    topics: 'jsonb NOT NULL',
    stopped: 'boolean NOT NULL',
    registeredAt: 'timestamptz NOT NULL',
    changedAt: 'timestamptz NOT NULL',
    version: 'integer NOT NULL',
  },
  indexes: ['(registered_at DESC, id DESC)', '(status, registered_at DESC, id DESC)', 'USING gin (topics)'],
  on: {
    SubscriberRegistered: {
      evolve: (_row, event: Recorded<'SubscriberRegistered'>): SubscriptionRow => ({
        ...event.data,
        id: idOf(event.stream),
        status: 'asked',
        topics: {},
        stopped: false,
        changedAt: event.recordedAt,
        version: event.version,
      }),
    },
    SubscriptionAsked: {
      evolve: (row, event: Recorded<'SubscriptionAsked'>) =>
        changed(row, event, withTopics(row, event.data.topics, 'asked')),
    },
    SubscriptionConfirmed: {
      evolve: (row, event: Recorded<'SubscriptionConfirmed'>) =>
        changed(row, event, {
          ...withTopics(row, event.data.topics, 'confirmed'),
          language: event.data.language,
          stopped: false,
        }),
    },
    SubscriptionEnded: {
      evolve: (row, event: Recorded<'SubscriptionEnded'>) =>
        changed(row, event, withTopics(row, event.data.topics, 'ended')),
    },
    LanguageChosen: {
      evolve: (row, event: Recorded<'LanguageChosen'>) => changed(row, event, { language: event.data.language }),
    },
    AddressStopped: { evolve: (row, event: Recorded<'AddressStopped'>) => changed(row, event, { stopped: true }) },
  },
});
