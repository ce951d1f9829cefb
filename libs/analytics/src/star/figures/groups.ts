import { municipalTime } from '../days.js';
import type { Figure, FigureColumn } from './figure.js';

/** Groups are shown in steps of so many: fewer are withheld. */
export const step = 5;

/** A grouping of a table, which is shown in steps of five. */
interface Grouping {
  readonly name: string;
  readonly comment: string;
  readonly table: string;
  /** Which rows of the table count; all by default. */
  readonly where?: string;
  /** Columns that the groups are made by, each as an expression. */
  readonly by: readonly (FigureColumn & { readonly sql: string })[];
  /** Columns that say in which order the rows of a group came, whatever became of them since. */
  readonly arrival: readonly string[];
  /** Name and meaning of the column that says how many there are in a group. */
  readonly size: FigureColumn;
  /** Aggregates of the rows where `is_shown`. */
  readonly measures: readonly (FigureColumn & { readonly sql: string })[];
}

const withheld = {
  name: 'is_withheld',
  comment: `Whether the group is smaller than ${step}: its figures are null then.`,
};

/**
 * The figure of a grouping. A group is shown in steps of five: the newest one to four of it wait until they are five. So no smaller group follows, neither from
 * a total nor from what was shown on another day.
 */
export function groupedFigure({ name, comment, table, where = 'true', by, arrival, size, measures }: Grouping): Figure {
  const names = by.map((column) => column.name);
  // A column of the table may have the name of one of the figure.
  const groups = by.map(({ sql }, index) => ({ sql, as: `by_${index}` }));
  const within = `PARTITION BY ${groups.map(({ sql }) => sql).join(', ')}`;
  const shown = [{ ...size, sql: '(count(*) FILTER (WHERE is_shown))::integer' }, ...measures];
  const unlessWithheld = ({ name: column, sql }: (typeof shown)[number]) =>
    `CASE WHEN count(*) >= ${step} THEN ${sql} END AS ${column}`;
  return {
    name,
    comment: `${comment} Groups are shown in steps of ${step}: the newest one to four of a group are not in its figures yet.`,
    columns: [...by, withheld, ...shown].map((column) => ({ name: column.name, comment: column.comment })),
    tables: [table],
    key: names,
    isGrouped: true,
    sql: (known) => `
      SELECT ${groups.map(({ as }, index) => `${as} AS ${names[index]}`).join(', ')}, count(*) < ${step} AS is_withheld,
             ${shown.map(unlessWithheld).join(', ')}
      FROM (SELECT *, place <= arrived - arrived % ${step} AS is_shown
            FROM (SELECT t.*, ${groups.map(({ sql, as }) => `${sql} AS ${as}`).join(', ')},
                         row_number() OVER (${within} ORDER BY ${arrival.join(', ')}) AS place, count(*) OVER (${within}) AS arrived
                  FROM ${known(table)} t WHERE ${where}) counted) judged
      GROUP BY ${groups.map(({ as }) => as).join(', ')}`,
  };
}

const month = (name: string, at: string, comment: string) => ({
  name,
  comment: `${comment} (its first day).`,
  sql: `date_trunc('month', ${at})::date`,
});

const count = (condition: string) => `(count(*) FILTER (WHERE is_shown AND (${condition})))::integer`;

/** Petitions as they stand; measures of each group. */
const ofPetitions = {
  table: 'petition',
  where: `held_to = 'infinity'`,
  arrival: ['registered_at', 'petition_id'],
  size: { name: 'petitions', comment: 'Petitions and notices that came in.' },
  measures: [
    {
      name: 'answered',
      comment: 'Of these, those that were answered or declined with reasons.',
      sql: count('answered_at IS NOT NULL'),
    },
    {
      name: 'in_time',
      comment: 'Of these, those that were answered or forwarded before the last day by law was over.',
      sql: count('is_in_time'),
    },
    {
      name: 'late',
      comment: 'Of these, those that were not: answered or forwarded later, or not yet and the last day is over.',
      sql: count('NOT is_in_time OR (is_in_time IS NULL AND missed_at IS NOT NULL)'),
    },
    {
      name: 'share_in_time',
      comment: 'in_time divided by in_time and late together, 0 to 1; null: there are none.',
      sql: `round((count(*) FILTER (WHERE is_shown AND is_in_time))::numeric
            / nullif(count(*) FILTER (WHERE is_shown AND (is_in_time IS NOT NULL OR missed_at IS NOT NULL)), 0), 4)`,
    },
    {
      name: 'median_days',
      comment: 'Median number of days from the day on which it was received to the answer; null: none was answered.',
      sql: `percentile_cont(0.5) WITHIN GROUP (ORDER BY (answered_at ${municipalTime})::date - received_on) FILTER (WHERE is_shown)`,
    },
  ],
};

