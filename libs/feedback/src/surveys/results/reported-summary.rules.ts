import { Invalid } from '@ecou/event-sourcing';
import { valuesOf } from '../items/values.js';
import type { AnswerValue, Item } from '../items/item.schema.js';
import type { ReportedGrades, ReportedItem, ReportedSummary } from './reported-summary.schema.js';

type Path = readonly (string | number)[];

/** Refuses a summary that does not fit the questionnaire's items, or contradicts itself. Throws `Invalid`. */
export function checkSummary(summary: ReportedSummary, items: readonly Item[]): void {
  if ((summary.anonymous ?? 0) > summary.respondents) {
    throw new Invalid('SUMMARY_CONTRADICTORY', 'No more answered anonymously than answered.', ['anonymous']);
  }
  refuseRepeated(
    summary.suggestions.map(({ id }) => id),
    (index) => ['suggestions', index, 'id'],
  );
  refuseRepeated(
    summary.items.map(({ item }) => item),
    (index) => ['items', index, 'item'],
  );
  summary.items.forEach((reported, index) => {
    checkItem(reported, summary.respondents, {
      item: items.find(({ id }) => id === reported.item),
      path: ['items', index],
    });
  });
  if (summary.grades) checkGrades(summary.grades, summary, items);
}

function refuseRepeated(values: readonly AnswerValue[] | readonly string[], pathOf: (index: number) => Path): void {
  values.forEach((value, index) => {
    if (values.indexOf(value as never) < index)
      throw new Invalid('VALUE_REPEATED', `${value} stands there twice.`, pathOf(index));
  });
}

interface At {
  readonly item: Item | undefined;
  readonly path: Path;
}

function checkItem(reported: ReportedItem, respondents: number, { item, path }: At): void {
  if (!item) throw new Invalid('ITEM_UNKNOWN', `There is no item ${reported.item}.`, [...path, 'item']);
  const values = valuesOf(item);
  for (const { value, path: at } of namedValues(reported, path)) {
    if (!values.includes(value)) throw new Invalid('ANSWER_KIND', `${value} is no answer to ${item.id}.`, at);
  }
  refuseValuesTwice(reported, path);
  if ((reported.n ?? 0) > respondents) {
    throw new Invalid('SUMMARY_CONTRADICTORY', 'No more answered the item than answered.', [...path, 'n']);
  }
  if (answersIn(reported, item) > (reported.n ?? respondents)) {
    throw new Invalid('SUMMARY_CONTRADICTORY', 'The counts exceed the number of respondents.', [...path, 'counts']);
  }
  checkOccurrences(reported, onlyAnswer(reported, item), path);
}

/** Refuses grades of all aspects together that contradict each other, or what is said of one aspect. */
function checkGrades(grades: ReportedGrades, { respondents, items }: ReportedSummary, asked: readonly Item[]): void {
  const aspects = asked.filter(({ kind }) => kind === 'grade').map(({ id }) => id);
  if (aspects.length === 0) throw new Invalid('ANSWER_KIND', 'No item asks for a grade.', ['grades']);
  refuseValuesTwice(grades, ['grades']);
  if (grades.counts.reduce((sum, { count }) => sum + count, 0) > respondents * aspects.length) {
    throw new Invalid('SUMMARY_CONTRADICTORY', 'The counts exceed one grade of each for each aspect.', [
      'grades',
      'counts',
    ]);
  }
  checkOccurrences(grades, grades.statements.find(({ amount }) => amount === 'all')?.value, ['grades']);
  for (const [index, { item, occurred, counts }] of items.entries()) {
    if (!aspects.includes(item)) continue;
    const given = [...(occurred ?? []), ...counts.filter(({ count }) => count > 0).map(({ value }) => value)];
    const odd = given.find((value) => grades.occurred && !grades.occurred.some((one) => one === value));
    if (odd !== undefined) {
      throw new Invalid('SUMMARY_CONTRADICTORY', `Of all aspects together, nobody gave ${odd}.`, ['items', index]);
    }
  }
}

function refuseValuesTwice(known: Known, path: Path): void {
  for (const list of ['occurred', 'counts', 'statements'] as const) {
    const named = namedValues({ ...nothing, [list]: known[list] }, path);
    refuseRepeated(
      named.map(({ value }) => value),
      (index) => named[index]?.path ?? path,
    );
  }
}

/** The least number of people who must have answered. Of a choice of several, nobody chose an option twice. */
function answersIn({ counts }: ReportedItem, { kind }: Item): number {
  const each = counts.map(({ count }) => count);
  return kind === 'multi-choice' ? Math.max(0, ...each) : each.reduce((sum, count) => sum + count, 0);
}

type Known = Pick<ReportedItem, 'occurred' | 'counts' | 'statements'>;

const nothing: Known = { occurred: null, counts: [], statements: [] };

/** Every answer that a reported item names, and its place. */
const namedValues = ({ occurred, counts, statements }: Known, path: Path) => [
  ...(occurred ?? []).map((value, index) => ({ value, path: [...path, 'occurred', index] })),
  ...counts.map(({ value }, index) => ({ value, path: [...path, 'counts', index, 'value'] })),
  ...statements.map(({ value }, index) => ({ value, path: [...path, 'statements', index, 'value'] })),
];

/** Refuses statements that contradict each other: that an answer was given and was not, or that all gave `only` one and some another. */
function checkOccurrences({ occurred, counts, statements }: Known, only: AnswerValue | undefined, path: Path): void {
  const given = [
    ...counts.map(({ value, count }, index) => ({ value, some: count > 0, path: [...path, 'counts', index] })),
    ...statements.map(({ value, amount }, index) => ({
      value,
      some: amount !== 'none',
      path: [...path, 'statements', index],
    })),
  ];
  for (const one of given) {
    const isGiven = occurred?.includes(one.value) ?? given.find(({ value }) => value === one.value)?.some;
    if (isGiven !== one.some) {
      throw new Invalid('SUMMARY_CONTRADICTORY', `Whether ${one.value} was given is said in two ways.`, one.path);
    }
    if (only !== undefined && one.some && one.value !== only) {
      throw new Invalid('SUMMARY_CONTRADICTORY', `All answered ${only}, so nobody ${one.value}.`, one.path);
    }
  }
}

/** The answer that all gave, where they could give one only. */
const onlyAnswer = ({ statements }: ReportedItem, { kind }: Item) =>
  kind === 'multi-choice' ? undefined : statements.find(({ amount }) => amount === 'all')?.value;
