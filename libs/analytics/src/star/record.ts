import {
  catalogue,
  isTypeTold,
  publicTopics,
  RecommendationDecidedV1,
  RecommendationProgressedV1,
  RecommendationRecordedV1,
  RecommendationRewordedV1,
  DiscussionPointRedactedV1,
} from '@ecou/contracts';
import { copyRows } from '@ecou/event-sourcing';
import type { Intake, Received } from '@ecou/messaging';
import { validate as isUuid } from 'uuid';

/** The channel of wake-ups about new messages. */
export const recordChannel = 'ecou_star';

/** Contracts whose words may be redacted later, and are nothing to count. */
const worded: ReadonlySet<string> = new Set<string>(
  [
    RecommendationRecordedV1,
    RecommendationDecidedV1,
    RecommendationProgressedV1,
    RecommendationRewordedV1,
    DiscussionPointRedactedV1,
  ].map(({ type }) => type),
);

const words: ReadonlySet<string> = new Set(['text', 'note', 'reason']);

/** The data, as their contract has them; what a newer release of another context tells besides is left out. Throws where they break it. */
function dataOf({ type, key, data }: Received): object {
  if (!isUuid(key)) throw new Error('key: is no UUID');
  const parsed = catalogue.get(type)?.schema.parse(data) ?? data;
  return worded.has(type) ? Object.fromEntries(Object.entries(parsed).filter(([name]) => !words.has(name))) : parsed;
}

const columns = Object.entries({
  position: 'bigint',
  type: 'text',
  key: 'uuid',
  time: 'timestamptz',
  data: 'jsonb',
}).map(([name, type]) => ({ property: name, name, type }));

/** Takes every public message into the record that the star is made of, under positions without holes that never change. */
export const record: Intake = {
  name: 'record',
  topics: publicTopics,
  concerns: ({ type }) => isTypeTold(type),
  take: async (messages, client) => {
    const { rows: drawn } = await client.query<{ last: number }>(
      'UPDATE analytics.record SET last = last + $1 RETURNING last',
      [messages.length],
    );
    const before = (drawn[0]?.last ?? 0) - messages.length;
    const rows = messages.map((message, index) => {
      const { type, key, time } = message;
      return { position: before + index + 1, type, key, time, data: dataOf(message) };
    });
    await copyRows({ client, table: 'analytics.messages', columns }, rows);
    await client.query(`SELECT pg_notify($1, '')`, [recordChannel]);
  },
};
