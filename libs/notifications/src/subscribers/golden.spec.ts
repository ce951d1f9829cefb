import { goldenEvents, goldenViews } from '@ecou/event-sourcing/testing';
import { consentTextsEvents } from './consent-texts/consent-texts.events.js';
import { subscriberEvents } from './subscriber/subscriber.events.js';
import { topicEvents } from './topic/topic.events.js';
import { messageDepartures } from './views/message-departures.view.js';
import { subscriptionList } from './views/subscription-list.view.js';
import { topicSubscribers } from './views/topic-subscribers.view.js';

const id = (digit: number): string => `00000000-0000-4000-8000-00000000000${String(digit)}`;
const at = '2023-03-23T16:00:00.000Z';
const topics = [`programme:${id(1)}`, `civic-event:${id(2)}`];
const address = { subject: id(3), codec: 'plain', value: 'ana@example.org' };

goldenEvents(`${import.meta.dirname}/golden`, [subscriberEvents, topicEvents, consentTextsEvents], {
  SubscriberRegistered: { address, channel: 'email', language: 'ro', registeredAt: at },
  SubscriptionAsked: {
    round: 1,
    topics,
    number: 1,
    channel: 'email',
    language: 'ro',
    consent: { text: 'Scrieți-mi când sunt gata rezultatele.', version: 1, how: 'questionnaire', reference: id(4) },
    mailAt: at,
    askedAt: at,
  },
  SubscriptionConfirmed: {
    round: 1,
    topics,
    number: 1,
    channel: 'email',
    language: 'ro',
    how: 'link',
    confirmedAt: at,
  },
  SubscriptionEnded: { topics, how: 'one-click', endedAt: at },
  RenewalAsked: {
    ...{ version: 2, topics, number: 1, channel: 'email', language: 'ro', text: 'Sunt de acord.' },
    ...{ until: at, askedAt: at },
  },
  ConsentRenewed: { version: 2, topics, text: 'Sunt de acord.', language: 'ro', how: 'link', renewedAt: at },
  ConsentTextPublished: {
    version: 2,
    text: { ro: 'Sunt de acord.', en: 'I agree.' },
    renewal: { holdsUntil: at },
    publishedAt: at,
  },
  RenewalContinued: { version: 2, from: null, cursor: id(8), continuedAt: at },
  RenewalCompleted: { version: 2, from: id(8), completedAt: at },
  LanguageChosen: { language: 'en', topics, chosenAt: at },
  PreferencesChosen: {
    ...{ schedule: 'weekly', hour: 9, weekday: 5, quiet: { from: '22:00', to: '07:30' } },
    ...{ timeZone: 'Europe/Bucharest', fallback: true, order: [2, 1], chosenAt: at },
  },
  AddressAdded: {
    number: 2,
    channel: 'email',
    address,
    language: null,
    consent: { text: 'Sunt de acord.', version: 1, how: 'page', reference: null },
    addedAt: at,
  },
  AddressConfirmed: { number: 2, channel: 'email', how: 'link', confirmedAt: at },
  AddressRemoved: { number: 2, how: 'page', removedAt: at },
  NewsTold: { announcementId: id(7), toldAt: at },
  TopicNamed: { topic: topics[1], title: { ro: 'Sesiune de consultare', en: 'Consultation session' }, namedAt: at },
  TopicRedacted: {
    topic: `recommendation:${id(6)}`,
    title: { ro: 'Bănci în parc.' },
    reason: { ro: 'Numea o persoană.' },
    redactedAt: at,
  },
  TopicRedactionCarriedOut: { announcements: 1, messages: 2, carriedOutAt: at },
  AddressStopped: { number: 1, messageId: id(5), reason: 'bounced', stoppedAt: at },
});

goldenViews(
  import.meta.dirname,
  {
    events: [subscriberEvents, topicEvents, consentTextsEvents],
    views: [subscriptionList, topicSubscribers, messageDepartures],
  },
  {
    // Only who left by the link in a message has a row in its view.
    'SubscriptionEnded.v1/by-message': { messageId: id(5) },
  },
);
