import type { Language } from '@ecou/contracts';
import { assertNever, Unknown, type Decider, type Sealed } from '@ecou/event-sourcing';
import type { Channel, SubscriberEvent } from './subscriber.events.js';

export interface Consent {
  /** Exactly what the person was shown. */
  readonly text: string;
  /** `null` where a questionnaire showed a text of its own. */
  readonly version: number | null;
  readonly how: 'form' | 'questionnaire';
  /** The request in which the person said so; a repetition of it changes nothing. */
  readonly reference: string | null;
}

export type AskSubscription = {
  type: 'AskSubscription';
  address: Sealed<string>;
  channel: Channel;
  topics: readonly string[];
  language: Language;
  consent: Consent;
  at: string;
};
export type ConfirmSubscription = { type: 'ConfirmSubscription'; round: number; at: string };
export type EndSubscription = {
  type: 'EndSubscription';
  /** `all`: everything that was asked or confirmed. */
  topics: readonly string[] | 'all';
  how: 'one-click' | 'page' | 'staff';
  at: string;
};
/** The form of the preferences page: the confirmed topics that stay, and the language. */
export type ChoosePreferences = {
  type: 'ChoosePreferences';
  topics: readonly string[];
  language: Language;
  at: string;
};
export type StopAddress = { type: 'StopAddress'; messageId: string; at: string };

export type SubscriberCommandBody =
  AskSubscription | ConfirmSubscription | EndSubscription | ChoosePreferences | StopAddress;

export type TopicState = 'asked' | 'confirmed' | 'ended';

/** One line of the consent ledger. Who: the subscriber, except where `how` is `staff`. */
export interface LedgerEntry {
  readonly act: 'asked' | 'confirmed' | 'ended';
  readonly topics: readonly string[];
  readonly how: string;
  readonly at: string;
  /** The text that the person agreed to, where one was shown. */
  readonly text: string | null;
  readonly textVersion: number | null;
  readonly language: Language | null;
  readonly reference: string | null;
}

interface Round {
  readonly round: number;
  readonly topics: readonly string[];
  readonly language: Language;
  readonly askedAt: string;
  readonly answered: boolean;
}

export interface Subscriber {
  readonly status: 'none' | 'known';
  readonly address: Sealed<string> | null;
  readonly channel: Channel;
  readonly language: Language;
  readonly topics: Readonly<Record<string, { readonly state: TopicState; readonly round: number }>>;
  readonly rounds: readonly Round[];
  readonly ledger: readonly LedgerEntry[];
  /** Mail to the address came back for good. */
  readonly stopped: boolean;
}

const minutes = 60_000;
/** The time that a confirmation mail is given before asking for the same again sends another one. */
const patience = 15 * minutes;
/** The most confirmation mails that an address gets within a day while nobody answers: a stranger may type it into a form. */
const unansweredPerDay = 5;

export const topicsIn = (subscriber: Subscriber, ...states: readonly TopicState[]): string[] =>
  Object.entries(subscriber.topics)
    .filter(([, { state }]) => states.includes(state))
    .map(([topic]) => topic);

/** True where a message about any of these topics may be sent. */
export const wantsAny = (subscriber: Subscriber, topics: readonly string[]): boolean =>
  topics.some((topic) => subscriber.topics[topic]?.state === 'confirmed');

/** The topics that the link of this round would still confirm. */
export const topicsToConfirm = ({ topics }: Subscriber, round: number): string[] =>
  Object.entries(topics)
    .filter(([, topic]) => topic.state === 'asked' && topic.round <= round)
    .map(([name]) => name);

const elapsed = (from: string, to: string): number => Date.parse(to) - Date.parse(from);

function mayAsk(subscriber: Subscriber, wanted: readonly string[], at: string): boolean {
  const unanswered = subscriber.rounds.filter(
    (round) => !round.answered && elapsed(round.askedAt, at) < 24 * 60 * minutes,
  );
  if (unanswered.length >= unansweredPerDay) return false;
  const onItsWay = unanswered.filter((round) => elapsed(round.askedAt, at) < patience).flatMap(({ topics }) => topics);
  return wanted.some((topic) => subscriber.topics[topic]?.state !== 'asked' || !onItsWay.includes(topic));
}

function ask(command: AskSubscription, subscriber: Subscriber): SubscriberEvent[] {
  const { address, channel, language, consent, at } = command;
  const { reference } = consent;
  if (reference !== null && subscriber.ledger.some((entry) => entry.reference === reference)) return [];
  const wanted = [...new Set(command.topics)].filter(
    (topic) => subscriber.stopped || subscriber.topics[topic]?.state !== 'confirmed',
  );
  if (wanted.length === 0 || !mayAsk(subscriber, wanted, at)) return [];
  const asked: SubscriberEvent = {
    type: 'SubscriptionAsked',
    data: { round: subscriber.rounds.length + 1, topics: wanted, channel, language, consent, askedAt: at },
  };
  if (subscriber.status === 'known') return [asked];
  return [{ type: 'SubscriberRegistered', data: { address, channel, language, registeredAt: at } }, asked];
}

