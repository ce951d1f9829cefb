import {
  MessageBouncedV1,
  MessageDeliveredV1,
  MessageOutcomeV1,
  SubscriptionConfirmedV1,
  SubscriptionEndedV1,
} from '@ecou/contracts';
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { messageEvents } from './sending/message/message.events.js';
import { publish as sending } from './sending/publish.js';
import { publish as subscribers } from './subscribers/publish.js';

const publish = { ...subscribers, ...sending };
const folderOf = (type: string): string => (type in subscribers ? 'subscribers' : 'sending');

const id = '6f9a4a52-98a4-4a8e-9d4e-0b9c1f8f3a11';

/** Contracts that the table makes of a stored event of a version: of 1 where it is for a subscriber. */
function published(type: keyof typeof publish, change: object = {}, version = 1) {
  const stored = JSON.parse(
    readFileSync(`${import.meta.dirname}/${folderOf(type)}/golden/${type}.v${version}.json`, 'utf8'),
  ) as Record<string, unknown>;
  const known = Object.entries(messageEvents.types).find(([name]) => name === type)?.[1];
  const golden = (known?.upcasts ?? []).slice(version - 1).reduce((older, upcast) => upcast(older), stored);
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

  it.each([
    ['MessageSent', 'sent', null],
    ['MessageSettled', 'sent', null],
    ['MessageBounced', 'bounced', null],
    ['SendingUncertain', 'uncertain', null],
    ['MessageWithheld', 'withheld', 'out-of-date'],
  ] as const)('%s of what was promised to somebody goes to who promised it: %s', (type, outcome, why) => {
    const publication = published(type, {}, 2) as { contract: unknown; data: object };
    expect(publication.contract).toBe(MessageOutcomeV1);
    expect(MessageOutcomeV1.schema.parse(publication.data)).toEqual(publication.data);
    expect(publication.data).toMatchObject({
      about: { kind: 'registration' },
      occasion: 'registration-confirmed',
      channel: 'email',
      outcome,
      reason: why,
    });
  });

  it('is a failure of it only once it is given up', () => {
    expect(published('SendingFailed', {}, 2)).toEqual([]);
    expect(published('SendingFailed', { retryAt: null }, 2)).toMatchObject({ data: { outcome: 'failed' } });
    expect(published('MessageSettled', { outcome: 'not-sent' }, 2)).toMatchObject({ data: { outcome: 'failed' } });
  });

  it('is nothing of what went wrong with news for a subscriber, but that it came back', () => {
    for (const type of ['SendingFailed', 'SendingUncertain', 'MessageWithheld'] as const)
      expect(published(type, { retryAt: null })).toEqual([]);
  });

  it('is nothing of who has which address', () => {
    expect(Object.keys(publish)).not.toContain('SubscriberRegistered');
    expect(Object.keys(publish)).not.toContain('SubscriptionAsked');
  });
});
