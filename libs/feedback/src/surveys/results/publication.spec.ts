import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Item } from '../items/item.schema.js';
import { always, channel, places } from '../items/item.samples.js';
import type { ReportedSummary } from './reported-summary.schema.js';
import { publicResults, shownAfter, type Shown } from './publication.js';
import { answered, noAnswers, resultsOf, type Results, type Tally } from './results.js';
import { smallestGroup } from './suppression.js';
import { Knowledge } from '../testing/knowledge.js';

const hidden = 'suppressed';
const wording = { ro: 'Întrebarea' };
const grade: Item = { kind: 'grade', id: 'grade', aspect: 'topics', wording, required: true, ...always };
const liked: Item = { kind: 'yes-no', id: 'liked', wording, required: true, ...always };
const why: Item = { ...liked, id: 'why', shownIf: { item: 'liked', values: ['no'] } };
const several = (options: number, min = 1, max = options): Item => ({
  ...places,
  ...always,
  id: 'several',
  options: ['a', 'b', 'c', 'd'].slice(0, options).map((id) => ({ id, label: wording })),
  min,
  max,
});

/** Answers of a respondent to each item; several to one of several. */
type Pattern = Readonly<Record<string, readonly (string | number)[]>>;

/** Respondents so far, by pattern. */
type Count = readonly number[];

function tallyOf(patterns: readonly Pattern[], count: Count, anonymous = 0, ways: readonly string[] = []): Tally {
  const channels = channelsIn(count, ways);
  const items: Record<string, Record<string, number>> = {};
  patterns.forEach((pattern, index) => {
    for (const [item, values] of Object.entries(pattern)) {
      for (const value of [answered, ...values]) {
        const counts = (items[item] ??= {});
        counts[value] = (counts[value] ?? 0) + count[index]!;
      }
    }
  });
  const respondents = count.reduce((sum, one) => sum + one, 0);
  return { respondents, anonymous: channels['anonymous'] ?? anonymous, channels, items };
}

/** The number that came each way, given the way of those of each pattern. */
function channelsIn(count: Count, ways: readonly string[]): Record<string, number> {
  const channels: Record<string, number> = {};
  ways.forEach((way, index) => {
    const came = count[index]!;
    if (came > 0) channels[way] = (channels[way] ?? 0) + came;
  });
  return channels;
}

/** Publishes after each count, as staff would, and keeps what stands in each publication. */
function publications(
  asked: readonly Item[],
  tallies: readonly Tally[],
  chosen: readonly (readonly Item[])[] = [],
): Results[] {
  let shown: Shown | null = null;
  return tallies.map((tally, index) => {
    const items = chosen[index] ?? asked;
    const told = publicResults(resultsOf({ items, denominator: null, summary: null }, tally), items, shown);
    shown = shownAfter(shown, told);
    return told;
  });
}

const grades: readonly Pattern[] = [1, 2, 3, 4, 5].map((value) => ({ grade: [value] }));
const countsIn = (results: Results | undefined, index = 0) =>
  results?.items[index]?.distribution.map(({ count }) => count);
const ofGrades = (...counts: Count[]) =>
  publications(
    [grade],
    counts.map((count) => tallyOf(grades, count)),
  );

