import type { Sealed } from '@ecou/event-sourcing';
import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { subscriberDecider, type AskSubscription, type ConfirmSubscription } from './subscriber.decider.js';
import { addressOf, topicsIn, topicsToConfirm, wantsAny } from './subscriber.state.js';
import type { SubscriberEvent } from './subscriber.events.js';

const given = specify(subscriberDecider);

const address: Sealed<string> = {
  subject: '6f9a4a52-98a4-4a8e-9d4e-0b9c1f8f3a11',
  codec: 'plain',
  value: 'ana@example.org',
};
const programme = 'programme:0b5a2a06-5f57-4f0b-8a0c-0d7f3b1f7a01';
const session = 'civic-event:7be0b60c-0a5c-4bfb-8a91-53f1cb0d5a02';
const messageId = '2f1c1a7e-1d0b-4a57-9a55-6b1b0d1f5a03';
const reference = '90a3d4c4-2b9b-4b5e-b6f7-4f0f9a7b5a04';
const text = 'Write to me when the results are out.';

const at = (minutes: number): string => new Date(Date.UTC(2023, 2, 23, 16, minutes)).toISOString();

const asking = (topics: string[], minutes = 0, overrides: Partial<AskSubscription> = {}): AskSubscription => ({
  type: 'AskSubscription',
  address,
  channel: 'email',
  number: 1,
  topics,
  language: 'ro',
  consent: { text, version: 1, how: 'form', reference: null },
  mailAt: null,
  at: at(minutes),
  ...overrides,
});

const registered: SubscriberEvent = {
  type: 'SubscriberRegistered',
  data: { address, channel: 'email', language: 'ro', registeredAt: at(0) },
};

const asked = (round: number, topics: string[], minutes = 0, language: 'ro' | 'en' = 'ro'): SubscriberEvent => ({
  type: 'SubscriptionAsked',
  data: {
    round,
    topics,
    number: 1,
    channel: 'email',
    language,
    consent: { text, version: 1, how: 'form', reference: null },
    mailAt: null,
    askedAt: at(minutes),
  },
});

const confirming = (round: number, minutes = 1): ConfirmSubscription => ({
  type: 'ConfirmSubscription',
  round,
  at: at(minutes),
});

const confirmed = (round: number, topics: string[], minutes = 1, language: 'ro' | 'en' = 'ro'): SubscriberEvent => ({
  type: 'SubscriptionConfirmed',
  data: { round, topics, number: 1, channel: 'email', language, how: 'link', confirmedAt: at(minutes) },
});

const ended = (topics: string[], how: 'one-click' | 'page' | 'staff', minutes = 2): SubscriberEvent => ({
  type: 'SubscriptionEnded',
  data: { topics, how, endedAt: at(minutes) },
});

/** The form of a page that shows topics and language only. */
const asBefore = { preferences: null, order: [] };

const stopped: SubscriberEvent = {
  type: 'AddressStopped',
  data: { number: 1, messageId, reason: 'bounced', stoppedAt: at(2) },
};

describe('asking', () => {
  it('registers an address at first contact, with the text that was agreed to', () =>
    given()
      .when(asking([programme]))
      .then(registered, asked(1, [programme])));

  it('takes a topic that is named twice once', () =>
    given()
      .when(asking([programme, programme]))
      .then(registered, asked(1, [programme])));

  it('records a wish for another topic as a round of its own', () =>
    given(registered, asked(1, [programme]))
      .when(asking([session], 1))
      .then(asked(2, [session], 1)));

  it('records consent for the new topics of a confirmed address, which wait for a link of their own', () =>
    given(registered, asked(1, [programme]), confirmed(1, [programme]))
      .when(asking([programme, session], 2))
      .then(asked(2, [session], 2)));

  it('changes nothing for topics that are confirmed', () =>
    given(registered, asked(1, [programme]), confirmed(1, [programme]))
      .when(asking([programme], 2))
      .then());

  it('changes nothing while a mail for the same topics is on its way', () =>
    given(registered, asked(1, [programme, session]))
      .when(asking([session], 14))
      .then());

  it('asks again once that mail had its time', () =>
    given(registered, asked(1, [programme]))
      .when(asking([programme], 15))
      .then(asked(2, [programme], 15)));

  it('asks again at once after somebody left', () =>
    given(registered, asked(1, [programme]), confirmed(1, [programme]), ended([programme], 'one-click'))
      .when(asking([programme], 3))
      .then(asked(2, [programme], 3)));

  it('changes nothing when the same request comes again', () => {
    const repeated = asking([programme], 60, { consent: { text, version: null, how: 'questionnaire', reference } });
    given(registered, {
      type: 'SubscriptionAsked',
      data: {
        round: 1,
        topics: [programme],
        number: 1,
        channel: 'email',
        language: 'ro',
        consent: { text, version: null, how: 'questionnaire', reference },
        mailAt: null,
        askedAt: at(0),
      },
    })
      .when(repeated)
      .then();
  });

  const flood = [1, 2, 3, 4, 5].map((round) => asked(round, [`series:${String(round)}`], round));

  it('sends an address at most five mails a day that nobody answers', () =>
    given(registered, ...flood)
      .when(asking([programme], 60))
      .then());

  it('goes on asking a day later', () =>
    given(registered, ...flood)
      .when(asking([programme], 24 * 60 + 1))
      .then(asked(6, [programme], 24 * 60 + 1)));

  it('goes on asking once a link was used', () =>
    given(registered, ...flood, confirmed(5, ['series:1'], 6))
      .when(asking([programme], 60))
      .then(asked(6, [programme], 60)));
});

