import { randomUUID } from 'node:crypto';
import type { Town } from './publishers.js';
import { usualPreferences, type Preferences } from '../subscribers/subscriber/preferences.js';
import { addressClaim } from '../subscribers/subscriber/channels.js';

const at = '2024-03-01T09:00:00.000Z';

export interface Confirmed {
  readonly id: string;
  readonly address: string;
}

/** Subscribers who have confirmed, put into the store by the shortest way. */
export async function confirmedSubscribers(
  test: Town,
  addresses: readonly string[],
  topics: readonly string[],
  language: 'ro' | 'en' = 'ro',
  preferences?: Partial<Preferences>,
): Promise<Confirmed[]> {
  const { store } = test.context('notifications');
  return Promise.all(
    addresses.map(async (address) => {
      const [id, correlationId] = [randomUUID(), randomUUID()];
      const sealed = { subject: id, codec: 'plain', value: address };
      const common = { channel: 'email', language };
      const events = [
        { type: 'SubscriberRegistered', data: { ...common, address: sealed, registeredAt: at } },
        {
          type: 'SubscriptionConfirmed',
          data: { ...common, round: 1, topics, number: 1, how: 'link', confirmedAt: at },
        },
      ];
      if (preferences) {
        const chosen = { ...usualPreferences, ...preferences, order: [1], chosenAt: at };
        events.push({ type: 'PreferencesChosen', data: chosen as never });
      }
      const stream = `subscriber-${id}`;
      await store.append({
        claims: [{ scope: addressClaim, value: address, stream }],
        metadata: { actor: 'test', correlationId, causationId: correlationId },
        writes: [
          {
            stream,
            expected: 0,
            events: events.map((event) => ({ id: randomUUID(), ...event })),
          },
        ],
      });
      return { id, address };
    }),
  );
}
