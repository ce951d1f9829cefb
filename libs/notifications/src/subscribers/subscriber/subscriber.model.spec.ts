import { fold, Rejected, type Sealed } from '@ecou/event-sourcing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { usualPreferences } from './preferences.js';
import { subscriberDecider, type SubscriberCommandBody } from './subscriber.decider.js';
import type { SubscriberEvent } from './subscriber.events.js';
import { topicsIn, usable, wayTo, type Subscriber } from './subscriber.state.js';

const sealed = (value: string): Sealed<string> => ({
  subject: '6f9a4a52-98a4-4a8e-9d4e-0b9c1f8f3a11',
  codec: 'plain',
  value,
});
const allTopics = ['everything', 'series:one', 'series:two'];
const consent = { text: 'Yes.', version: 1, how: 'form', reference: null } as const;

type Step = (state: Subscriber, at: string) => SubscriberCommandBody;

/** Commands as they may come, in any order, of rounds and addresses that are there or not. */
const steps = fc
  .record({
    what: fc.constantFrom(
      'ask',
      'ask',
      'confirm',
      'confirm',
      'end',
      'choose',
      'add',
      'add',
      'own',
      'remove',
      'stop',
      'renew',
      'agree',
      'lapse',
    ),
    topic: fc.constantFrom(...allTopics),
    place: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ what, topic, place }): Step => {
    return (state, at) => {
      const number = state.addresses[place]?.number ?? place;
      const usual = { channel: 'email', language: 'ro', consent, at } as const;
      const messageId = '2f1c1a7e-1d0b-4a57-9a55-6b1b0d1f5a03';
      const commands: Record<string, SubscriberCommandBody> = {
        ask: { type: 'AskSubscription', address: sealed('first'), number: 1, topics: [topic], ...usual, mailAt: null },
        confirm: { type: 'ConfirmSubscription', round: state.rounds.length - place, at },
        end: { type: 'EndSubscription', topics: place === 0 ? 'all' : [topic], how: 'page', at },
        choose: {
          ...{ type: 'ChoosePreferences', topics: topicsIn(state, 'confirmed'), language: 'en', at },
          ...{ preferences: { ...usualPreferences, fallback: true }, order: [number, 99] },
        },
        add: { type: 'AddAddress', address: sealed(place === 0 ? 'first' : `address ${place}`), ...usual },
        own: { type: 'ConfirmAddress', number, at },
        remove: { type: 'RemoveAddress', number, how: 'page', at },
        renew: { type: 'AskRenewal', version: 2 + place, text: { ro: 'Da.', en: 'Yes.' }, until: at, at },
        agree: { type: 'RenewConsent', version: 2 + place, at },
        lapse: { type: 'EndUnrenewed', version: 2 + place, at },
        stop: { type: 'StopAddress', number, messageId, reason: 'bounced', at },
      };
      return commands[what]!;
    };
  });

/** The events of a subscriber through these steps, an hour apart, as they stand after each. */
function live(sequence: readonly Step[]): readonly (readonly SubscriberEvent[])[] {
  const events: SubscriberEvent[] = [];
  return sequence.map((step, index) => {
    const state = fold(subscriberDecider, events);
    try {
      events.push(...subscriberDecider.decide(step(state, new Date(index * 3_600_000).toISOString()), state));
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
    }
    return [...events];
  });
}

const always = (property: (state: Subscriber, events: readonly SubscriberEvent[]) => void): void => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 40 }), (sequence) => {
      for (const events of live(sequence)) property(fold(subscriberDecider, events), events);
    }),
    { numRuns: 500 },
  );
};

const lastIndex = (events: readonly SubscriberEvent[], is: (event: SubscriberEvent) => boolean): number =>
  events.findLastIndex(is);

describe("a subscriber's life, whatever comes", () => {
  it('has no topic confirmed that was not asked for, and said yes to, since it was left', () =>
    always((state, events) => {
      for (const topic of topicsIn(state, 'confirmed')) {
        const names = (type: SubscriberEvent['type']) => (event: SubscriberEvent) =>
          event.type === type && 'topics' in event.data && event.data.topics.includes(topic);
        const [asked, confirmed, ended] = (
          ['SubscriptionAsked', 'SubscriptionConfirmed', 'SubscriptionEnded'] as const
        ).map((type) => lastIndex(events, names(type)));
        expect(asked).toBeGreaterThanOrEqual(0);
        expect(confirmed).toBeGreaterThan(ended!);
      }
    }));

  it('sends to no address whose owner did not use a link in a message to it', () =>
    always((state, events) => {
      for (const { number } of state.addresses.filter(usable)) {
        const owned = lastIndex(
          events,
          ({ type, data }) =>
            (type === 'AddressConfirmed' || type === 'SubscriptionConfirmed') && data.number === number,
        );
        const stopped = lastIndex(events, ({ type, data }) => type === 'AddressStopped' && data.number === number);
        expect(owned).toBeGreaterThan(stopped);
      }
      const way = wayTo(state);
      if (way && state.addresses.some(usable)) expect(usable(way)).toBe(true);
    }));

  it('keeps an address while it is told of anything, and never gives a number twice', () =>
    always((state, events) => {
      if (topicsIn(state, 'confirmed').length > 0) expect(state.addresses).not.toEqual([]);
      const given = events.flatMap((event) => (event.type === 'AddressAdded' ? [event.data.number] : []));
      expect(given).toEqual(given.map((_, index) => index + 2));
      expect(new Set(state.addresses.map(({ number }) => number)).size).toBe(state.addresses.length);
      expect(new Set(state.addresses.map(({ address }) => address.value)).size).toBe(state.addresses.length);
    }));

  it('has a line in the ledger for each word of consent', () =>
    always((state, events) => {
      const silent = ['SubscriberRegistered', 'LanguageChosen', 'PreferencesChosen', 'AddressStopped'];
      expect(state.ledger).toHaveLength(events.filter(({ type }) => !silent.includes(type)).length);
    }));
});
