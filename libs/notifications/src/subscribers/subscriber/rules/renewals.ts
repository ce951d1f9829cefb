import type { Language } from '@ecou/contracts';
import type { SubscriberEvent } from '../subscriber.events.js';
import { outdated, wayTo, type Subscriber } from '../subscriber.state.js';

/** Asks somebody who agreed to an older text to agree to this one; what they agreed to holds until a moment. */
export type AskRenewal = {
  type: 'AskRenewal';
  version: number;
  text: Readonly<Record<Language, string>>;
  until: string;
  at: string;
};
/** The link in the message that asked. */
export type RenewConsent = { type: 'RenewConsent'; version: number; at: string };
/** The command of the timer: what was not renewed ends. */
export type EndUnrenewed = { type: 'EndUnrenewed'; version: number; at: string };

/** Once for each text. */
export function ask({ version, text, until, at }: AskRenewal, subscriber: Subscriber): SubscriberEvent[] {
  const { language, renewal } = subscriber;
  const topics = outdated(subscriber, version);
  const way = wayTo(subscriber);
  if (topics.length === 0 || !way || (renewal !== null && renewal.version >= version)) return [];
  const { number, channel } = way;
  return [
    {
      type: 'RenewalAsked',
      data: { version, topics, number, channel, language, text: text[language], until, askedAt: at },
    },
  ];
}

/** A link counts while its text is the one that they were asked about last, and in time. */
export function renew({ version, at }: RenewConsent, subscriber: Subscriber): SubscriberEvent[] {
  const { renewal } = subscriber;
  const topics = outdated(subscriber, version);
  if (renewal?.version !== version || topics.length === 0) return [];
  const { text, language } = renewal;
  return [{ type: 'ConsentRenewed', data: { version, topics, text, language, how: 'link', renewedAt: at } }];
}

export function endUnrenewed({ version, at }: EndUnrenewed, subscriber: Subscriber): SubscriberEvent[] {
  const topics = outdated(subscriber, version);
  if (subscriber.renewal?.version !== version || topics.length === 0) return [];
  return [{ type: 'SubscriptionEnded', data: { topics, how: 'not-renewed', endedAt: at } }];
}
