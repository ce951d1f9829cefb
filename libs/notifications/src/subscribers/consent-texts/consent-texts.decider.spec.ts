import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { consentTextsDecider, currentText, requiredText, type PublishConsentText } from './consent-texts.decider.js';
import type { ConsentTextsEvent } from './consent-texts.events.js';
import { renewalOf } from '../subscriber/rules/renewal-of.js';

const given = specify(consentTextsDecider);
const at = '2024-03-01T10:00:00.000Z';
const text = { ro: 'Sunt de acord.', en: 'I agree.' };
const renewal = { holdsUntil: '2024-04-01T00:00:00.000Z' };
const [first, second] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];

const publish = (change: Partial<PublishConsentText> = {}): PublishConsentText => ({
  ...{ type: 'PublishConsentText', text, renewal, at },
  ...change,
});
const published = (version = 2, change: Partial<PublishConsentText> = {}): ConsentTextsEvent => {
  const { text: words, renewal: anew } = publish(change);
  return { type: 'ConsentTextPublished', data: { version, text: words, renewal: anew, publishedAt: at } };
};
const advance = (from: string | null, subscribers: string[], last: boolean) =>
  ({ type: 'AdvanceRenewal', version: 2, from, subscribers, last, at }) as const;
const continued: ConsentTextsEvent = {
  type: 'RenewalContinued',
  data: { version: 2, from: null, cursor: second, continuedAt: at },
};
const completed = (from: string | null): ConsentTextsEvent => ({
  type: 'RenewalCompleted',
  data: { version: 2, from, completedAt: at },
});

describe('the texts to agree to', () => {
  it('get a new version, and keep the old ones', () => {
    given().when(publish()).then(published());
    const { texts } = given(published(), published(3, { renewal: null })).state();
    expect(texts.map(({ version }) => version)).toEqual([1, 2, 3]);
  });

  it('change nothing where the same comes again', () => given(published()).when(publish()).then());

  it('leave people fourteen days', () => {
    const early = { holdsUntil: '2024-03-15T09:59:59.999Z' };
    given()
      .when(publish({ renewal: early }))
      .thenRejected('RENEWAL_TOO_SOON');
    const inTime = { renewal: { holdsUntil: '2024-03-15T10:00:00.000Z' } };
    given().when(publish(inTime)).then(published(2, inTime));
  });

  it('ask anew by the latest that calls for it, with as many days for whoever is asked late', () => {
    const state = given(published(), published(3, { renewal: null })).state();
    expect(currentText(state).version).toBe(3);
    expect(requiredText(state)?.version).toBe(2);
    expect(renewalOf(state, at)).toEqual({ type: 'AskRenewal', version: 2, text, until: renewal.holdsUntil, at });
    expect(renewalOf(state, '2024-03-31T12:00:00.000Z')?.until).toBe('2024-04-14T12:00:00.000Z');
    expect(renewalOf(given().state(), at)).toBeUndefined();
  });
});

describe('a renewal', () => {
  it('moves its cursor once, and ends with the last', () => {
    given(published())
      .when(advance(null, [first, second], false))
      .then(continued);
    given(published(), continued)
      .when(advance(null, [first, second], false))
      .then();
    given(published(), continued)
      .when(advance(second, [], true))
      .then(completed(second));
    given(published(), completed(null))
      .when(advance(null, [], true))
      .then();
  });

  it('is none of a text that asks for none', () =>
    given(published(2, { renewal: null }))
      .when(advance(null, [first], true))
      .then());
});
