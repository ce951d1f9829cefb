import type { Results } from './results.js';
import type { Cell, Figure, ResultItem } from './result-item.schema.js';

/** Groups of fewer people than this are withheld from the public. */
export const smallestGroup = 5;

const isSmall = (count: Figure): boolean => typeof count === 'number' && count > 0 && count < smallestGroup;
const numberOf = (count: Figure): number => (typeof count === 'number' ? count : 0);
const shownIn = (cells: readonly Cell[]): number => cells.reduce((sum, { count }) => sum + numberOf(count), 0);

const hidden = ({ value }: Cell): Cell => ({ value, count: 'suppressed', occurred: null, statement: null });

/**
 * A distribution as the public may see it, given how many people are in it (at least `smallestGroup`). Where a count is small, all
 * counts below `smallestGroup` are withheld, those of nobody too, and then the smallest of the others, until at least two cells and
 * `smallestGroup` people stand behind what is withheld or was not reported: so no small count follows from the total and the rest.
 */
export function suppressCells(cells: readonly Cell[], people: number): readonly Cell[] {
  const left = people - shownIn(cells);
  const unreported = cells.some(({ count, occurred }) => count === 'not-reported' && occurred !== false);
  if (!cells.some(({ count }) => isSmall(count)) && !(unreported && isSmall(left))) return cells;
  let result = cells.map((cell) =>
    numberOf(cell.count) < smallestGroup && cell.count !== 'not-reported' ? hidden(cell) : cell,
  );
  while (!isSafe(result, people)) {
    const next = smallestShown(result);
    if (!next) break;
    result = result.map((cell) => (cell === next ? hidden(cell) : cell));
  }
  return result;
}

const isSafe = (cells: readonly Cell[], people: number): boolean =>
  cells.filter(({ count }) => typeof count !== 'number').length >= 2 && people - shownIn(cells) >= smallestGroup;

const smallestShown = (cells: readonly Cell[]): Cell | undefined =>
  cells
    .filter(({ count }) => typeof count === 'number')
    .reduce<Cell | undefined>(
      (least, cell) => (least && numberOf(least.count) <= numberOf(cell.count) ? least : cell),
      undefined,
    );

const withheld = (item: ResultItem): ResultItem => ({
  ...item,
  n: 'suppressed',
  distribution: item.distribution.map(hidden),
  mean: item.mean === null ? null : 'suppressed',
  median: item.median === null ? null : 'suppressed',
});

function publicItem(item: ResultItem, respondents: number): ResultItem {
  if (isSmall(item.n)) return withheld(item);
  const distribution = suppressCells(item.distribution, typeof item.n === 'number' ? item.n : respondents);
  if (distribution === item.distribution) return item;
  const { mean, median } = withheld(item);
  return { ...item, distribution: [...distribution], mean, median };
}

/** How many answered anonymously: withheld where they, or those who did not, are a small group. */
function publicAnonymous(anonymous: Figure, respondents: number): Figure {
  if (typeof anonymous !== 'number') return anonymous;
  return isSmall(anonymous) || isSmall(respondents - anonymous) ? 'suppressed' : anonymous;
}

/** Results as the public may see them: nothing in them tells the size of a group under `smallestGroup`. */
export function publicResults(results: Results): Results {
  const { respondents } = results;
  if (typeof respondents !== 'number' || isSmall(respondents)) {
    return {
      ...results,
      respondents: 'suppressed',
      anonymous: 'suppressed',
      responseRate: 'suppressed',
      items: results.items.map(withheld),
    };
  }
  return {
    ...results,
    anonymous: publicAnonymous(results.anonymous, respondents),
    items: results.items.map((item) => publicItem(item, respondents)),
  };
}
