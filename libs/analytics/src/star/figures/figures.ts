import { builtInTerms, facilityKinds } from '@ecou/contracts';
import { municipalTime } from '../days.js';
import { quoted } from '../relations.js';
import type { Figure } from './figure.js';
import { groupedFigures } from './groups.js';
import { shownFigures } from './shown.js';

const messages: Figure = {
  name: 'message',
  comment: 'Messages to subscribers by month, channel and purpose, and what became of them.',
  columns: [
    { name: 'month', comment: 'Month in which it was known (its first day).' },
    { name: 'channel', comment: 'The way that they went, such as email.' },
    { name: 'purpose', comment: 'Why they were sent, such as report-published.' },
    { name: 'delivered', comment: 'Messages that the server of the channel took.' },
    { name: 'bounced', comment: 'Messages that it refused for good.' },
    { name: 'share_delivered', comment: 'delivered divided by both, 0 to 1.' },
  ],
  tables: ['message'],
  key: ['month', 'channel', 'purpose'],
  isGrouped: false,
  sql: (known) => `
    SELECT date_trunc('month', held_from ${municipalTime})::date AS month, channel, purpose,
           (count(*) FILTER (WHERE outcome = 'delivered'))::integer AS delivered,
           (count(*) FILTER (WHERE outcome = 'bounced'))::integer AS bounced,
           round((count(*) FILTER (WHERE outcome = 'delivered'))::numeric / count(*), 4) AS share_delivered
    FROM ${known('message')} t GROUP BY 1, 2, 3`,
};

const inboundMessages: Figure = {
  name: 'inbound_message',
  comment:
    'Messages that people wrote to the municipality, by month and channel; those of programs and mailing lists are left out.',
  columns: [
    { name: 'month', comment: 'Month in which they were received (its first day).' },
    { name: 'channel', comment: 'The way that they came, such as email.' },
    { name: 'received', comment: 'Messages that were received.' },
    { name: 'in_office_hours', comment: 'Those that were received within office hours, as these were set then.' },
    { name: 'auto_replied', comment: 'Those that were replied to automatically.' },
  ],
  tables: ['inbound_message'],
  key: ['month', 'channel'],
  isGrouped: false,
  sql: (known) => `
    SELECT date_trunc('month', held_from ${municipalTime})::date AS month, channel, count(*)::integer AS received,
           (count(*) FILTER (WHERE in_office_hours))::integer AS in_office_hours,
           (count(*) FILTER (WHERE auto_replied))::integer AS auto_replied
    FROM ${known('inbound_message')} t WHERE NOT is_automatic GROUP BY 1, 2`,
};

/** A column of a table whose values are words, where facts use it, and the list that names them. */
interface Use {
  readonly table: string;
  readonly column: string;
  readonly list?: string;
}

/** Names of words as SQL: those of lists that staff changed, else those that are built in. */
const builtIn = [
  ...Object.entries(builtInTerms).flatMap(([list, terms]) => terms.map(({ id, name }) => [list, id, name.ro, name.en])),
  ...Object.entries(facilityKinds.ro).map(([id, name]) => [
    ...['facility-kinds', id, name, facilityKinds.en[id as keyof typeof facilityKinds.en]],
  ]),
]
  .map((names) => `(${names.map((name) => quoted(name ?? '')).join(', ')})`)
  .join(', ');

/** Distinct words that facts name. */
const wordsOf = (name: string, comment: string, uses: readonly Use[]): Figure => ({
  name,
  comment,
  columns: [
    { name: 'used_by', comment: 'The figure that uses it.' },
    { name: 'id', comment: 'The word, as facts name it.' },
    { name: 'name_ro', comment: 'Name in Romanian; null: nobody gave one.' },
    { name: 'name_en', comment: 'Name in English; null: nobody gave one.' },
  ],
  tables: [...new Set([...uses.map(({ table }) => table), 'term'])],
  key: ['used_by', 'id'],
  isGrouped: false,
  sql: (known) => `
    SELECT w.used_by, w.id, coalesce(t.name_ro, b.name_ro) AS name_ro, coalesce(t.name_en, b.name_en) AS name_en
    FROM (${uses
      .map(
        ({ table, column, list = '' }) =>
          `SELECT '${table}' AS used_by, ${column} AS id, '${list}' AS list FROM ${known(table)} t`,
      )
      .join(' UNION ')}) w
    LEFT JOIN ${known('term')} t ON t.taxonomy = w.list AND t.id = w.id AND t.held_to = 'infinity'
    LEFT JOIN (VALUES ${builtIn}) b (list, id, name_ro, name_en) ON b.list = w.list AND b.id = w.id
    WHERE w.id IS NOT NULL`,
});

const words: readonly Figure[] = [
  wordsOf('category', 'Categories and kinds that facts name.', [
    { table: 'participation', column: 'category', list: 'attendance-categories' },
    { table: 'registration', column: 'category', list: 'attendance-categories' },
    { table: 'petition', column: 'category' },
    { table: 'facility', column: 'kind', list: 'facility-kinds' },
    { table: 'civic_event', column: 'kind', list: 'civic-event-kinds' },
    { table: 'discussion_point', column: 'kind', list: 'discussion-point-kinds' },
    { table: 'dissemination', column: 'unnest(audiences)', list: 'audience-segments' },
  ]),
  wordsOf('theme', 'Themes of what was said.', [
    { table: 'discussion_point', column: 'unnest(themes)', list: 'discussion-themes' },
    { table: 'recommendation', column: 'unnest(themes)', list: 'discussion-themes' },
  ]),
  wordsOf('department', 'Departments that facts name.', [{ table: 'petition', column: 'department' }]),
  wordsOf('channel', 'Channels that facts name.', [
    { table: 'petition', column: 'channel', list: 'petition-channels' },
    { table: 'response_channel', column: 'channel' },
    { table: 'message', column: 'channel' },
    { table: 'inbound_message', column: 'channel' },
    { table: 'subscription', column: 'channel' },
    { table: 'campaign_outcome', column: 'channel' },
    { table: 'dissemination', column: 'channel', list: 'dissemination-channels' },
  ]),
  wordsOf('topic', 'Kinds of topics that people asked to be told of.', [
    { table: 'subscription', column: 'topic_kind' },
  ]),
];

const days: Figure = {
  name: 'date',
  comment: 'Days from 2020 to 2050.',
  columns: [
    { name: 'day', comment: 'The day.' },
    { name: 'year', comment: 'Its year.' },
    { name: 'quarter', comment: 'Its quarter, 1 to 4.' },
    { name: 'month', comment: 'First day of its month.' },
    { name: 'week', comment: 'Its week, 1 to 53 (ISO 8601).' },
    { name: 'weekday', comment: 'From 1, Monday, to 7, Sunday (ISO 8601).' },
  ],
  tables: [],
  key: ['day'],
  isGrouped: false,
  sql: () => `
    SELECT d::date AS day, extract(year FROM d)::integer AS year, extract(quarter FROM d)::integer AS quarter,
           date_trunc('month', d)::date AS month, extract(week FROM d)::integer AS week, extract(isodow FROM d)::integer AS weekday
    FROM generate_series(timestamp '2020-01-01', timestamp '2050-12-31', interval '1 day') d`,
};

/** Everything that analysts can query, by name. */
export const figures: ReadonlyMap<string, Figure> = new Map(
  [...shownFigures, ...groupedFigures, messages, inboundMessages, ...words, days].map((figure) => [
    figure.name,
    figure,
  ]),
);
