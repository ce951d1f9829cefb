import type { Sealed } from '@ecou/event-sourcing';
import { specify } from '@ecou/event-sourcing/testing';
import { describe, it } from '@jest/globals';
import type { AskRenewal } from './rules/renewals.js';
import { subscriberDecider, type AskSubscription } from './subscriber.decider.js';
import type { SubscriberEvent } from './subscriber.events.js';
import type { Consent } from './subscriber.state.js';

const given = specify(subscriberDecider);
const at = '2024-03-01T10:00:00.000Z';
const until = '2024-04-01T00:00:00.000Z';
const programme = 'programme:0b5a2a06-5f57-4f0b-8a0c-0d7f3b1f7a01';
const session = 'civic-event:7be0b60c-0a5c-4bfb-8a91-53f1cb0d5a02';
const address: Sealed<string> = {
  subject: '6f9a4a52-98a4-4a8e-9d4e-0b9c1f8f3a11',
  codec: 'plain',
  value: 'ana@example.org',
};
const about = { number: 1, channel: 'email', language: 'ro' } as const;

const consentTo = (version: number | null, how: Consent['how'] = 'form'): Consent => ({
  ...{ text: 'Sunt de acord.', version, how, reference: null },
});
const registered: SubscriberEvent = {
  type: 'SubscriberRegistered',
  data: { address, channel: 'email', language: 'ro', registeredAt: at },
};
const asked = (round: number, topics: string[], consent = consentTo(1)): SubscriberEvent => ({
  type: 'SubscriptionAsked',
  data: { round, topics, ...about, consent, mailAt: null, askedAt: at },
});
const confirmed = (round: number, topics: string[]): SubscriberEvent => ({
  type: 'SubscriptionConfirmed',
  data: { round, topics, ...about, how: 'link', confirmedAt: at },
});
const ended = (topics: string[], how: 'page' | 'not-renewed' = 'page'): SubscriberEvent => ({
  type: 'SubscriptionEnded',
  data: { topics, how, endedAt: at },
});
const stopped: SubscriberEvent = {
  type: 'AddressStopped',
  data: { number: 1, messageId: programme.slice(10), reason: 'bounced', stoppedAt: at },
};

const text = { ro: 'Sunt de acord și cu textul nou.', en: 'I agree to the new text too.' };
const renewal = (version = 2): AskRenewal => ({ type: 'AskRenewal', version, text, until, at });
const renewalAsked = (topics: string[], version = 2): SubscriberEvent => ({
  type: 'RenewalAsked',
  data: { version, topics, ...about, text: text.ro, until, askedAt: at },
});
const renew = (version = 2) => ({ type: 'RenewConsent', version, at }) as const;
const renewed = (topics: string[], version = 2): SubscriberEvent => ({
  type: 'ConsentRenewed',
  data: { version, topics, text: text.ro, language: 'ro', how: 'link', renewedAt: at },
});
const lapse = (version = 2) => ({ type: 'EndUnrenewed', version, at }) as const;

const told = [registered, asked(1, [programme]), confirmed(1, [programme])];

describe('a newer text', () => {
  it('is asked for once, for what was agreed to under an older one', () => {
    given(...told)
      .when(renewal())
      .then(renewalAsked([programme]));
    given(...told, renewalAsked([programme]))
      .when(renewal())
      .then();
    given(...told, renewalAsked([programme], 3))
      .when(renewal(2))
      .then();
  });

  it('is not asked for where nothing is confirmed, or a text of its own was agreed to', () => {
    given(registered, asked(1, [programme]))
      .when(renewal())
      .then();
    given(...told, ended([programme]))
      .when(renewal())
      .then();
    given(registered, asked(1, [programme], consentTo(null, 'questionnaire')), confirmed(1, [programme]))
      .when(renewal())
      .then();
    given(registered, asked(1, [programme], consentTo(2)), confirmed(1, [programme]))
      .when(renewal())
      .then();
  });

  it('is agreed to for all that was confirmed under an older one, with its text in the language in which it was shown', () =>
    given(...told, renewalAsked([programme]), asked(2, [session]), confirmed(2, [session]))
      .when(renew())
      .then(renewed([programme, session])));

  it('is agreed to once, and only while it is the last that they were asked about', () => {
    given(...told, renewalAsked([programme]), renewed([programme]))
      .when(renew())
      .then();
    given(...told, renewalAsked([programme]), renewalAsked([programme], 3))
      .when(renew(2))
      .then();
    given(...told)
      .when(renew())
      .then();
  });

  it('is asked for again of who confirms an older wish later', () =>
    given(...told, renewalAsked([programme]), renewed([programme]), asked(2, [session]), confirmed(2, [session]))
      .when(renewal())
      .then(renewalAsked([session])));

  it('ends in time what was not agreed to anew, for that reason, and nothing else', () => {
    given(...told, renewalAsked([programme]))
      .when(lapse())
      .then(ended([programme], 'not-renewed'));
    given(...told, renewalAsked([programme]), asked(2, [session], consentTo(2)), confirmed(2, [session]))
      .when(lapse())
      .then(ended([programme], 'not-renewed'));
    given(...told, renewalAsked([programme]), renewed([programme]))
      .when(lapse())
      .then();
    given(...told, renewalAsked([programme]), ended([programme]))
      .when(lapse())
      .then();
    given(...told, renewalAsked([programme]), renewalAsked([programme], 3))
      .when(lapse(2))
      .then();
    given(...told, renewalAsked([programme]), ended([programme], 'not-renewed'))
      .when(renew())
      .then();
  });
});

describe('a list that is taken over', () => {
  const importing = (topics: string[]): AskSubscription => ({
    ...{ type: 'AskSubscription', address, ...about, topics, consent: consentTo(1, 'import'), mailAt: until, at },
  });
  const wished = (round: number, topics: string[]): SubscriberEvent => ({
    type: 'SubscriptionAsked',
    data: { round, topics, ...about, consent: consentTo(1, 'import'), mailAt: until, askedAt: at },
  });

  it('asks whoever is not known, and for topics that they were never asked for', () => {
    given()
      .when(importing([programme, programme]))
      .then(registered, wished(1, [programme]));
    given(...told)
      .when(importing([programme, session]))
      .then(wished(2, [session]));
  });

  it('changes nothing the second time, however long after', () =>
    given(registered, wished(1, [programme]))
      .when({ ...importing([programme]), at: '2025-03-01T10:00:00.000Z' })
      .then());

  it('asks nobody who left anything, or whose address is stopped', () => {
    given(...told, ended([programme]))
      .when(importing([programme, session]))
      .then();
    given(...told, stopped)
      .when(importing([session]))
      .then();
  });
});
