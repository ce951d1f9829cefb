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

/** Takes every public message into the record that the star is made of, under positions without holes that never change. */
export const record: Intake = {
  name: 'record',
  topics: publicTopics,
  concerns: ({ type }) => isTypeTold(type),
  take: async (messages, db) => {
    const rows = messages.map((message, index) => {
      const { type, key, time } = message;
      return { place: index + 1, type, key, time, data: dataOf(message) };
    });
    await db.query({
      name: 'record-messages',
      text: `WITH drawn AS (UPDATE analytics.record SET last = last + $2 RETURNING last - $2 AS before)
             INSERT INTO analytics.messages (position, type, key, time, data)
             SELECT before + place, type, key, time, data
             FROM drawn, jsonb_to_recordset($1::jsonb) r (place int, type text, key uuid, time timestamptz, data jsonb)`,
      values: [JSON.stringify(rows), rows.length],
    });
    await db.query(`SELECT pg_notify($1, '')`, [recordChannel]);
  },
};