const year = {
  name: 'year',
  comment: 'Year in which it was received.',
  sql: 'extract(year FROM received_on)::integer',
};

const plain = (name: string, comment: string) => ({ name, comment, sql: name });

/** Figures about people: groups of five or more. */
export const groupedFigures: readonly Figure[] = [
  groupedFigure({
    ...ofPetitions,
    name: 'petition',
    comment: 'Petitions and notices by the month in which they were received, and by category.',
    by: [
      month('month', 'received_on', 'Month in which they were received'),
      plain('category', 'Category of the petition.'),
    ],
  }),
  groupedFigure({
    ...ofPetitions,
    name: 'petition_month',
    comment: 'Petitions and notices by the month in which they were received.',
    by: [month('month', 'received_on', 'Month in which they were received')],
  }),
  groupedFigure({
    ...ofPetitions,
    name: 'petition_department',
    comment: 'Petitions and notices by the year in which they were received, and by the department that has them.',
    by: [year, plain('department', 'Department that has them.')],
  }),
  groupedFigure({
    ...ofPetitions,
    name: 'petition_channel',
    comment: 'Petitions and notices by the year in which they were received, and by how they came.',
    by: [year, plain('channel', 'How they came: web, phone, paper, email and the like.')],
  }),
  groupedFigure({
    name: 'petition_step',
    comment: 'Steps of petitions by month: how many, and how long after the registration.',
    table: 'petition_step',
    by: [
      month('month', `held_from ${municipalTime}`, 'Month of the step'),
      plain(
        'step',
        'registered, assigned, work-started, information-requested, message-received, extended, legal-date-moved, answer-prepared, answer-signed, answered, declined, forwarded, returned, joined, separated, reopened, closed or deadline-missed.',
      ),
    ],
    arrival: ['held_from', 'petition_id'],
    size: { name: 'steps', comment: 'How often the step was taken.' },
    measures: [
      {
        name: 'median_days',
        comment: 'Median number of days from the registration to the step.',
        sql: `percentile_cont(0.5) WITHIN GROUP (ORDER BY (held_from ${municipalTime})::date - (registered_at ${municipalTime})::date) FILTER (WHERE is_shown)`,
      },
    ],
  }),
  groupedFigure({
    name: 'registration',
    comment: 'Registrations for civic events by category.',
    table: 'registration',
    where: `held_to = 'infinity'`,
    by: [plain('civic_event_id', 'The civic event.'), plain('category', 'Category of participants.')],
    arrival: ['registered_at', 'registration_id'],
    size: { name: 'registrations', comment: 'Registrations, also those that were cancelled.' },
    measures: [
      { name: 'seated', comment: 'Of these, those that have a seat.', sql: count('is_seated') },
      {
        name: 'waiting',
        comment: 'Of these, those that wait for one.',
        sql: count(`NOT is_seated AND status = 'standing'`),
      },
      { name: 'cancelled', comment: 'Of these, those that were cancelled.', sql: count(`status = 'cancelled'`) },
      { name: 'checked_in', comment: 'Of these, those with which somebody came.', sql: count('is_checked_in') },
    ],
  }),
  groupedFigure({
    name: 'facility_grade',
    comment: 'Grades that people gave to facilities; those that staff hid as abuse do not count.',
    table: 'facility_grade',
    by: [plain('facility_id', 'Id of the facility.')],
    arrival: ['held_from', 'feedback_id'],
    size: { name: 'grades', comment: 'Grades that were given.' },
    measures: [
      { name: 'counted', comment: 'Of these, those that count.', sql: count('is_counted') },
      {
        name: 'mean',
        comment: 'Mean of the grades that count, 1 to 5.',
        sql: 'round(avg(grade) FILTER (WHERE is_shown AND is_counted), 2)',
      },
      {
        name: 'median',
        comment: 'Median of the grades that count, 1 to 5.',
        sql: 'percentile_cont(0.5) WITHIN GROUP (ORDER BY grade) FILTER (WHERE is_shown AND is_counted)',
      },
    ],
  }),
  groupedFigure({
    name: 'subscription',
    comment: 'Topics that people asked to be told of, and that stand.',
    table: 'subscription',
    where: `held_to = 'infinity' AND ended_at IS NULL`,
    by: [
      plain('topic_kind', 'Such as programme, civic-event or deliverable.'),
      plain('channel', 'The way that messages go, such as email.'),
      plain('language', 'ro or en.'),
    ],
    arrival: ['held_from', 'subscriber_id', 'topic'],
    size: { name: 'subscriptions', comment: 'Topics that somebody asked to be told of; one person may have several.' },
    measures: [],
  }),
];
