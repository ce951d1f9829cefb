import type pg from 'pg';

export interface ManySubscribers {
  readonly count: number;
  /** Each confirmed it. */
  readonly topic: string;
  /** The hour (UTC) of a daily digest; without one they are told at once. */
  readonly hour?: number;
}

const at = '2024-03-01T09:00:00.000Z';

/** Events of the subscriber `s`: version in the stream, type, version of its schema, data. */
const facts = (topic: string, hour: number | undefined): readonly string[] => [
  `(1, 'SubscriberRegistered', 1, jsonb_build_object('channel', 'email', 'language', 'ro', 'registeredAt', '${at}',
     'address', jsonb_build_object('subject', s.id, 'codec', 'plain', 'value', 'abonat-' || s.n || '@example.org')))`,
  `(2, 'SubscriptionConfirmed', 2, jsonb_build_object('channel', 'email', 'language', 'ro', 'round', 1, 'number', 1, 'how', 'link',
     'topics', jsonb_build_array('${topic}'), 'confirmedAt', '${at}'))`,
  ...(hour === undefined
    ? []
    : [
        `(3, 'PreferencesChosen', 1, jsonb_build_object('schedule', 'daily', 'hour', ${hour}, 'weekday', 1, 'quiet', NULL,
           'timeZone', 'UTC', 'fallback', false, 'order', jsonb_build_array(1), 'chosenAt', '${at}'))`,
      ]),
];

/** Records synthetic subscribers who have confirmed, by the shortest way, in the database of a process that is stopped. */
export async function fillSubscribers(
  client: Pick<pg.Client, 'query'>,
  { count, topic, hour }: ManySubscribers,
): Promise<void> {
  await client.query(
    `WITH subscriber AS MATERIALIZED (SELECT n, gen_random_uuid() AS id FROM generate_series(1, ${count}) n),
     recorded AS (
       INSERT INTO notifications.events (global_position, stream_id, version, event_id, type, schema_version, data, metadata)
       SELECT nextval('notifications.global_position_seq'), 'subscriber-' || id, version, gen_random_uuid(), type, schema, data,
         jsonb_build_object('actor', 'synthetic', 'correlationId', id, 'causationId', id)
       FROM (SELECT s.id, f.* FROM subscriber s, LATERAL (VALUES ${facts(topic, hour).join(', ')}) f (version, type, schema, data)
         ORDER BY s.n, f.version) fact
       RETURNING stream_id, version, global_position)
     INSERT INTO notifications.streams (stream_id, category, version, first_position)
     SELECT stream_id, 'subscriber', max(version), min(global_position) FROM recorded GROUP BY stream_id`,
  );
  await client.query('ANALYZE notifications.events, notifications.streams');
}