describe('a second publication', () => {
  it('tells nothing of the one answer that came in between', () => {
    const [first, second] = ofGrades([0, 0, 0, 5, 7], [0, 0, 1, 5, 7]);
    expect(first).toMatchObject({ respondents: 12, items: [{ n: 12, mean: 4.58 }] });
    expect(second).toEqual(first);
  });
  it('moves where five came and all gave the same, and not where four did', () => {
    const [, second, third] = ofGrades([0, 0, 0, 5, 7], [0, 0, 0, 5, 11], [0, 0, 0, 5, 12]);
    expect(second).toMatchObject({ respondents: 12 });
    expect(countsIn(second)).toEqual([0, 0, 0, 5, 7]);
    expect(third).toMatchObject({ respondents: 17 });
    expect(countsIn(third)).toEqual([0, 0, 0, 5, 12]);
  });
  it('counts who came, and leaves an item alone in which one of them stands out', () => {
    const [, second] = ofGrades([0, 0, 0, 5, 7], [0, 0, 1, 5, 12]);
    expect(second).toMatchObject({ respondents: 18, items: [{ n: 12, mean: 4.58 }] });
  });
  it('keeps withheld what was, however many there are by now', () => {
    const [first, second] = ofGrades([0, 0, 1, 5, 6], [0, 0, 9, 15, 16]);
    expect(countsIn(first)).toEqual([hidden, hidden, hidden, hidden, 6]);
    expect(countsIn(second)).toEqual([hidden, hidden, hidden, hidden, 16]);
    expect(second).toMatchObject({ respondents: 40, items: [{ n: 40, mean: hidden }] });
  });
  it('tells what the first could not, for there were too few', () => {
    const [first, second] = ofGrades([0, 0, 0, 1, 2], [0, 0, 0, 5, 6]);
    expect(first).toMatchObject({ respondents: hidden, items: [{ n: hidden }] });
    expect(second).toMatchObject({ respondents: 11, items: [{ n: 11, mean: 4.55 }] });
  });
  it('shows no new item that is counted with the few who came since', () => {
    const both: readonly Pattern[] = [{ liked: ['yes'], grade: [5] }];
    const [, second] = publications(
      [liked, grade],
      [[12], [13]].map((count) => tallyOf(both, count)),
      [[liked], [liked, grade]],
    );
    expect(second).toMatchObject({
      respondents: 12,
      items: [
        { item: 'liked', n: 12 },
        { item: 'grade', n: hidden },
      ],
    });
  });
  it('tells no few who answered anonymously since, nor the few others', () => {
    const anonymous = (...each: [people: number, anonymous: number][]) =>
      publications(
        [grade],
        each.map(([people, some]) => tallyOf(grades, [0, 0, 0, 0, people], some)),
      ).map((results) => results.anonymous);
    expect(anonymous([12, 6], [18, 8], [24, 12])).toEqual([6, 6, 12]);
    expect(anonymous([12, 6], [20, 13])).toEqual([6, 6]);
    expect(anonymous([12, 1], [30, 15])).toEqual([hidden, hidden]);
    expect(anonymous([12, 6], [13, 7])).toEqual([6, 6]);
    // The others grew by one since the number was told, not since the last publication.
    expect(anonymous([10, 5], [16, 10], [21, 15])).toEqual([5, 5, 5]);
  });
});

describe('the ways in which answers came', () => {
  const told = (...counts: [anonymous: number, paper: number, token: number][]) =>
    publications(
      [liked],
      counts.map((count) =>
        tallyOf(
          [0, 1, 2].map(() => ({ liked: ['yes'] })),
          count,
          count[0],
          ways,
        ),
      ),
    ).map(({ channels }) => channels && channels.map(({ count }) => count));
  it('are told where no few came in one', () =>
    expect([
      told([6, 5, 0]),
      told([6, 5, 7]),
      told([0, 9, 0]),
      told([6, 4, 9]),
      told([6, 1, 0]),
      told([2, 1, 1]),
    ]).toEqual([[[6, 5]], [[6, 5, 7]], [[9]], [null], [null], [null]]));
  it('stay as they were told where few came in one since', () =>
    expect(told([6, 5, 0], [6, 10, 0], [6, 11, 5], [12, 16, 5])).toEqual([
      [6, 5],
      [6, 10],
      [6, 10],
      [12, 16, 5],
    ]));
  it('are told beside the anonymous answers of now only', () =>
    expect(told([2, 20, 0], [20, 20, 0])).toEqual([null, null]));
});

