import { same } from '@ecou/event-sourcing';
import type { Item } from '../items/item.schema.js';
import { rateOf } from './figures.js';
import type { Results } from './results.js';
import type { Figure, ResultItem } from './result-item.schema.js';
import { besides, isSmall, publicItem, withheld } from './suppression.js';

/** Figures of an item that were published, and of how many respondents then. */
interface ShownItem {
  readonly item: ResultItem;
  readonly respondents: Figure;
}

/** The figures that were published before: the last ones of each item, whichever publication they stood in first. */
export interface Shown {
  readonly respondents: Figure;
  readonly anonymous: Figure;
  readonly items: Readonly<Record<string, ShownItem>>;
}

/** The figures that were published, with those of a later publication. */
export function shownAfter(
  shown: Shown | null,
  { respondents, anonymous, items }: Pick<Results, 'respondents' | 'anonymous' | 'items'>,
): Shown {
  const told = items.map((item) => {
    const last = shown?.items[item.item];
    return [item.item, last && same(last.item, item) ? last : { item, respondents }] as const;
  });
  return { respondents, anonymous, items: { ...shown?.items, ...Object.fromEntries(told) } };
}

/**
 * Results as the public may see them, beside what was published before: nothing in them tells the size of a group under `smallestGroup`, and no difference
 * to an earlier publication does. `asked` are the questionnaire's items; where an item with a condition is among the results, the item that it names is.
 */
export function publicResults(results: Results, asked: readonly Item[], shown: Shown | null): Results {
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
  const before = shown && typeof shown.respondents === 'number' ? { ...shown, respondents: shown.respondents } : null;
  return before && isSmall(respondents - before.respondents)
    ? standingStill(results, before)
    : moved(results, asked, { respondents, before });
}

/** Published before, of enough respondents to be told. */
type Before = Shown & { readonly respondents: number };

/** The items as they were published, without new ones: an item that is counted with the few who came since would tell that they came. */
const standingStill = (results: Results, { respondents, anonymous, items }: Before): Results => ({
  ...results,
  respondents,
  anonymous,
  responseRate: rateIn(results, respondents),
  items: results.items.map((item) => items[item.item]?.item ?? withheld(item)),
});

const rateIn = ({ denominator, responseRate }: Results, respondents: number) =>
  denominator ? rateOf(respondents, denominator.count) : responseRate;

interface People {
  readonly respondents: number;
  readonly before: Before | null;
}

function moved(results: Results, asked: readonly Item[], people: People): Results {
  const items: ResultItem[] = [];
  for (const item of results.items) {
    const condition = asked.find(({ id }) => id === item.item)?.shownIf;
    const on = condition && {
      known: results.items.find((one) => one.item === condition.item),
      told: items.find((one) => one.item === condition.item),
    };
    items.push(on ? conditional(item, on, people) : movedItem(item, people));
  }
  return { ...results, anonymous: movedAnonymous(results, people), items };
}

/** An item moves where all that moves in it can be told; else it stays as it was published. */
function movedItem(item: ResultItem, { respondents, before }: People): ResultItem {
  const last = before?.items[item.item];
  if (!last || last.item.n === 'suppressed') return publicItem(item, respondents);
  return isTold(last, { item, respondents }) ? publicItem(item, respondents, last.item) : last.item;
}

/** True where no difference between two figures of an item is small: of an answer, of those who answered, of those whose answer is not shown. */
function isTold(last: ShownItem, now: ShownItem): boolean {
  const people = peopleIn(now) - peopleIn(last);
  const answers = last.item.distribution.map(({ value, count }) => {
    const later = now.item.distribution.find((cell) => cell.value === value)?.count;
    return typeof count === 'number' && typeof later === 'number' ? later - count : 0;
  });
  const others =
    now.item.kind === 'multi-choice'
      ? besides(answers, people)
      : [people - answers.reduce((sum, came) => sum + came, 0)];
  return ![people, ...answers, ...others].some(isSmall);
}

const peopleIn = ({ item, respondents }: ShownItem): number => numberOr(item.n, numberOr(respondents, 0));

const numberOr = (figure: Figure, other: number): number => (typeof figure === 'number' ? figure : other);

interface On {
  /** The item that a condition names, as it is. */
  readonly known: ResultItem | undefined;
  /** The same item as the public sees it now. */
  readonly told: ResultItem | undefined;
}

/**
 * An item with a condition. How many answered it tells how many met the condition, so it is told only beside all answers to the item that the condition names, and
 * where these are of now; and once told it stays, so that the two are never subtracted at different times.
 */
function conditional(item: ResultItem, { known, told }: On, { respondents, before }: People): ResultItem {
  const last = before?.items[item.item];
  if (last && last.item.n !== 'suppressed') return last.item;
  return known && told && isWhole(told, known) ? publicItem(item, respondents) : withheld(item);
}

const isWhole = (told: ResultItem, known: ResultItem): boolean =>
  told.n === known.n &&
  told.distribution.every(({ count }, index) => count !== 'suppressed' && count === known.distribution[index]?.count);

/** The number of people who answered anonymously. It is withheld, for ever, once they, or the others, are few or grew by few. */
function movedAnonymous({ anonymous }: Results, { respondents, before }: People): Figure {
  if (typeof anonymous !== 'number') return anonymous;
  if (before?.anonymous === 'suppressed' || isSmall(anonymous) || isSmall(respondents - anonymous)) return 'suppressed';
  if (typeof before?.anonymous !== 'number') return anonymous;
  const came = anonymous - before.anonymous;
  return isSmall(came) || isSmall(respondents - before.respondents - came) ? before.anonymous : anonymous;
}
