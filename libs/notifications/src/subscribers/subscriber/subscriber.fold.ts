import { assertNever } from '@ecou/event-sourcing';
import { usualPreferences } from './preferences.js';
import type { SubscriberEvent } from './subscriber.events.js';
import type { Address, LedgerEntry, Subscriber, TopicWish } from './subscriber.state.js';

type Data<Type extends SubscriberEvent['type']> = Extract<SubscriberEvent, { type: Type }>['data'];

export const nobody: Subscriber = {
  status: 'none',
  addresses: [],
  numbers: 0,
  language: 'ro',
  topics: {},
  rounds: [],
  ledger: [],
  preferences: usualPreferences,
  renewal: null,
};

const unasked: TopicWish = { state: 'asked', round: 0, textVersion: null };

const withTopics = (subscriber: Subscriber, topics: readonly string[], change: Partial<TopicWish>) => ({
  ...subscriber.topics,
  ...Object.fromEntries(topics.map((topic) => [topic, { ...(subscriber.topics[topic] ?? unasked), ...change }])),
});

type Act = Pick<LedgerEntry, 'act' | 'how' | 'at'> & Partial<LedgerEntry>;
const shown = { topics: [], number: null, text: null, textVersion: null, language: null, reference: null };

const noted = (subscriber: Subscriber, entry: Act): readonly LedgerEntry[] => [
  ...subscriber.ledger,
  { ...shown, ...entry },
];

const withAddress = ({ addresses }: Subscriber, number: number, change: Partial<Address>): readonly Address[] =>
  addresses.map((each) => (each.number === number ? { ...each, ...change } : each));

const agreed = ({ consent: { text, version, how, reference } }: Pick<Data<'AddressAdded'>, 'consent'>) => ({
  ...{ how, text, textVersion: version, reference },
});

function asked(subscriber: Subscriber, data: Data<'SubscriptionAsked'>): Subscriber {
  const { round, topics, number, language, askedAt } = data;
  return {
    ...subscriber,
    topics: withTopics(subscriber, topics, { state: 'asked', round, textVersion: data.consent.version }),
    rounds: [...subscriber.rounds, { round, topics, number, language, askedAt, answered: false }],
    ledger: noted(subscriber, { act: 'asked', topics, number, at: askedAt, language, ...agreed(data) }),
  };
}

function confirmed(subscriber: Subscriber, data: Data<'SubscriptionConfirmed'>): Subscriber {
  const { round, topics, number, language, how, confirmedAt } = data;
  return {
    ...subscriber,
    language,
    addresses: withAddress(subscriber, number, { confirmed: true, stopped: null }),
    topics: withTopics(subscriber, topics, { state: 'confirmed' }),
    rounds: subscriber.rounds.map((known) => (known.round <= round ? { ...known, answered: true } : known)),
    ledger: noted(subscriber, { act: 'confirmed', topics, number, how, at: confirmedAt }),
  };
}

/** The addresses in this order; those that it does not name keep theirs behind them. */
const ordered = (addresses: readonly Address[], order: readonly number[]): readonly Address[] => [
  ...order.flatMap((number) => addresses.find((each) => each.number === number) ?? []),
  ...addresses.filter(({ number }) => !order.includes(number)),
];

function chosen(subscriber: Subscriber, { order, chosenAt: _, ...preferences }: Data<'PreferencesChosen'>): Subscriber {
  return { ...subscriber, preferences, addresses: ordered(subscriber.addresses, order) };
}

function added(subscriber: Subscriber, data: Data<'AddressAdded'>): Subscriber {
  const { number, channel, address, language, addedAt } = data;
  const fresh = { number, channel, address, language, confirmed: false, stopped: null, addedAt };
  return {
    ...subscriber,
    addresses: [...subscriber.addresses, fresh],
    numbers: number,
    ledger: noted(subscriber, { act: 'address-added', number, at: addedAt, language, ...agreed(data) }),
  };
}

function renewalAsked(subscriber: Subscriber, data: Data<'RenewalAsked'>): Subscriber {
  const { version, topics, number, language, text, until, askedAt: at } = data;
  const asked = { topics, number, language, text, textVersion: version, at };
  return {
    ...subscriber,
    renewal: { version, text, language, until },
    ledger: noted(subscriber, { act: 'renewal-asked', how: 'message', ...asked }),
  };
}

function renewed(subscriber: Subscriber, data: Data<'ConsentRenewed'>): Subscriber {
  const { version: textVersion, topics, text, language, how, renewedAt: at } = data;
  return {
    ...subscriber,
    renewal: null,
    topics: withTopics(subscriber, topics, { textVersion }),
    ledger: noted(subscriber, { act: 'renewed', topics, how, at, text, textVersion, language }),
  };
}

function stopped(subscriber: Subscriber, data: Data<'AddressStopped'>): Subscriber {
  const { number, reason, messageId, stoppedAt: at } = data;
  return { ...subscriber, addresses: withAddress(subscriber, number, { stopped: { reason, messageId, at } }) };
}

export function evolve(subscriber: Subscriber, event: SubscriberEvent): Subscriber {
  switch (event.type) {
    case 'SubscriberRegistered': {
      const { address, channel, language, registeredAt: addedAt } = event.data;
      const first = { number: 1, channel, address, language: null, confirmed: false, stopped: null, addedAt };
      return { ...subscriber, status: 'known', addresses: [first], numbers: 1, language };
    }
    case 'SubscriptionAsked':
      return asked(subscriber, event.data);
    case 'SubscriptionConfirmed':
      return confirmed(subscriber, event.data);
    case 'SubscriptionEnded': {
      const { topics, how, endedAt: at } = event.data;
      const ledger = noted(subscriber, { act: 'ended', topics, how, at });
      const renewal = how === 'not-renewed' ? null : subscriber.renewal;
      return { ...subscriber, topics: withTopics(subscriber, topics, { state: 'ended' }), ledger, renewal };
    }
    case 'RenewalAsked':
      return renewalAsked(subscriber, event.data);
    case 'ConsentRenewed':
      return renewed(subscriber, event.data);
    case 'LanguageChosen':
      return { ...subscriber, language: event.data.language };
    case 'PreferencesChosen':
      return chosen(subscriber, event.data);
    case 'AddressAdded':
      return added(subscriber, event.data);
    case 'AddressConfirmed': {
      const { number, how, confirmedAt: at } = event.data;
      const addresses = withAddress(subscriber, number, { confirmed: true, stopped: null });
      return { ...subscriber, addresses, ledger: noted(subscriber, { act: 'address-confirmed', number, how, at }) };
    }
    case 'AddressRemoved': {
      const { number, how, removedAt: at } = event.data;
      const addresses = subscriber.addresses.filter((each) => each.number !== number);
      return { ...subscriber, addresses, ledger: noted(subscriber, { act: 'address-removed', number, how, at }) };
    }
    case 'AddressStopped':
      return stopped(subscriber, event.data);
    default:
      return assertNever(event);
  }
}
