import { goldenEvents, goldenViews } from '@ecou/event-sourcing/testing';
import { announcementEvents } from './announcement/announcement.events.js';
import { messageEvents } from './message/message.events.js';
import { messageList } from './views/message-list.view.js';

const id = (digit: number): string => `00000000-0000-4000-8000-00000000000${String(digit)}`;
const at = '2023-03-23T16:00:00.000Z';
const topics = [`programme:${id(1)}`, `civic-event:${id(2)}`];
const about = { subscriberId: id(3), purpose: 'report-published', channel: 'email' };
const fault = { stage: 'RCPT TO', reason: 'EENVELOPE', code: 550, enhanced: '5.1.1' };

goldenEvents(`${import.meta.dirname}/golden`, [announcementEvents, messageEvents], {
  AnnouncementStarted: {
    purpose: 'report-published',
    topics,
    causeId: id(6),
    title: { ro: 'Sesiune de consultare', en: 'Consultation session' },
    details: { civicEventId: id(2), version: '1' },
    startedAt: at,
  },
  AnnouncementExpanded: { from: null, cursor: id(3), messages: 1, expandedAt: at },
  AnnouncementCompleted: { messages: 1, completedAt: at },
  MessageQueued: {
    ...about,
    topics,
    round: null,
    language: 'ro',
    template: { name: 'report-published', version: 1 },
    variables: { title: 'Sesiune de consultare', civicEventId: id(2), version: '1' },
    causeId: id(6),
    announcementId: id(7),
    queuedAt: at,
  },
  SendingStarted: { attempt: 1, transport: 'smtp', startedAt: at },
  MessageSent: { ...about, attempt: 1, code: 250, file: null, sentAt: at },
  SendingFailed: { attempt: 1, fault: { ...fault, code: 450, enhanced: '4.2.0' }, retryAt: at, failedAt: at },
  MessageRequeued: { attempt: 1, requeuedAt: at },
  MessageBounced: { ...about, attempt: 1, fault, bouncedAt: at },
  SendingUncertain: { attempt: 1, reason: 'no-outcome', noticedAt: at },
  ResendOrdered: { attempt: 1, reason: 'The server has no trace of it.', orderedAt: at },
  MessageSettled: {
    ...about,
    attempt: 1,
    outcome: 'sent',
    reason: 'The log of the server has it.',
    settledAt: at,
  },
  MessageWithheld: { reason: 'not-wanted', withheldAt: at },
});

goldenViews(import.meta.dirname, { events: [announcementEvents, messageEvents], views: [messageList] });
