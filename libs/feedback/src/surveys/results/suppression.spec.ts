import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { items } from '../items/item.samples.js';
import { summary } from '../questionnaire/questionnaire.samples.js';
import { noAnswers, resultsOf, type Tally } from './results.js';
import type { Cell } from './result-item.schema.js';
import { publicResults } from './publication.js';
import { smallestGroup, suppressCells } from './suppression.js';

const cellsOf = (...counts: number[]): Cell[] =>
  counts.map((count, index) => ({ value: index + 1, count, occurred: count > 0, statement: null }));
const shown = (cells: readonly Cell[]) => cells.map(({ count }) => count);
const publicOf = (tally: Partial<Tally>) =>
  publicResults(resultsOf({ items, denominator: null, summary: null }, { ...noAnswers, ...tally }), items, null);
const hidden = 'suppressed';

describe('a public distribution', () => {
  it('stays as it is where no group is small', () => {
    expect(shown(suppressCells(cellsOf(0, 0, 0, 5, 7), 12))).toEqual([0, 0, 0, 5, 7]);
    expect(shown(suppressCells(cellsOf(0, 0, 0, 0, 0), 0))).toEqual([0, 0, 0, 0, 0]);
  });
  it('withholds a small group, and with it what would tell it', () => {
    expect(shown(suppressCells(cellsOf(0, 0, 1, 5, 6), 12))).toEqual([hidden, hidden, hidden, hidden, 6]);
    expect(shown(suppressCells(cellsOf(4, 4), 8))).toEqual([hidden, hidden]);
    expect(shown(suppressCells(cellsOf(1, 11), 12))).toEqual([hidden, hidden]);
  });
  it('says of a withheld answer not even whether it was given', () =>
    expect(suppressCells(cellsOf(1, 11), 12)[0]).toEqual({ value: 1, count: hidden, occurred: null, statement: null }));
  it('withholds what would leave a small group among the counts that were not reported', () => {
    const cells: Cell[] = [
      { value: 'yes', count: 10, occurred: true, statement: null },
      { value: 'no', count: 'not-reported', occurred: null, statement: null },
    ];
    expect(shown(suppressCells(cells, 12))).toEqual([hidden, 'not-reported']);
  });

  it('never tells the size of a small group, whoever subtracts', () =>
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 12 }), { minLength: 2, maxLength: 5 }), (counts) => {
        const people = counts.reduce((sum, count) => sum + count, 0);
        const result = suppressCells(cellsOf(...counts), people);
        const withheld = counts.filter((_, index) => result[index]!.count === hidden);
        result.forEach(({ count }) => {
          expect(typeof count === 'number' && count > 0 && count < smallestGroup).toBe(false);
        });
        if (people >= smallestGroup && withheld.length > 0) {
          expect(withheld.length).toBeGreaterThanOrEqual(2);
          expect(withheld.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(smallestGroup);
        }
      }),
    ));
});

describe('public results', () => {
  it('hide everything of fewer than five respondents', () => {
    const results = publicOf({ respondents: 4, anonymous: 0, items: { duration: { 5: 4 } } });
    expect(results).toMatchObject({ respondents: hidden, anonymous: hidden, responseRate: hidden });
    for (const { n, distribution } of results.items) {
      expect(n).toBe(hidden);
      expect(distribution.every(({ count, occurred }) => count === hidden && occurred === null)).toBe(true);
    }
  });
  it('hide an item that fewer than five answered', () =>
    expect(publicOf({ respondents: 12, items: { duration: { 5: 3 } } }).items[1]).toMatchObject({
      n: hidden,
      mean: hidden,
      median: hidden,
    }));
  it('hide mean and median beside a withheld count', () =>
    expect(publicOf({ respondents: 12, items: { duration: { 3: 1, 5: 11 } } }).items[1]).toMatchObject({
      n: 12,
      mean: hidden,
      median: hidden,
    }));
  it('show what is large enough', () =>
    expect(publicOf({ respondents: 12, items: { duration: { 4: 5, 5: 7 } } }).items[1]).toMatchObject({
      n: 12,
      mean: 4.58,
      median: 5,
    }));
  it('hide how many answered anonymously where they, or the others, are few', () => {
    expect(publicOf({ respondents: 17, anonymous: 1 }).anonymous).toBe(hidden);
    expect(publicOf({ respondents: 17, anonymous: 14 }).anonymous).toBe(hidden);
    expect(publicOf({ respondents: 17, anonymous: 17 }).anonymous).toBe(17);
    expect(publicOf({ respondents: 17, anonymous: 0 }).anonymous).toBe(0);
  });
  it('keep the words of a summary, and withhold its single 3', () => {
    const results = publicResults(resultsOf({ items, denominator: null, summary }, noAnswers), items, null);
    expect(shown(results.items[1]!.distribution)).toEqual([hidden, hidden, hidden, 'not-reported', 'not-reported']);
    expect(results.items[2]!.distribution[0]).toMatchObject({ count: 'not-reported', statement: 'all' });
  });
});
