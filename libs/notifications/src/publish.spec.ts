import { MessageBouncedV1, MessageDeliveredV1, SubscriptionConfirmedV1, SubscriptionEndedV1 } from '@ecou/contracts';
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { publish as sending } from './sending/publish.js';
import { publish as subscribers } from './subscribers/publish.js';

const publish = { ...subscribers, ...sending };
const folderOf = (type: string): string => (type in subscribers ? 'subscribers' : 'sending');

const id = '6f9a4a52-98a4-4a8e-9d4e-0b9c1f8f3a11';

/** Contracts that the table makes of a stored event. */
function published(type: keyof typeof publish, change: object = {}) {
  const golden = JSON.parse(
    readFileSync(`${import.meta.dirname}/${folderOf(type)}/golden/${type}.v1.json`, 'utf8'),
  ) as object;
  const map = publish[type] as ((event: object) => unknown) | undefined;
  return map?.({ type, stream: `x-${id}`, data: { ...golden, ...change } });
}

describe('what others are told', () => {
  it.each([
    ['SubscriptionConfirmed', SubscriptionConfirmedV1],
    ['SubscriptionEnded', SubscriptionEndedV1],
    ['MessageSent', MessageDeliveredV1],
    ['MessageSettled', MessageDeliveredV1],
    ['MessageBounced', MessageBouncedV1],
  ] as const)('%s: %#', (type, contract) => {
    const publication = published(type) as { contract: unknown; data: object };
    expect(publication.contract).toBe(contract);
    expect(contract.schema.parse(publication.data)).toEqual(publication.data);
  });

  it('is nothing of a sending that somebody says did not happen', () => {
    expect(published('MessageSettled', { outcome: 'not-sent' })).toEqual([]);
  });

  it('is nothing of who has which address', () => {
    expect(Object.keys(publish)).not.toContain('SubscriberRegistered');
    expect(Object.keys(publish)).not.toContain('SubscriptionAsked');
  });
});
