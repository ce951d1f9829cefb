import type { Language } from '@ecou/contracts';
import { assertNever, same, Unknown, type Decider, type Sealed } from '@ecou/event-sourcing';
import type { Channel } from './channels.js';
import type { Preferences } from './preferences.js';
import * as addresses from './rules/addresses.js';
import * as renewals from './rules/renewals.js';
import type { SubscriberEvent } from './subscriber.events.js';
import { evolve, nobody } from './subscriber.fold.js';
import { addressOf, topicsIn, topicsToConfirm, type Consent, type Subscriber } from './subscriber.state.js';

export type AskSubscription = {
  type: 'AskSubscription';
  address: Sealed<string>;
  channel: Channel;
  /** Number of the subscriber's address, where they are known; 1 where they are not. */
  number: number;
  topics: readonly string[];
  language: Language;
  consent: Consent;
  /** The time at which the message with the link goes (ISO 8601); `null`: at once. */
  mailAt: string | null;
  at: string;
};
export type ConfirmSubscription = { type: 'ConfirmSubscription'; round: number; at: string };
export type EndSubscription = {
  type: 'EndSubscription';
  /** `all`: everything that was asked or confirmed. */
  topics: readonly string[] | 'all';
  how: 'one-click' | 'page' | 'mail' | 'staff';
  /** The message by whose link they leave. */
  messageId?: string;
  at: string;
};
/** The form of the preferences page: the confirmed topics that stay, the language, and when and where they want to be told. */
export type ChoosePreferences = {
  type: 'ChoosePreferences';
  topics: readonly string[];
  language: Language;
  /** `null`: as they were. */
  preferences: Preferences | null;
  /** The addresses as they are used, by their numbers. */
  order: readonly number[];
  at: string;
};

export type SubscriberCommandBody =
  | AskSubscription
  | ConfirmSubscription
  | EndSubscription
  | ChoosePreferences
  | addresses.AddAddress
  | addresses.ConfirmAddress
  | addresses.RemoveAddress
  | addresses.StopAddress
  | renewals.AskRenewal
  | renewals.RenewConsent
  | renewals.EndUnrenewed;

const minutes = 60_000;
/** The time that a confirmation mail is given before asking for the same again sends another one. */
const patience = 15 * minutes;
/** The most confirmation mails that an address gets within a day while nobody answers: a stranger may type it into a form. */
const unansweredPerDay = 5;

const elapsed = (from: string, to: string): number => Date.parse(to) - Date.parse(from);

function mayAsk(subscriber: Subscriber, wanted: readonly string[], number: number, at: string): boolean {
  const unanswered = subscriber.rounds.filter(
    (round) => round.number === number && !round.answered && elapsed(round.askedAt, at) < 24 * 60 * minutes,
  );
  if (unanswered.length >= unansweredPerDay) return false;
  const onItsWay = unanswered.filter((round) => elapsed(round.askedAt, at) < patience).flatMap(({ topics }) => topics);
  return wanted.some((topic) => subscriber.topics[topic]?.state !== 'asked' || !onItsWay.includes(topic));
}

/** Of a list nobody is asked for what they were asked before, and nobody who left anything, or whose address is stopped, is asked at all. */
function importable(wanted: readonly string[], { addresses: known, ledger, topics }: Subscriber): string[] {
  if (known.some(({ stopped }) => stopped) || ledger.some(({ act }) => act === 'ended')) return [];
  return wanted.filter((topic) => topics[topic] === undefined);
}

function wantedBy({ topics, number, consent }: AskSubscription, subscriber: Subscriber): string[] {
  const wanted = [...new Set(topics)];
  if (consent.how === 'import') return importable(wanted, subscriber);
  const stopped = addressOf(subscriber, number)?.stopped ?? false;
  return wanted.filter((topic) => stopped || subscriber.topics[topic]?.state !== 'confirmed');
}

