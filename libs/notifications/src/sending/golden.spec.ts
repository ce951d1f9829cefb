import { goldenEvents, goldenViews } from '@ecou/event-sourcing/testing';
import { announcementEvents } from './announcement/announcement.events.js';
import { messageEvents } from './message/message.events.js';
import { recommendationAnnouncement } from './views/recommendation-announcement.view.js';
import { messageList } from './views/message-list.view.js';

const id = (digit: number): string => `00000000-0000-4000-8000-00000000000${String(digit)}`;
const at = '2023-03-23T16:00:00.000Z';
const topics = [`programme:${id(1)}`, `civic-event:${id(2)}`];
const promise = {
  kind: 'registration',
  id: id(4),
  occasion: 'registration-confirmed',
  at,
  sendingId: null,
  channel: 'email',
};
const about = { subscriberId: null, promise, purpose: 'registration-confirmed', channel: 'email' };
const sealed = (value: string) => ({ subject: id(5), codec: 'plain', value });
const fault = { stage: 'RCPT TO', reason: 'EENVELOPE', code: 550, enhanced: '5.1.1' };

goldenEvents(`${import.meta.dirname}/golden`, [announcementEvents, messageEvents], {
  AnnouncementStarted: {
    purpose: 'report-published',
    topics,
    causeId: id(6),
    title: { ro: 'Sesiune de consultare', en: 'Consultation session' },
    details: { civicEventId: id(2), version: '1' },
    ...{ matter: `civic-event:${id(2)}`, urgent: true, neededBy: at, expiresAt: at },
    startedAt: at,
  },
  AnnouncementExpanded: { from: null, cursor: id(3), messages: 1, expandedAt: at },
  AnnouncementPaused: { pausedAt: at },
  AnnouncementResumed: { cursor: id(3), resumedAt: at },
  AnnouncementCancelled: { cancelledAt: at },
  AnnouncementRedacted: { title: { ro: 'Bănci în parc. [redactat]' }, redactedAt: at },
  AnnouncementCompleted: { messages: 1, completedAt: at },
  MessageQueued: {
    ...about,
    recipient: { address: sealed('ana@example.org'), words: { name: sealed('Ana Sintetică') } },
    topics: [],
    round: null,
    language: 'ro',
    template: { name: 'registration-confirmed', version: 1 },
    variables: { id: id(4), civicEventId: id(2), title: 'Sesiune de consultare' },
    causeId: id(6),
    announcementId: null,
    expiresAt: at,
    ...{ number: null, urgent: false, matter: null, waitsUntil: null, fallbackOf: null },
    queuedAt: at,
  },
  NewsGathered: { announcementId: id(7), topics, gatheredAt: at },
  MessagePostponed: { until: at, reason: 'quiet-hours', postponedAt: at },
  MessageReleased: { releasedAt: at },
  MessageFellBack: { to: id(8), fellBackAt: at },
  SendingStarted: { attempt: 1, transport: 'smtp', startedAt: at },
  MessageSent: { ...about, attempt: 1, code: 250, file: null, reference: null, segments: 2, sentAt: at },
  SendingFailed: {
    promise,
    attempt: 1,
    fault: { ...fault, code: 450, enhanced: '4.2.0' },
    retryAt: at,
    needsOperator: false,
    failedAt: at,
  },
  WordsFellBack: {
    attempt: 1,
    wording: { id: id(9), version: 2 },
    fault: { field: 'body', rule: 'VARIABLE_UNKNOWN' },
    fellBackAt: at,
  },
  MessageRequeued: { attempt: 1, requeuedAt: at },
  MessageBounced: { ...about, number: null, attempt: 1, fault, bouncedAt: at },
  RecipientComplained: { ...about, number: null, complainedAt: at },
  SendingUncertain: { promise, attempt: 1, reason: 'no-outcome', noticedAt: at },
  ResendOrdered: { attempt: 1, reason: 'The server has no trace of it.', orderedAt: at },
  MessageSettled: {
    ...about,
    attempt: 1,
    outcome: 'sent',
    reason: 'The log of the server has it.',
    settledAt: at,
  },
  MessageRedacted: { variables: { title: 'Bănci în parc. [redactat]' }, redactedAt: at },
  MessageWithheld: { promise, reason: 'out-of-date', withheldAt: at },
});

goldenViews(
  import.meta.dirname,
  { events: [announcementEvents, messageEvents], views: [messageList, recommendationAnnouncement] },
  {
    // Only those of a recommendation have a row in their view.
    'AnnouncementStarted.v1/recommendation': {
      purpose: 'recommendation-progressed',
      details: { recommendationId: id(7), step: 'noted' },
    },
  },
);
