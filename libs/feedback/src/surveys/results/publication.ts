import { same } from '@ecou/event-sourcing';
import type { Item } from '../items/item.schema.js';
import { rateOf } from './figures.js';
import { isAnonymous, type Results } from './results.js';
import type { Cell, ChannelCount, Figure, ResultItem } from './result-item.schema.js';
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
  /** The respondents of whom the number of anonymous answers was told. */
  readonly anonymousOf: Figure;
  /** The number of answers that came each way; `null`: it was never told. */
  readonly channels: readonly ChannelCount[] | null;
  readonly items: Readonly<Record<string, ShownItem>>;
}

type Told = Pick<Results, 'respondents' | 'anonymous' | 'grades' | 'items'> & {
  /** Publications of before knew nothing of it. */
  readonly channels?: Results['channels'] | undefined;
};

/**
 * The grades of all aspects together, as one more item, so that the same rules withhold them. No item is named so. The number of grades is the
 * most that there can be: one of each respondent for each aspect.
 */
function together(grades: readonly Cell[], { respondents, items }: Told): ResultItem {
  const aspects = items.filter(({ kind }) => kind === 'grade').length;
  const n = typeof respondents === 'number' ? respondents * Math.max(aspects, 1) : respondents;
  const unknown = { mean: 'not-reported', median: 'not-reported' } as const;
  return { item: '*', kind: 'grade', aspect: null, wording: { ro: '*' }, n, distribution: [...grades], ...unknown };
}

/** The figures that were published, with those of a later publication. */
export function shownAfter(shown: Shown | null, published: Told): Shown {
  const { respondents, anonymous, grades } = published;
  const channels = published.channels ?? shown?.channels ?? null;
  const items = grades ? [...published.items, together(grades, published)] : published.items;
  const told = items.map((item) => {
    const last = shown?.items[item.item];
    return [item.item, last && same(last.item, item) ? last : { item, respondents }] as const;
  });
  const anonymousOf = shown?.anonymous === anonymous ? shown.anonymousOf : respondents;
  return { respondents, anonymous, anonymousOf, channels, items: { ...shown?.items, ...Object.fromEntries(told) } };
}

/**
 * Results as the public may see them, beside what was published before: nothing in them tells the size of a group under `smallestGroup`, and no difference
 * to an earlier publication does. `asked` are the questionnaire's items; where an item with a condition is among the results, the item that it names is.
 */
export function publicResults(results: Results, asked: readonly Item[], shown: Shown | null): Results {
  const { grades, items } = results;
  if (!grades) return publicItems(results, asked, shown);
  const told = publicItems({ ...results, items: [...items, together(grades, results)] }, asked, shown);
  return { ...told, grades: told.items.at(-1)?.distribution ?? null, items: told.items.slice(0, -1) };
}

function publicItems(results: Results, asked: readonly Item[], shown: Shown | null): Results {
  const { respondents } = results;
  if (typeof respondents !== 'number' || isSmall(respondents)) {
    return {
      ...results,
      respondents: 'suppressed',
      anonymous: 'suppressed',
      responseRate: 'suppressed',
      channels: null,
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
const standingStill = (results: Results, { respondents, anonymous, channels, items }: Before): Results => ({
  ...results,
  respondents,
  anonymous,
  channels,
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
  const anonymous = movedAnonymous(results, people);
  return { ...results, anonymous, channels: movedChannels(results, anonymous, people), items };
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

/** The number of people who answered anonymously. It is withheld, for ever, once they, or the others, are few, and stays as it was told where either grew by few. */
function movedAnonymous({ anonymous }: Results, { respondents, before }: People): Figure {
  if (typeof anonymous !== 'number') return anonymous;
  if (before?.anonymous === 'suppressed' || isSmall(anonymous) || isSmall(respondents - anonymous)) return 'suppressed';
  const grewByFew = anonymousIn(before).some((told) => {
    const came = anonymous - told.anonymous;
    return isSmall(came) || isSmall(respondents - told.respondents - came);
  });
  return before && grewByFew ? before.anonymous : anonymous;
}

interface Anonymous {
  readonly anonymous: number;
  readonly respondents: number;
}

/** The anonymous answers that were told last, by themselves and as one of the ways, each with the respondents of then. */
function anonymousIn(before: Before | null): readonly Anonymous[] {
  const { anonymous, anonymousOf: respondents, channels } = before ?? {};
  const alone = typeof anonymous === 'number' && typeof respondents === 'number' ? [{ anonymous, respondents }] : [];
  if (!channels) return alone;
  const counts = channels.map(({ count }) => count);
  const those = channels.filter(({ channel }) => isAnonymous(channel)).map(({ count }) => count);
  return [...alone, { anonymous: totalIn(those), respondents: totalIn(counts) }];
}

const totalIn = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/**
 * The number of answers that came each way: all of it, or as it was told last. It moves where each number grew by none or by at least `smallestGroup`, and beside the number
 * of anonymous answers of now only, so that neither tells of the other.
 */
function movedChannels({ channels, anonymous }: Results, told: Figure, { before }: People): Results['channels'] {
  const last = before?.channels ?? null;
  if (!channels || told !== anonymous) return last;
  const came = channels.map(({ channel, count }) => count - (last?.find((one) => one.channel === channel)?.count ?? 0));
  return came.some(isSmall) ? last : channels;
}
