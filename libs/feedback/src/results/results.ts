import type { ReportedItem, ReportedSummary } from '../questionnaire/reported-summary.schema.js';
import type { Denominator, Item, ItemKind } from '../questionnaire/questionnaire.events.js';
import { meanOf, medianOf, rateOf, totalOf, type Counts } from './figures.js';
import type { AnswerValue, Cell, Figure, Ratio, ResultItem } from './result-item.schema.js';

/** What was counted in single responses: per item, how often each answer was given (`given` for free texts). */
export interface Tally {
  readonly respondents: number;
  readonly anonymous: number;
  readonly items: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** What a free text counts as in a tally. */
export const given = 'given';

export const noAnswers: Tally = { respondents: 0, anonymous: 0, items: {} };

/** All that is known of a questionnaire's answers, as staff see it. */
export interface Results {
  readonly basis: 'responses' | 'reported-summary';
  readonly respondents: Figure;
  readonly anonymous: Figure;
  readonly denominator: Denominator | null;
  readonly responseRate: Ratio;
  readonly items: readonly ResultItem[];
}

/** What results are about. */
export interface Asked {
  readonly items: readonly Item[];
  readonly denominator: Denominator | null;
  readonly summary: ReportedSummary | null;
}

/** The results out of single responses, or out of the reported summary where there is one. */
export function resultsOf({ items, denominator, summary }: Asked, tally: Tally): Results {
  const { respondents, anonymous } = summary ?? tally;
  return {
    basis: summary ? 'reported-summary' : 'responses',
    respondents,
    anonymous: anonymous ?? 'not-reported',
    denominator,
    responseRate: denominator ? rateOf(respondents, denominator.count) : 'not-reported',
    items: items.map((item) =>
      summary
        ? reported(
            item,
            summary.items.find((one) => one.item === item.id),
          )
        : counted(item, tally.items[item.id] ?? {}),
    ),
  };
}

/** The answers to an item that can be counted. */
export function valuesOf(kind: ItemKind): readonly AnswerValue[] {
  if (kind === 'grade') return [1, 2, 3, 4, 5];
  return kind === 'text' ? [] : ['yes', 'no'];
}

function counted(item: Item, counts: Readonly<Record<string, number>>): ResultItem {
  if (item.kind === 'text') return { ...labelOf(item), n: counts[given] ?? 0, ...withoutCells };
  const distribution = valuesOf(item.kind).map((value): Cell => {
    const count = counts[value] ?? 0;
    return { value, count, occurred: count > 0, statement: null };
  });
  return { ...labelOf(item), distribution, ...figuresOf(item.kind, distribution) };
}

function reported(item: Item, known: ReportedItem | undefined): ResultItem {
  const distribution = valuesOf(item.kind).map((value) => reportedCell(value, known));
  if (item.kind === 'text') return { ...labelOf(item), n: 'not-reported', ...withoutCells };
  return { ...labelOf(item), distribution, ...figuresOf(item.kind, distribution) };
}

const nothing: Omit<ReportedItem, 'item'> = { occurred: null, counts: [], statements: [] };

function reportedCell(value: AnswerValue, { occurred: given, counts, statements } = nothing): Cell {
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

const withoutCells = { distribution: [], mean: null, median: null };

const labelOf = (item: Item) => ({
  item: item.id,
  kind: item.kind,
  aspect: item.kind === 'grade' ? item.aspect : null,
  wording: item.wording,
});

/** How many answered, mean and median: known only where each count is. */
function figuresOf(kind: ItemKind, cells: readonly Cell[]): Pick<ResultItem, 'n' | 'mean' | 'median'> {
  const graded = kind === 'grade';
  const counts = cells.flatMap(({ value, count }, index) =>
    typeof count === 'number' ? [[typeof value === 'number' ? value : index, count] as const] : [],
  ) satisfies Counts;
  if (counts.length < cells.length) {
    return { n: 'not-reported', mean: graded ? 'not-reported' : null, median: graded ? 'not-reported' : null };
  }
  return { n: totalOf(counts), mean: graded ? meanOf(counts) : null, median: graded ? medianOf(counts) : null };
}
