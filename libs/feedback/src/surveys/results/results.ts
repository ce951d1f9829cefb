import type { ReportedGrades, ReportedItem, ReportedSummary } from './reported-summary.schema.js';
import type { AnswerValue, Item, Theme } from '../items/item.schema.js';
import { valuesOf } from '../items/values.js';
import type { Denominator } from './denominator.schema.js';
import { meanOf, medianOf, rateOf, totalOf, type Counts } from './figures.js';
import type { Cell, ChannelCount, Figure, Ratio, ResultItem } from './result-item.schema.js';

/**
 * The counts of single responses. An item's record holds the count of each answer, of the people who gave one (`answered`), and of the free
 * texts that were coded to each theme (`codedTo`).
 */
export interface Tally {
  readonly respondents: number;
  readonly anonymous: number;
  /** The number of answers that came each way. */
  readonly channels: Readonly<Record<string, number>>;
  readonly items: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** True for the ways of answers that nobody can be told by. */
export const isAnonymous = (channel: string): boolean => channel === 'anonymous' || channel === 'ballot';

/** The key of a tally for the people who answered the item. No answer is named so. */
export const answered = '*';

/** The key of a tally for the texts that were coded to a theme. */
export const codedTo = (theme: string): string => `#${theme}`;

export const noAnswers: Tally = { respondents: 0, anonymous: 0, channels: {}, items: {} };

/** Everything that is known of a questionnaire's answers, as staff see it. */
export interface Results {
  readonly basis: 'responses' | 'reported-summary';
  readonly respondents: Figure;
  readonly anonymous: Figure;
  /** The number of answers that came each way; `null` where single answers are not known. */
  readonly channels: readonly ChannelCount[] | null;
  readonly denominator: Denominator | null;
  readonly responseRate: Ratio;
  /** The grades of all aspects together, where a summary reports them so. */
  readonly grades: readonly Cell[] | null;
  readonly items: readonly ResultItem[];
}

/** The questionnaire that results are about. */
export interface Asked {
  readonly items: readonly Item[];
  readonly themes?: readonly Theme[];
  readonly denominator: Denominator | null;
  readonly summary: ReportedSummary | null;
}

/** The results out of single responses, or out of the reported summary where there is one. */
export function resultsOf({ items, themes = [], denominator, summary }: Asked, tally: Tally): Results {
  const { respondents, anonymous } = summary ?? tally;
  return {
    basis: summary ? 'reported-summary' : 'responses',
    respondents,
    anonymous: anonymous ?? 'not-reported',
    channels: summary ? null : channelsOf(tally),
    denominator,
    responseRate: denominator ? rateOf(respondents, denominator.count) : 'not-reported',
    grades: summary?.grades ? gradesOf(summary.grades) : null,
    items: items.map((item) =>
      summary
        ? reported(
            item,
            summary.items.find((one) => one.item === item.id),
          )
        : counted(item, tally.items[item.id] ?? {}, themes),
    ),
  };
}

const channelsOf = ({ channels }: Tally): readonly ChannelCount[] =>
  Object.entries(channels)
    .map(([channel, count]) => ({ channel, count }))
    .sort((one, other) => (one.channel < other.channel ? -1 : 1));

/** A cell without figures, with the wording of an option. */
function cellOf(item: Item, value: AnswerValue): Pick<Cell, 'value' | 'label'> {
  const option = 'options' in item ? item.options.find(({ id }) => id === value) : undefined;
  return option ? { value, label: option.label } : { value };
}

function counted(item: Item, counts: Readonly<Record<string, number>>, themes: readonly Theme[]): ResultItem {
  const distribution = valuesOf(item).map((value): Cell => {
    const count = counts[value] ?? 0;
    return { ...cellOf(item, value), count, occurred: count > 0, statement: null };
  });
  const figures = figuresOf(item, distribution);
  const n = item.kind === 'text' || item.kind === 'multi-choice' ? (counts[answered] ?? 0) : figures.n;
  return { ...labelOf(item), distribution, ...figures, n, ...themesOf(item, counts, themes) };
}

/** The free texts that were coded to each theme, where there are themes. */
const themesOf = ({ kind }: Item, counts: Readonly<Record<string, number>>, themes: readonly Theme[]) =>
  kind === 'text' && themes.length > 0
    ? { themes: themes.map(({ id, label }) => ({ theme: id, label, count: counts[codedTo(id)] ?? 0 })) }
    : {};

function reported(item: Item, known: ReportedItem | undefined): ResultItem {
  const distribution = valuesOf(item).map((value) => ({ ...cellOf(item, value), ...reportedCell(value, known) }));
  const figures = figuresOf(item, distribution);
  const n = figures.n === 'not-reported' ? (known?.n ?? figures.n) : figures.n;
  return { ...labelOf(item), distribution, ...figures, n };
}

const gradesOf = (known: ReportedGrades): readonly Cell[] => [1, 2, 3, 4, 5].map((value) => reportedCell(value, known));

type Known = Pick<ReportedItem, 'occurred' | 'counts' | 'statements'>;

const nothing: Known = { occurred: null, counts: [], statements: [] };

function reportedCell(value: AnswerValue, { occurred: given, counts, statements }: Known = nothing): Cell {
  const statement = statements.find((one) => one.value === value)?.amount ?? null;
  const occurred = given?.includes(value) ?? null;
  const count = counts.find((one) => one.value === value)?.count ?? noneOf(occurred, statement);
  return {
    value,
    count,
    occurred: occurred ?? (count === 'not-reported' ? impliedBy(statement) : count > 0),
    statement,
  };
}

const noneOf = (occurred: boolean | null, statement: Cell['statement']): 0 | 'not-reported' =>
  occurred === false || statement === 'none' ? 0 : 'not-reported';

const impliedBy = (statement: Cell['statement']): true | null => (statement === null ? null : true);

const labelOf = (item: Item) => ({
  item: item.id,
  kind: item.kind,
  aspect: item.kind === 'grade' ? item.aspect : null,
  wording: item.wording,
});

/** The number of people who answered, mean and median, where every count is known. Of a choice of several, no count tells the number. */
function figuresOf(item: Item, cells: readonly Cell[]): Pick<ResultItem, 'n' | 'mean' | 'median'> {
  const graded = item.kind === 'grade';
  const counts = cells.flatMap(({ value, count }, index) =>
    typeof count === 'number' ? [[typeof value === 'number' ? value : index, count] as const] : [],
  ) satisfies Counts;
  if (counts.length < cells.length || cells.length === 0 || item.kind === 'multi-choice') {
    return { n: 'not-reported', mean: graded ? 'not-reported' : null, median: graded ? 'not-reported' : null };
  }
  return { n: totalOf(counts), mean: graded ? meanOf(counts) : null, median: graded ? medianOf(counts) : null };
}
