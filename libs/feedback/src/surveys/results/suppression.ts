import type { Cell, Figure, ResultItem } from './result-item.schema.js';

/** Groups of fewer people than this are withheld from the public. */
export const smallestGroup = 5;

/** True where a group, or a difference between two counts of one, is too small to be told. */
export const isSmall = (count: Figure | number): boolean =>
  typeof count === 'number' && count !== 0 && Math.abs(count) < smallestGroup;

const numberOf = (count: Figure): number => (typeof count === 'number' ? count : 0);
const shownIn = (cells: readonly Cell[]): number => cells.reduce((sum, { count }) => sum + numberOf(count), 0);

const hidden = ({ statement: _statement, ...cell }: Cell): Cell => ({
  ...cell,
  count: 'suppressed',
  occurred: null,
  statement: null,
});

const isHidden = ({ count }: Pick<Cell, 'count'>): boolean => count === 'suppressed';

/**
 * A distribution as the public may see it, given how many people are in it (at least `smallestGroup`), each with one answer. Where a count is small, all
 * counts below `smallestGroup` are withheld, those of nobody too, and then the smallest of the others, until at least two cells and
 * `smallestGroup` people stand behind what is withheld or was not reported: so no small count follows from the total and the rest.
 */
export function suppressCells(cells: readonly Cell[], people: number): readonly Cell[] {
  const left = people - shownIn(cells);
  const unreported = cells.some(({ count, occurred }) => count === 'not-reported' && occurred !== false);
  if (!cells.some(({ count }) => isSmall(count) || count === 'suppressed') && !(unreported && isSmall(left)))
    return cells;
  return hiddenUntil(withoutFew(cells), (result) => notShown(result) >= 2 && people - shownIn(result) >= smallestGroup);
}

/**
 * A distribution as the public may see it where people gave several answers each. An answer is withheld where few gave it, or all but few, or where it and another
 * one tell how few gave both; with it all that fewer than `smallestGroup` gave, and then the smallest of the others, until at least two are withheld and the sum of
 * those that are left tells of no few: how many answers everybody may give is known.
 */
export function suppressOverlapping(cells: readonly Cell[], people: number): readonly Cell[] {
  const counts = countsIn(cells);
  if (![...counts, ...besides(counts, people)].some(isSmall)) return cells;
  const result = cells.map((cell) => {
    const { count } = cell;
    if (typeof count !== 'number') return cell;
    const tells = [count, people - count, ...both(count, countsIn(cells.filter((one) => one !== cell)), people)];
    return tells.some(isSmall) ? hidden(cell) : cell;
  });
  const isSafe = (left: readonly Cell[]) => notShown(left) >= 2 && !sums(countsIn(left), people).some(isSmall);
  return hiddenUntil(withoutFew(result), isSafe);
}

const countsIn = (cells: readonly Cell[]): number[] =>
  cells.flatMap(({ count }) => (typeof count === 'number' ? [count] : []));

/** The counts that follow from counts of answers that overlap: people who gave another one only, both of two at least, and one more in all. */
export const besides = (answers: readonly number[], people: number): readonly number[] => [
  ...answers.flatMap((one, index) => [people - one, ...both(one, answers.slice(index + 1), people)]),
  ...sums(answers, people),
];

const both = (one: number, others: readonly number[], people: number) => others.map((other) => one + other - people);

/** The people who gave one answer more than just so many, where everybody gave so many or one more: for each number of answers. */
const sums = (answers: readonly number[], people: number): readonly number[] => {
  const sum = answers.reduce((all, one) => all + one, 0);
  return [...answers, 0].map((_, each) => sum - each * people);
};

const withoutFew = (cells: readonly Cell[]): readonly Cell[] =>
  cells.map((cell) => (typeof cell.count === 'number' && cell.count < smallestGroup ? hidden(cell) : cell));

const notShown = (cells: readonly Cell[]): number => cells.filter(({ count }) => typeof count !== 'number').length;

/** Withholds the smallest count that is shown, and the next, until what is left is safe or nothing is left. */
function hiddenUntil(cells: readonly Cell[], isSafe: (cells: readonly Cell[]) => boolean): readonly Cell[] {
  if (isSafe(cells)) return cells;
  const next = smallestShown(cells);
  if (!next) return cells;
  return hiddenUntil(
    cells.map((cell) => (cell === next ? hidden(cell) : cell)),
    isSafe,
  );
}

const smallestShown = (cells: readonly Cell[]): Cell | undefined =>
  cells
    .filter(({ count }) => typeof count === 'number')
    .reduce<Cell | undefined>(
      (least, cell) => (least && numberOf(least.count) <= numberOf(cell.count) ? least : cell),
      undefined,
    );

/** An item of which nothing is told. */
export const withheld = (item: ResultItem): ResultItem => ({
  ...item,
  n: 'suppressed',
  distribution: item.distribution.map(hidden),
  mean: item.mean === null ? null : 'suppressed',
  median: item.median === null ? null : 'suppressed',
  ...(item.themes && { themes: item.themes.map((theme) => ({ ...theme, count: 'suppressed' as const })) }),
});

type Coded = NonNullable<ResultItem['themes']>[number];

/** Themes as the public may see them: not where few texts, or all but few, were coded to one, nor where few were coded to it since. */
const publicThemes = (themes: readonly Coded[], texts: number, before: readonly Coded[] = []): Coded[] =>
  themes.map((coded) => {
    const last = before.find(({ theme }) => theme === coded.theme)?.count;
    const count = numberOf(coded.count);
    if (last === 'suppressed' || isSmall(count) || isSmall(texts - count)) return { ...coded, count: 'suppressed' };
    return typeof last === 'number' && isSmall(count - last) ? { ...coded, count: last } : coded;
  });

/** An item as the public may see it; what was withheld `before` stays so, and the wording of options goes on. */
export function publicItem(item: ResultItem, respondents: number, before?: ResultItem): ResultItem {
  if (isSmall(item.n)) return withheld(item);
  if (item.themes) return { ...item, themes: publicThemes(item.themes, numberOf(item.n), before?.themes) };
  const cells = item.distribution.map((cell) =>
    before?.distribution.some((one) => one.value === cell.value && isHidden(one)) ? hidden(cell) : cell,
  );
  const suppress = item.kind === 'multi-choice' ? suppressOverlapping : suppressCells;
  const distribution = suppress(cells, typeof item.n === 'number' ? item.n : respondents);
  if (!distribution.some(isHidden)) return item;
  const { mean, median } = withheld(item);
  return { ...item, distribution: [...distribution], mean, median };
}