describe('a corrected summary', () => {
  const summaryOf = (
    respondents: number,
    counts: readonly number[],
    statement: 'majority' | 'all',
  ): ReportedSummary => ({
    respondents,
    anonymous: null,
    grades: null,
    items: [
      {
        item: 'grade',
        n: null,
        occurred: null,
        counts: counts.map((count, index) => ({ value: index + 1, count })),
        statements: [],
      },
      { item: 'liked', n: null, occurred: null, counts: [], statements: [{ value: 'yes', amount: statement }] },
    ],
    suggestions: [],
    source: 'Raport',
  });
  const told = (...summaries: ReportedSummary[]) => {
    let shown: Shown | null = null;
    return summaries.map((summary) => {
      const known = resultsOf({ items: [grade, liked], denominator: null, summary }, noAnswers);
      const results = publicResults(known, [grade, liked], shown);
      shown = shownAfter(shown, results);
      return results;
    });
  };
  it('changes no figure by less than five, and changes what was said in words', () => {
    const [first, second] = told(summaryOf(12, [0, 0, 0, 6, 6], 'majority'), summaryOf(12, [0, 0, 0, 5, 7], 'all'));
    expect(countsIn(second)).toEqual(countsIn(first));
    expect(second?.items[1]?.distribution[0]).toMatchObject({ count: 'not-reported', statement: 'all' });
    const [, moved] = told(summaryOf(12, [0, 0, 0, 6, 6], 'all'), summaryOf(22, [0, 0, 0, 11, 11], 'all'));
    expect(countsIn(moved)).toEqual([0, 0, 0, 11, 11]);
  });
  it('by one respondent changes nothing', () => {
    const [first, second] = told(summaryOf(12, [0, 0, 0, 6, 6], 'all'), summaryOf(13, [0, 0, 1, 6, 6], 'majority'));
    expect(second).toEqual(first);
  });
});

describe('grades of all aspects together', () => {
  const told = (...all: NonNullable<ReportedSummary['grades']>[]) => {
    let shown: Shown | null = null;
    return all.map((grades) => {
      const summary = { respondents: 12, anonymous: null, grades, items: [], suggestions: [], source: 'Raport' };
      const known = resultsOf({ items: [grade], denominator: null, summary }, noAnswers);
      const results = publicResults(known, [grade], shown);
      shown = shownAfter(shown, results);
      expect(results.items.map(({ item }) => item)).toEqual(['grade']);
      return results.grades?.map(({ count, statement }) => statement ?? count);
    });
  };
  const counted = (...counts: number[]) => ({
    occurred: null,
    counts: counts.map((count, index) => ({ value: index + 1, count })),
    statements: [],
  });
  it('keep their words, and withhold a grade that was given once', () => {
    const single = {
      occurred: [3, 4, 5],
      counts: [{ value: 3, count: 1 }],
      statements: [{ value: 4, amount: 'few' as const }],
    };
    expect(told(single)).toEqual([[hidden, hidden, hidden, 'few', 'not-reported']]);
  });
  it('stay as they were told, where a correction would tell of few', () =>
    expect(told(counted(0, 0, 0, 6, 6), counted(0, 0, 0, 5, 7))).toEqual([
      [0, 0, 0, 6, 6],
      [0, 0, 0, 6, 6],
    ]));
  it('are all withheld of fewer than five people', () => {
    const summary = {
      respondents: 3,
      anonymous: null,
      grades: counted(0, 0, 0, 0, 3),
      items: [],
      suggestions: [],
      source: 'R',
    };
    const known = resultsOf({ items: [grade], denominator: null, summary }, noAnswers);
    expect(publicResults(known, [grade], null).grades?.map(({ count }) => count)).toEqual(Array(5).fill(hidden));
  });
});

describe('choices', () => {
  const patterns: readonly Pattern[] = [['a'], ['b'], ['a', 'b']].map((several) => ({ several }));
  const of = (...count: number[]) => publications([several(2)], [tallyOf(patterns, count)])[0];
  it('of several are withheld where few chose one, or few did not, or few chose both', () => {
    expect(countsIn(of(5, 6, 7))).toEqual([12, 13]);
    expect(countsIn(of(0, 0, 12))).toEqual([12, 12]);
    expect(countsIn(of(9, 3, 0))).toEqual([hidden, hidden]);
    expect(countsIn(of(3, 0, 9))).toEqual([hidden, hidden]);
    expect(countsIn(of(5, 6, 2))).toEqual([hidden, hidden]);
  });
  it('of one are withheld as grades are', () => {
    const one: readonly Pattern[] = ['radio', 'posters', 'other'].map((value) => ({ channel: [value] }));
    expect(countsIn(publications([channel], [tallyOf(one, [9, 6, 1])])[0])).toEqual([9, hidden, hidden]);
  });
});