describe('confirming', () => {
  it('confirms the topics of its round', () =>
    given(registered, asked(1, [programme]))
      .when(confirming(1))
      .then(confirmed(1, [programme])));

  it('confirms what was asked before, and nothing that was asked after', () =>
    given(registered, asked(1, [programme]), asked(2, [session]))
      .when(confirming(1))
      .then(confirmed(1, [programme])));

  it('confirms earlier rounds with a later link', () =>
    given(registered, asked(1, [programme]), asked(2, [session]))
      .when(confirming(2))
      .then(confirmed(2, [programme, session])));

  it('takes the language of the wish that is confirmed first', () =>
    given(registered, asked(1, [programme], 0, 'en'))
      .when(confirming(1))
      .then(confirmed(1, [programme], 1, 'en')));

  it('leaves the language alone where something is confirmed already', () =>
    given(registered, asked(1, [programme]), confirmed(1, [programme]), asked(2, [session], 0, 'en'))
      .when(confirming(2))
      .then(confirmed(2, [session])));

  it('changes nothing the second time', () =>
    given(registered, asked(1, [programme]), confirmed(1, [programme]))
      .when(confirming(1))
      .then());

  it('does not bring back with an old link who has left', () =>
    given(registered, asked(1, [programme]), confirmed(1, [programme]), ended([programme], 'one-click'))
      .when(confirming(1))
      .then());

  it('does not confirm with an old link what was asked anew', () =>
    given(registered, asked(1, [programme]), ended([programme], 'page'), asked(2, [programme], 3))
      .when(confirming(1, 4))
      .then());

  it('refuses a subscriber who does not exist', () => given().when(confirming(1)).thenRejected('SUBSCRIBER_UNKNOWN'));
});

describe('leaving', () => {
  const both = [registered, asked(1, [programme, session]), confirmed(1, [programme, session])];

  it('ends everything with one click', () =>
    given(...both)
      .when({ type: 'EndSubscription', topics: 'all', how: 'one-click', at: at(2) })
      .then(ended([programme, session], 'one-click')));

  it('ends a wish that nobody confirmed', () =>
    given(registered, asked(1, [programme]))
      .when({ type: 'EndSubscription', topics: 'all', how: 'one-click', at: at(2) })
      .then(ended([programme], 'one-click')));

  it('ends one topic', () =>
    given(...both)
      .when({ type: 'EndSubscription', topics: [session], how: 'staff', at: at(2) })
      .then(ended([session], 'staff')));

  it('changes nothing the second time', () =>
    given(...both, ended([programme, session], 'one-click'))
      .when({ type: 'EndSubscription', topics: 'all', how: 'one-click', at: at(3) })
      .then());
});

describe('preferences', () => {
  const both = [registered, asked(1, [programme, session]), confirmed(1, [programme, session])];

  it('end what is not ticked any more', () =>
    given(...both)
      .when({ type: 'ChoosePreferences', topics: [programme], language: 'ro', ...asBefore, at: at(2) })
      .then(ended([session], 'page')));

  it('choose the language', () =>
    given(...both)
      .when({ type: 'ChoosePreferences', topics: [programme, session], language: 'en', ...asBefore, at: at(2) })
      .then({ type: 'LanguageChosen', data: { language: 'en', topics: [programme, session], chosenAt: at(2) } }));

  it('confirm nothing that was not confirmed by its link', () =>
    given(registered, asked(1, [programme]))
      .when({ type: 'ChoosePreferences', topics: [programme], language: 'ro', ...asBefore, at: at(2) })
      .then());

  it('change nothing the second time', () =>
    given(...both, ended([session], 'page'))
      .when({ type: 'ChoosePreferences', topics: [programme], language: 'ro', ...asBefore, at: at(3) })
      .then());
});

describe('an address whose mail comes back', () => {
  const reached = [registered, asked(1, [programme]), confirmed(1, [programme])];

  it('is stopped', () =>
    given(...reached)
      .when({ type: 'StopAddress', number: 1, messageId, reason: 'bounced', at: at(2) })
      .then(stopped));

  it('is stopped once', () =>
    given(...reached, stopped)
      .when({ type: 'StopAddress', number: 1, messageId, reason: 'complained', at: at(3) })
      .then());

  it('can be asked for again, also for topics that were confirmed', () =>
    given(...reached, stopped)
      .when(asking([programme], 3))
      .then(asked(2, [programme], 3)));

  it('is in use again once its owner confirmed it', () => {
    const subscriber = given(...reached, stopped, asked(2, [programme], 3), confirmed(2, [programme], 4)).state();
    expect(addressOf(subscriber, 1)?.stopped).toBeNull();
  });
});

describe('the state', () => {
  const subscriber = given(
    registered,
    asked(1, [programme]),
    confirmed(1, [programme]),
    asked(2, [session], 5),
    ended([programme], 'page', 6),
  ).state();

  it('keeps a ledger of what was agreed to, when, and how', () => {
    const agreed = { number: 1, text, textVersion: 1, language: 'ro', reference: null };
    const unsaid = { number: 1, text: null, textVersion: null, language: null, reference: null };
    expect(subscriber.ledger).toEqual([
      { act: 'asked', topics: [programme], how: 'form', at: at(0), ...agreed },
      { act: 'confirmed', topics: [programme], how: 'link', at: at(1), ...unsaid },
      { act: 'asked', topics: [session], how: 'form', at: at(5), ...agreed },
      { act: 'ended', topics: [programme], how: 'page', at: at(6), ...unsaid, number: null },
    ]);
  });

  it('knows what may be sent', () => {
    expect(topicsIn(subscriber, 'asked')).toEqual([session]);
    expect(wantsAny(subscriber, [programme, session])).toBe(false);
    expect(topicsToConfirm(subscriber, 1)).toEqual([]);
    expect(topicsToConfirm(subscriber, 2)).toEqual([session]);
  });
});
