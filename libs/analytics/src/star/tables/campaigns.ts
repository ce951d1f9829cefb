import { CampaignCompletedV1 } from '@ecou/contracts';
import { instant, integer, text, texts } from '../columns.js';
import { holding } from '../rows.js';
import { starTable } from '../table.js';

const key = { name: 'campaignId', comment: 'Id of the campaign.' };

export const campaign = starTable(
  {
    name: 'campaign',
    kind: 'fact',
    comment:
      'What staff wrote, once, to those who asked for some topics, when each message had its outcome. It happened when it was completed.',
    key,
    columns: {
      titleRo: text('The subject of its messages, in Romanian.'),
      titleEn: text('The same in English.'),
      topics: texts('Those who confirmed one of these, or everything, were written to; such as programme:<id>.'),
      match: text('any, or all: only those who confirmed each of the topics.'),
      language: text('Only subscribers of this language; null: all.'),
      channels: texts('Only on these ways, such as email; null: on any.'),
      startedAt: instant('When it began to be sent.'),
      targeted: integer('People whom it was for, as counted at the start.'),
      excluded: integer('Of these, those whom a rule left out: they had left, or cannot be reached.'),
    },
  },
  (on) => [
    on(CampaignCompletedV1, (_rows, { title, excluded, ...data }) => [
      holding(data.completedAt, {
        ...{ titleRo: title.ro, titleEn: title.en ?? null, topics: data.topics, match: data.match },
        ...{ language: data.language, channels: data.channels, startedAt: data.startedAt, targeted: data.targeted },
        excluded: excluded.reduce((sum, { people }) => sum + people, 0),
      }),
    ]),
  ],
);

export const campaignOutcome = starTable(
  {
    name: 'campaign_outcome',
    kind: 'fact',
    comment: 'What became of the messages of a campaign on one channel, when each had its outcome.',
    key,
    columns: {
      channel: text('The way that they went, such as email.'),
      sent: integer('Messages that the server of the channel took.'),
      delivered: integer('Of these, those that did not come back.'),
      bounced: integer('Messages that were refused for good.'),
      failed: integer('Messages that were given up.'),
      uncertain: integer('Messages of which nobody knows whether they went out.'),
      withheld: integer('Messages that were not sent, since a rule said so just before.'),
      unsubscribed: integer('People who left by the link in it.'),
    },
  },
  (on) => [
    on(CampaignCompletedV1, (_rows, { outcomes, completedAt }) =>
      outcomes.map((outcome) => holding(completedAt, { ...outcome })),
    ),
  ],
);