describe('themes of free texts', () => {
  const suggestions: Item = { kind: 'text', id: 'suggestions', wording, required: false, ...always };
  const themes = ['guides', 'shops'].map((id) => ({ id, label: wording }));
  const told = (...each: [texts: number, guides: number, shops: number][]) => {
    let shown: Shown | null = null;
    return each.map(([texts, guides, shops]) => {
      const items = { suggestions: { [answered]: texts, '#guides': guides, '#shops': shops } };
      const tally = { ...noAnswers, respondents: 40, items };
      const known = resultsOf({ items: [suggestions], themes, denominator: null, summary: null }, tally);
      const results = publicResults(known, [suggestions], shown);
      shown = shownAfter(shown, results);
      return [results.items[0]?.n, ...(results.items[0]?.themes ?? []).map(({ count }) => count)];
    });
  };
  it('are withheld where few texts were coded to one, or all but few', () =>
    expect([told([20, 12, 3]), told([20, 18, 20]), told([3, 3, 0]), told([20, 3, 0], [20, 13, 9])]).toEqual([
      [[20, 12, hidden]],
      [[20, hidden, 20]],
      [[hidden, hidden, hidden]],
      [
        [20, hidden, 0],
        [20, hidden, 9],
      ],
    ]));
  it('move where five or more were coded to one since', () =>
    expect(told([20, 12, 0], [20, 13, 5], [20, 7, 6])).toEqual([
      [20, 12, 0],
      [20, 12, 5],
      [20, 7, 5],
    ]));
});

describe('an item with a condition', () => {
  const patterns: readonly Pattern[] = [
    { liked: ['yes'] },
    { liked: ['no'], why: ['yes'] },
    { liked: ['no'], why: ['no'] },
  ];
  const of = (...counts: Count[]) =>
    publications(
      [liked, why],
      counts.map((count) => tallyOf(patterns, count)),
    );
  it('is told where all answers to the item before it are', () => {
    const [told] = of([6, 5, 5]);
    expect([countsIn(told), countsIn(told, 1)]).toEqual([
      [6, 10],
      [5, 5],
    ]);
  });
  it('is not told where its number would tell how few did not see it', () => {
    const [told] = of([2, 5, 5]);
    expect(told?.items).toMatchObject([{ n: 12 }, { n: hidden }]);
    expect([countsIn(told), countsIn(told, 1)]).toEqual([
      [hidden, hidden],
      [hidden, hidden],
    ]);
  });
  it('stays as it was told once', () => {
    const [, second] = of([6, 5, 5], [6, 10, 10]);
    expect([countsIn(second), countsIn(second, 1)]).toEqual([
      [6, 20],
      [5, 5],
    ]);
  });
  it('is told first only where the item before it is of now', () => {
    const tallies = [
      [6, 5, 5],
      [7, 8, 7],
    ].map((count) => tallyOf(patterns, count));
    const [, second] = publications([liked, why], tallies, [[liked], [liked, why]]);
    expect([countsIn(second), countsIn(second, 1)]).toEqual([
      [6, 10],
      [hidden, hidden],
    ]);
  });
});

interface Case {
  readonly asked: readonly Item[];
  readonly patterns: readonly Pattern[];
  /** The way in which those of each pattern answered. */
  readonly ways?: readonly string[];
}

const subsetsOf = (size: number): readonly (readonly number[])[] =>
  Array.from({ length: 2 ** size - 1 }, (_, bits) =>
    Array.from({ length: size }, (_each, index) => ((bits + 1) >> index) & 1),
  );