function ask(command: AskSubscription, subscriber: Subscriber): SubscriberEvent[] {
  const { address, channel, number, language, consent, mailAt, at } = command;
  const { reference } = consent;
  if (reference !== null && subscriber.ledger.some((entry) => entry.reference === reference)) return [];
  const wanted = wantedBy(command, subscriber);
  if (wanted.length === 0 || !mayAsk(subscriber, wanted, number, at)) return [];
  const asked: SubscriberEvent = {
    type: 'SubscriptionAsked',
    data: {
      round: subscriber.rounds.length + 1,
      topics: wanted,
      ...{ number, channel, language, consent, mailAt },
      askedAt: at,
    },
  };
  if (subscriber.status === 'known') return [asked];
  return [{ type: 'SubscriberRegistered', data: { address, channel, language, registeredAt: at } }, asked];
}

/** A link that went to an address which was removed since confirms nothing. */
function confirm({ round, at }: ConfirmSubscription, subscriber: Subscriber): SubscriberEvent[] {
  const topics = topicsToConfirm(subscriber, round);
  const asked = subscriber.rounds.find((known) => known.round === round);
  const to = addressOf(subscriber, asked?.number ?? 1);
  if (topics.length === 0 || !to) return [];
  const first = topicsIn(subscriber, 'confirmed').length === 0;
  const language = first && asked ? asked.language : subscriber.language;
  const { number, channel } = to;
  return [
    {
      type: 'SubscriptionConfirmed',
      data: { round, topics, number, channel, language, how: 'link', confirmedAt: at },
    },
  ];
}

function end({ topics, how, messageId, at }: EndSubscription, subscriber: Subscriber): SubscriberEvent[] {
  const current = topicsIn(subscriber, 'asked', 'confirmed');
  const ended = topics === 'all' ? current : current.filter((topic) => topics.includes(topic));
  if (ended.length === 0) return [];
  const by = messageId === undefined ? {} : { messageId };
  return [{ type: 'SubscriptionEnded', data: { topics: ended, how, ...by, endedAt: at } }];
}

function prefer({ preferences, order: wished, at }: ChoosePreferences, subscriber: Subscriber): SubscriberEvent[] {
  const known = subscriber.addresses.map(({ number }) => number);
  const order = [...new Set([...wished.filter((number) => known.includes(number)), ...known])];
  const chosen = preferences ?? subscriber.preferences;
  if (same(chosen, subscriber.preferences) && same(order, known)) return [];
  return [{ type: 'PreferencesChosen', data: { ...chosen, order, chosenAt: at } }];
}

function choose(command: ChoosePreferences, subscriber: Subscriber): SubscriberEvent[] {
  const { topics, language, at } = command;
  const confirmed = topicsIn(subscriber, 'confirmed');
  const kept = confirmed.filter((topic) => topics.includes(topic));
  const ended = confirmed.filter((topic) => !topics.includes(topic));
  return [
    ...end({ type: 'EndSubscription', topics: ended, how: 'page', at }, subscriber),
    ...(language === subscriber.language
      ? []
      : [{ type: 'LanguageChosen' as const, data: { language, topics: kept, chosenAt: at } }]),
    ...prefer(command, subscriber),
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
    case 'AddAddress':
      return addresses.add(command, subscriber);
    case 'ConfirmAddress':
      return addresses.confirm(command, subscriber);
    case 'RemoveAddress':
      return addresses.remove(command, subscriber);
    case 'StopAddress':
      return addresses.stop(command, subscriber);
    case 'AskRenewal':
      return renewals.ask(command, subscriber);
    case 'RenewConsent':
      return renewals.renew(command, subscriber);
    case 'EndUnrenewed':
      return renewals.endUnrenewed(command, subscriber);
    default:
      return assertNever(command);
  }
}

/**
 * Somebody who asked to be told. Nothing is sent to an address, but messages to confirm it, before its owner said yes through the link
 * in such a message; so each wish, also of an address that is confirmed for other topics, waits for its own link.
 */
export const subscriberDecider: Decider<SubscriberCommandBody, Subscriber, SubscriberEvent> = {
  initial: nobody,
  decide,
  evolve,
};
