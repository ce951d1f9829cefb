import { MessageBouncedV1, MessageDeliveredV1, SubscriptionConfirmedV1, SubscriptionEndedV1 } from '@ecou/contracts';
import { instant, integer, text } from '../columns.js';
import { changed, holding } from '../rows.js';
import { starTable } from '../table.js';

export const message = starTable(
  {
    name: 'message',
    kind: 'fact',
    comment: 'What became of a message to a subscriber. Figures count them; nobody sees whom they went to.',
    key: { name: 'messageId', comment: 'Id of the message.' },
    columns: {
      channel: text('The way that it went, such as email.'),
      purpose: text('Why it was sent, such as report-published.'),
      outcome: text('delivered: the server of the channel took it; bounced: it refused it for good.'),
      attempts: integer('How often it was tried, from 1.'),
    },
  },
  (on) => [
    on(MessageDeliveredV1, (_rows, { channel, purpose, attempt, deliveredAt }) => [
      holding(deliveredAt, { channel, purpose, outcome: 'delivered', attempts: attempt }),
    ]),
    on(MessageBouncedV1, (_rows, { channel, purpose, attempt, bouncedAt }) => [
      holding(bouncedAt, { channel, purpose, outcome: 'bounced', attempts: attempt }),
    ]),
  ],
);

/** `programme:<id>` is of the kind `programme`; what holds no colon is a kind by itself. */
const kindOf = (topic: string): string => topic.split(':')[0] ?? topic;

export const subscription = starTable(
  {
    name: 'subscription',
    kind: 'dimension',
    comment: 'A topic that somebody asked to be told of, and confirmed. Nobody sees single ones: figures show groups.',
    key: { name: 'subscriberId', comment: 'Id of the subscriber; it names nobody.' },
    columns: {
      topic: text('Such as programme:<id>.'),
      topicKind: text('Such as programme, civic-event or deliverable.'),
      channel: text('The way that messages go, such as email.'),
      language: text('ro or en.'),
      endedAt: instant('When they left; null: they did not.'),
      endedHow: text('By which way they left: one-click, page or staff.'),
    },
  },
  (on) => [
    on(SubscriptionConfirmedV1, (rows, { topics, channel, language, confirmedAt }) => [
      ...rows.filter(({ topic, endedAt }) => endedAt !== null || !topics.includes(topic ?? '')),
      ...topics.map((topic) =>
        holding(confirmedAt, {
          ...{ topic, topicKind: kindOf(topic), channel, language, endedAt: null, endedHow: null },
        }),
      ),
    ]),
    on(SubscriptionEndedV1, (rows, { topics, how, endedAt }) =>
      rows.flatMap((row) =>
        topics.includes(row.topic ?? '') && row.endedAt === null
          ? changed([row], endedAt, { endedAt, endedHow: how })
          : [row],
      ),
    ),
  ],
);
