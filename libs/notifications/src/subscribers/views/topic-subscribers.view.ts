import type { Language } from '@ecou/contracts';
import { defineView, idOf, type RecordedEvent } from '@ecou/event-sourcing';
import type { Channel } from '../subscriber/channels.js';
import type { SubscriberEvent } from '../subscriber/subscriber.events.js';
import { folds } from './folds.js';

/** That a subscriber confirmed a topic. */
export interface TopicSubscriberRow {
  /** `<subscriber>/<topic>`. */
  readonly key: string;
  readonly topic: string;
  readonly subscriberId: string;
  readonly channel: Channel;
  readonly language: Language;
}

type Recorded<Type extends SubscriberEvent['type']> = RecordedEvent<Extract<SubscriberEvent, { type: Type }>>;

const keys = ({ stream, data }: RecordedEvent & { data: { topics: readonly string[] } }) =>
  data.topics.map((topic) => `${idOf(stream)}/${topic}`);

/** The readers that an announcement is expanded to: a row per subscriber and confirmed topic. */
export const topicSubscribers = defineView<TopicSubscriberRow>({
  name: 'topic_subscribers',
  version: 1,
  fold: folds.topic_subscribers,
  key: 'key',
  columns: {
    key: 'text',
    topic: 'text NOT NULL',
    subscriberId: 'text COLLATE "C" NOT NULL',
    channel: 'text NOT NULL',
    language: 'text NOT NULL',
  },
  indexes: ['(topic, subscriber_id)'],
  on: {
    SubscriptionConfirmed: {
      keys,
      evolve: (_row, { stream, data }: Recorded<'SubscriptionConfirmed'>, key): TopicSubscriberRow => ({
        key,
        topic: key.slice(idOf(stream).length + 1),
        subscriberId: idOf(stream),
        channel: data.channel,
        language: data.language,
      }),
    },
    SubscriptionEnded: { keys, evolve: () => null },
    LanguageChosen: {
      keys,
      evolve: (row, { data }: Recorded<'LanguageChosen'>) => row && { ...row, language: data.language },
    },
  },
});