/**
 * The groups of 1 to 4 whose size follows from publications. The reader of all of them knows what was asked, that each answered all that is required, and which figures
 * are of which count; unknown are, for each count, how many answered in each pattern. A group are those who answered in one of some patterns, in all or between two counts.
 */
function groupsTold(
  { asked, patterns, ways = [] }: Case,
  counts: readonly Count[],
  chosen: readonly (readonly Item[])[] = [],
): string[] {
  const told = publications(
    asked,
    counts.map((count) => tallyOf(patterns, count, 0, ways)),
    chosen,
  );
  const knowledge = new Knowledge();
  const at = (time: number, sum: readonly number[]) =>
    counts.flatMap((_, index) => patterns.map((_each, one) => (index === time ? sum[one]! : 0)));
  const seen = new Set<string>();
  told.forEach(({ respondents, anonymous, channels, items }, time) => {
    const learn = (name: string, figure: unknown, pattern: (one: Pattern, way: string | undefined) => boolean) => {
      if (typeof figure !== 'number' || seen.has(`${name} ${figure}`)) return;
      seen.add(`${name} ${figure}`);
      knowledge.learn(
        at(
          time,
          patterns.map((one, index) => Number(pattern(one, ways[index]))),
        ),
      );
    };
    learn('respondents', respondents, () => true);
    if (ways.length > 0) learn('anonymous', anonymous, (_, way) => way === 'anonymous');
    for (const one of channels && ways.length > 0 ? new Set(ways) : []) {
      const came = channels?.find(({ channel: way }) => way === one)?.count ?? 0;
      learn(`${JSON.stringify(channels)} ${one}`, came, (_, way) => way === one);
    }
    for (const { item, n, distribution } of items) {
      const moment = JSON.stringify(distribution.map(({ count }) => count));
      learn(`${item} ${moment}`, n, (one) => item in one);
      for (const { value, count } of distribution)
        learn(`${item} ${n} ${moment} ${value}`, count, (one) => one[item]?.includes(value) ?? false);
    }
  });
  const small: string[] = [];
  for (const group of subsetsOf(patterns.length)) {
    const size = (time: number) =>
      time < 0 ? 0 : group.reduce((sum, one, index) => sum + one * counts[time]![index]!, 0);
    for (let to = 0; to < counts.length; to += 1) {
      for (let from = -1; from < to; from += 1) {
        const people = size(to) - size(from);
        if (people < 1 || people >= smallestGroup) continue;
        const later = at(to, group);
        const sum = from < 0 ? later : later.map((value, index) => value - at(from, group)[index]!);
        if (knowledge.tells(sum)) small.push(`${group.join('')} between ${from} and ${to}: ${people}`);
      }
    }
  }
  return small;
}

const subsets = (options: readonly string[], min: number, max: number): readonly Pattern[] =>
  subsetsOf(options.length)
    .map((picked) => options.filter((_, index) => picked[index] === 1))
    .filter(({ length }) => length >= min && length <= max)
    .map((several) => ({ several }));

const cases: Readonly<Record<string, Case>> = {
  'a grade': { asked: [grade], patterns: grades },
  'a grade that some leave out': { asked: [{ ...grade, required: false }], patterns: grades },
  'yes or no, and an item with a condition': {
    asked: [liked, why],
    patterns: [{ liked: ['yes'] }, { liked: ['no'], why: ['yes'] }, { liked: ['no'], why: ['no'] }],
  },
  'one or two of two': { asked: [several(2)], patterns: subsets(['a', 'b'], 1, 2) },
  'just two of three': { asked: [several(3, 2, 2)], patterns: subsets(['a', 'b', 'c'], 2, 2) },
  'one or two of three': { asked: [several(3, 1, 2)], patterns: subsets(['a', 'b', 'c'], 1, 2) },
  'two or three of three': { asked: [several(3, 2)], patterns: subsets(['a', 'b', 'c'], 2, 3) },
  'just three of four': { asked: [several(4, 3, 3)], patterns: subsets(['a', 'b', 'c', 'd'], 3, 3) },
  'just two of four': { asked: [several(4, 2, 2)], patterns: subsets(['a', 'b', 'c', 'd'], 2, 2) },
  'some of three': { asked: [several(3)], patterns: subsets(['a', 'b', 'c'], 1, 3) },
};

