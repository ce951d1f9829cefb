import type { Language } from '@ecou/contracts';
import type { Sealed } from '@ecou/event-sourcing';
import type { Channel } from './channels.js';
import type { Preferences } from './preferences.js';

export interface Consent {
  /** Exactly what the person was shown. */
  readonly text: string;
  /** `null` where a questionnaire showed a text of its own. */
  readonly version: number | null;
  readonly how: 'form' | 'questionnaire' | 'page' | 'staff' | 'paper' | 'import' | 'chat';
  /** The request in which the person said so; a repetition of it changes nothing. */
  readonly reference: string | null;
}

export type TopicState = 'asked' | 'confirmed' | 'ended';

/** One line of the consent ledger. Who: the subscriber, except where `how` is `staff`. */
export interface LedgerEntry {
  readonly act: TopicState | 'renewal-asked' | 'renewed' | 'address-added' | 'address-confirmed' | 'address-removed';
  readonly topics: readonly string[];
  /** The address that it is about, or to which the link went. */
  readonly number: number | null;
  readonly how: string;
  readonly at: string;
  /** The text that the person agreed to, where one was shown. */
  readonly text: string | null;
  readonly textVersion: number | null;
  readonly language: Language | null;
  readonly reference: string | null;
}

export interface Round {
  readonly round: number;
  readonly topics: readonly string[];
  /** The address to which its link went. */
  readonly number: number;
  readonly language: Language;
  readonly askedAt: string;
  readonly answered: boolean;
}

/** The reason of a stop: messages came back for good, or the owner marked one as something that they do not want. */
export type StopReason = 'bounced' | 'complained';

/** A stop of an address: nothing more goes there until its owner confirms it anew. */
export interface Stop {
  readonly reason: StopReason;
  readonly messageId: string;
  readonly at: string;
}

export interface Address {
  readonly number: number;
  readonly channel: Channel;
  readonly address: Sealed<string>;
  /** Of messages to it; `null`: that of the subscriber. */
  readonly language: Language | null;
  /** Its owner said through a link in a message to it that it is theirs, or wrote to us from it. */
  readonly confirmed: boolean;
  /** `null`: messages may go to it. */
  readonly stopped: Stop | null;
  readonly addedAt: string;
}

export interface TopicWish {
  readonly state: TopicState;
  readonly round: number;
  /** Version of the text that was agreed to; `null`: a text of its own, to which nothing is newer. */
  readonly textVersion: number | null;
}

export interface Renewal {
  readonly version: number;
  readonly text: string;
  readonly language: Language;
  /** ISO 8601. */
  readonly until: string;
}

export interface Subscriber {
  readonly status: 'none' | 'known';
  /** In the order in which they are used; those that were removed are gone. */
  readonly addresses: readonly Address[];
  /** The number of addresses that there ever were. */
  readonly numbers: number;
  readonly language: Language;
  readonly topics: Readonly<Record<string, TopicWish>>;
  readonly rounds: readonly Round[];
  readonly ledger: readonly LedgerEntry[];
  readonly preferences: Preferences;
  /** The text that they were asked to agree to anew, while they have not answered. */
  readonly renewal: Renewal | null;
}

export const addressOf = ({ addresses }: Subscriber, number: number): Address | undefined =>
  addresses.find((each) => each.number === number);

export const usable = ({ confirmed, stopped }: Pick<Address, 'confirmed' | 'stopped'>): boolean =>
  confirmed && !stopped;

/** The address that news goes to: the first of their order that can be used. Where none can, the first: that nothing went is put on record then. */
export const wayTo = ({ addresses }: Subscriber): Address | undefined => addresses.find(usable) ?? addresses[0];

export const topicsIn = (subscriber: Subscriber, ...states: readonly TopicState[]): string[] =>
  Object.entries(subscriber.topics)
    .filter(([, { state }]) => states.includes(state))
    .map(([topic]) => topic);

/** True where a message about any of these topics may be sent. */
export const wantsAny = (subscriber: Subscriber, topics: readonly string[]): boolean =>
  topics.some((topic) => subscriber.topics[topic]?.state === 'confirmed');

/** The confirmed topics for which an older text was agreed to. */
export const outdated = ({ topics }: Subscriber, version: number): string[] =>
  Object.entries(topics)
    .filter(([, { state, textVersion }]) => state === 'confirmed' && textVersion !== null && textVersion < version)
    .map(([name]) => name);

/** The topics that the link of this round would still confirm. */
export const topicsToConfirm = ({ topics }: Subscriber, round: number): string[] =>
  Object.entries(topics)
    .filter(([, topic]) => topic.state === 'asked' && topic.round <= round)
    .map(([name]) => name);