function confirm({ round, at }: ConfirmSubscription, subscriber: Subscriber): SubscriberEvent[] {
  const topics = topicsToConfirm(subscriber, round);
  if (topics.length === 0) return [];
  const first = topicsIn(subscriber, 'confirmed').length === 0;
  const asked = subscriber.rounds.find((known) => known.round === round);
  const language = first && asked ? asked.language : subscriber.language;
  const { channel } = subscriber;
  return [{ type: 'SubscriptionConfirmed', data: { round, topics, channel, language, how: 'link', confirmedAt: at } }];
}

function end({ topics, how, at }: EndSubscription, subscriber: Subscriber): SubscriberEvent[] {
  const current = topicsIn(subscriber, 'asked', 'confirmed');
  const ended = topics === 'all' ? current : current.filter((topic) => topics.includes(topic));
  return ended.length === 0 ? [] : [{ type: 'SubscriptionEnded', data: { topics: ended, how, endedAt: at } }];
}

function choose({ topics, language, at }: ChoosePreferences, subscriber: Subscriber): SubscriberEvent[] {
  const confirmed = topicsIn(subscriber, 'confirmed');
  const kept = confirmed.filter((topic) => topics.includes(topic));
  const ended = confirmed.filter((topic) => !topics.includes(topic));
  return [
    ...end({ type: 'EndSubscription', topics: ended, how: 'page', at }, subscriber),
    ...(language === subscriber.language
      ? []
      : [{ type: 'LanguageChosen' as const, data: { language, topics: kept, chosenAt: at } }]),
  ];
}

function decide(command: SubscriberCommandBody, subscriber: Subscriber): readonly SubscriberEvent[] {
  if (command.type === 'AskSubscription') return ask(command, subscriber);
  if (subscriber.status === 'none') throw new Unknown('SUBSCRIBER_UNKNOWN', 'There is no such subscriber.');
  switch (command.type) {
    case 'ConfirmSubscription':
      return confirm(command, subscriber);
    case 'EndSubscription':
      return end(command, subscriber);
    case 'ChoosePreferences':
      return choose(command, subscriber);
    case 'StopAddress':
      if (subscriber.stopped) return [];
      return [
        { type: 'AddressStopped', data: { messageId: command.messageId, reason: 'bounced', stoppedAt: command.at } },
      ];
    default:
      return assertNever(command);
  }
}

type Asked = Extract<SubscriberEvent, { type: 'SubscriptionAsked' }>['data'];

const withTopics = (subscriber: Subscriber, topics: readonly string[], state: TopicState, round?: number) => ({
  ...subscriber.topics,
  ...Object.fromEntries(
    topics.map((topic) => [topic, { state, round: round ?? subscriber.topics[topic]?.round ?? 0 }]),
  ),
});

type Act = Pick<LedgerEntry, 'act' | 'topics' | 'how' | 'at'>;
const shown = { text: null, textVersion: null, language: null, reference: null };

const noted = (subscriber: Subscriber, entry: Act): readonly LedgerEntry[] => [
  ...subscriber.ledger,
  { ...shown, ...entry },
];

function asked(subscriber: Subscriber, { round, topics, language, consent, askedAt }: Asked): Subscriber {
  return {
    ...subscriber,
    topics: withTopics(subscriber, topics, 'asked', round),
    rounds: [...subscriber.rounds, { round, topics, language, askedAt, answered: false }],
    ledger: [
      ...subscriber.ledger,
      {
        act: 'asked',
        topics,
        how: consent.how,
        at: askedAt,
        text: consent.text,
        textVersion: consent.version,
        language,
        reference: consent.reference,
      },
    ],
  };
}

function evolve(subscriber: Subscriber, event: SubscriberEvent): Subscriber {
  switch (event.type) {
    case 'SubscriberRegistered': {
      const { address, channel, language } = event.data;
      return { ...subscriber, status: 'known', address, channel, language };
    }
    case 'SubscriptionAsked':
      return asked(subscriber, event.data);
    case 'SubscriptionConfirmed': {
      const { round, topics, language, how, confirmedAt } = event.data;
      return {
        ...subscriber,
        language,
        stopped: false,
        topics: withTopics(subscriber, topics, 'confirmed'),
        rounds: subscriber.rounds.map((known) => (known.round <= round ? { ...known, answered: true } : known)),
        ledger: noted(subscriber, { act: 'confirmed', topics, how, at: confirmedAt }),
      };
    }
    case 'SubscriptionEnded': {
      const { topics, how, endedAt } = event.data;
      return {
        ...subscriber,
        topics: withTopics(subscriber, topics, 'ended'),
        ledger: noted(subscriber, { act: 'ended', topics, how, at: endedAt }),
      };
    }
    case 'LanguageChosen':
      return { ...subscriber, language: event.data.language };
    case 'AddressStopped':
      return { ...subscriber, stopped: true };
    default:
      return assertNever(event);
  }
}

/**
 * Somebody who asked to be told. Nothing is sent to an address, but mails to confirm it, before its owner said yes through the link
 * in such a mail; so each wish, also of an address that is confirmed for other topics, waits for its own link.
 */
export const subscriberDecider: Decider<SubscriberCommandBody, Subscriber, SubscriberEvent> = {
  initial: {
    status: 'none',
    address: null,
    channel: 'email',
    language: 'ro',
    topics: {},
    rounds: [],
    ledger: [],
    stopped: false,
  },
  decide,
  evolve,
};