const ways = ['anonymous', 'paper', 'token'];
const inWays = (asked: Item, answers: readonly Pattern[]): Case => ({
  asked: [asked],
  patterns: ways.flatMap(() => answers),
  ways: ways.flatMap((way) => answers.map(() => way)),
});
const yesOrNoInWays = inWays(liked, [{ liked: ['yes'] }, { liked: ['no'] }]);

const afterChoices: Case = {
  asked: [several(3, 1, 2), { ...liked, kind: 'text', id: 'why', shownIf: { item: 'several', values: ['a'] } }],
  patterns: subsets(['a', 'b', 'c'], 1, 2).map((pattern) =>
    pattern['several']?.includes('a') ? { ...pattern, why: [] } : pattern,
  ),
};

const many = fc.oneof(fc.constant(0), fc.nat({ max: 6 }), fc.integer({ min: 5, max: 40 }));

describe('whatever is published, and however often', () => {
  it.each(
    Object.entries({
      ...cases,
      'one or two of three, and an item with a condition': afterChoices,
      'yes or no, in three ways': yesOrNoInWays,
    }),
  )('no group under 5 follows by subtraction: %s', (_, each) =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(...each.patterns.map(() => many)), { minLength: 1, maxLength: 4 }),
        fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
        (came, whole) => {
          const counts = came.reduce<Count[]>((all, some) => {
            const before = all.at(-1);
            return [...all, some.map((one, index) => one + (before?.[index] ?? 0))];
          }, []);
          const chosen = whole.map((all) => (all ? each.asked : each.asked.slice(0, 1)));
          expect(groupsTold(each, counts, chosen)).toEqual([]);
        },
      ),
      { numRuns: 300 },
    ),
  );

  it('is tried by a reader who would find what is told', () => {
    const naive = new Knowledge();
    for (const equation of [
      [1, 1, 0, 0],
      [1, 0, 0, 0],
      [0, 0, 1, 1],
      [0, 0, 1, 0],
    ])
      naive.learn(equation);
    expect(naive.tells([0, -1, 0, 1])).toBe(true);
    expect(new Knowledge().tells([1, 0, 0, 0])).toBe(false);
  });

  it('of two answers, no count under 5 follows even for a reader who tries every count that these rules would have published so', () => {
    const yesOrNo: readonly Pattern[] = [{ liked: ['yes'] }, { liked: ['no'] }];
    const possible = new Map<string, { readonly sums: Set<number>[] }>();
    const upTo = Array.from({ length: 17 }, (_, index) => index);
    for (const yes of upTo) {
      for (const no of upTo) {
        for (const [moreYes, moreNo] of upTo.flatMap((one) => upTo.map((other) => [one, other] as const))) {
          if (yes + no > 10 || yes + no + moreYes + moreNo > 16) continue;
          const told = publications(
            [liked],
            [tallyOf(yesOrNo, [yes, no]), tallyOf(yesOrNo, [yes + moreYes, no + moreNo])],
          );
          const key = JSON.stringify(told.map(({ respondents, items }) => [respondents, items]));
          const known = possible.get(key) ?? { sums: Array.from({ length: 6 }, () => new Set<number>()) };
          [yes, no, moreYes, moreNo, yes + moreYes, no + moreNo].forEach((sum, index) => known.sums[index]!.add(sum));
          possible.set(key, known);
        }
      }
    }
    const told = [...possible].filter(([, { sums }]) =>
      sums.some((sum) => sum.size === 1 && [...sum].every((one) => one > 0 && one < smallestGroup)),
    );
    expect(possible.size).toBeGreaterThan(100);
    expect(told).toEqual([]);
  });
});
