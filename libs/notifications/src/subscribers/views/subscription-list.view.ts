import type { Language } from '@ecou/contracts';
import { defineView, idOf, type RecordedEvent, type Sealed } from '@ecou/event-sourcing';
import type { Channel } from '../subscriber/channels.js';
import type { SubscriberEvent } from '../subscriber/subscriber.events.js';
import type { Stop, TopicState } from '../subscriber/subscriber.state.js';
import { folds } from './folds.js';

export interface AddressCell {
  readonly number: number;
  readonly channel: Channel;
  /** The envelope; only queries for staff open it. */
  readonly address: Sealed<string>;
  readonly confirmed: boolean;
  readonly stopped: Stop | null;
}

export interface SubscriptionRow {
  readonly id: string;
  /** In the order in which they are used. */
  readonly addresses: readonly AddressCell[];
  readonly language: Language;
  /** The best state that one of the topics has. */
  readonly status: TopicState;
  readonly topics: Record<string, TopicState>;
  /** True where nothing goes to one of the addresses any more. */
  readonly suppressed: boolean;
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
  const suppressed = next.addresses.some(({ stopped }) => stopped !== null);
  return { ...next, status: statusOf(next.topics), suppressed };
}

const withTopics = (row: SubscriptionRow | undefined, topics: readonly string[], state: TopicState) => ({
  topics: { ...row?.topics, ...Object.fromEntries(topics.map((topic) => [topic, state])) },
});

const withAddress = (row: SubscriptionRow | undefined, number: number, change: Partial<AddressCell>) => ({
  addresses: (row?.addresses ?? []).map((each) => (each.number === number ? { ...each, ...change } : each)),
});

/** People who asked to be told, and their topics, for staff. */
export const subscriptionList = defineView<SubscriptionRow>({
  name: 'subscription_list',
  version: 4,
  fold: folds.subscription_list,
  key: 'id',
  columns: {
    id: 'text COLLATE "C"',
    addresses: 'jsonb NOT NULL',
    language: 'text NOT NULL',
    status: 'text NOT NULL',
    topics: 'jsonb NOT NULL',
    suppressed: 'boolean NOT NULL',
    registeredAt: 'timestamptz NOT NULL',
    changedAt: 'timestamptz NOT NULL',
    version: 'integer NOT NULL',
  },
  indexes: [
    '(registered_at DESC, id DESC)',
    '(status, registered_at DESC, id DESC)',
    '(registered_at DESC, id DESC) WHERE suppressed',
    'USING gin (topics)',
    "(id) WHERE status = 'confirmed'",
  ],
  on: {
    SubscriberRegistered: {
      evolve: (_row, { stream, data, recordedAt, version }: Recorded<'SubscriberRegistered'>): SubscriptionRow => ({
        id: idOf(stream),
        addresses: [{ number: 1, channel: data.channel, address: data.address, confirmed: false, stopped: null }],
        language: data.language,
        status: 'asked',
        topics: {},
        suppressed: false,
        registeredAt: data.registeredAt,
        changedAt: recordedAt,
        version,
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
          ...withAddress(row, event.data.number, { confirmed: true, stopped: null }),
          language: event.data.language,
        }),
    },
    SubscriptionEnded: {
      evolve: (row, event: Recorded<'SubscriptionEnded'>) =>
        changed(row, event, withTopics(row, event.data.topics, 'ended')),
    },
    RenewalAsked: { evolve: (row, event: Recorded<'RenewalAsked'>) => changed(row, event, {}) },
    ConsentRenewed: { evolve: (row, event: Recorded<'ConsentRenewed'>) => changed(row, event, {}) },
    LanguageChosen: {
      evolve: (row, event: Recorded<'LanguageChosen'>) => changed(row, event, { language: event.data.language }),
    },
    PreferencesChosen: {
      evolve: (row, event: Recorded<'PreferencesChosen'>) => {
        const place = ({ number }: AddressCell) => event.data.order.indexOf(number);
        return changed(row, event, { addresses: [...(row?.addresses ?? [])].sort((a, b) => place(a) - place(b)) });
      },
    },
    AddressAdded: {
      evolve: (row, event: Recorded<'AddressAdded'>) => {
        const { number, channel, address } = event.data;
        const added = { number, channel, address, confirmed: false, stopped: null };
        return changed(row, event, { addresses: [...(row?.addresses ?? []), added] });
      },
    },
    AddressConfirmed: {
      evolve: (row, event: Recorded<'AddressConfirmed'>) =>
        changed(row, event, withAddress(row, event.data.number, { confirmed: true, stopped: null })),
    },
    AddressRemoved: {
      evolve: (row, event: Recorded<'AddressRemoved'>) =>
        changed(row, event, {
          addresses: (row?.addresses ?? []).filter(({ number }) => number !== event.data.number),
        }),
    },
    AddressStopped: {
      evolve: (row, event: Recorded<'AddressStopped'>) => {
        const { number, reason, messageId, stoppedAt: at } = event.data;
        return changed(row, event, withAddress(row, number, { stopped: { reason, messageId, at } }));
      },
    },
  },
});
