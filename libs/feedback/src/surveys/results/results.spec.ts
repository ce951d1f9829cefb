import { describe, expect, it } from '@jest/globals';
import { channel, items, places } from '../items/item.samples.js';
import { summary } from '../questionnaire/questionnaire.samples.js';
import { meanOf, medianOf, rateOf } from './figures.js';
import { noAnswers, resultsOf, type Results } from './results.js';

const denominator = { count: 24, source: 'attended', includesTeam: null } as const;
const itemOf = (results: Results, id: string) => results.items.find(({ item }) => item === id)!;
const countsOf = (results: Results, id: string) => itemOf(results, id).distribution.map(({ count }) => count);

describe('figures', () => {
  it('have a mean of two decimals', () => {
    expect(
      meanOf([
        [3, 1],
        [4, 5],
        [5, 6],
      ]),
    ).toBe(4.42);
    expect(meanOf([])).toBeNull();
    expect(meanOf([[3, 0]])).toBeNull();
  });
  it('have a median, between two where their number is even', () => {
    expect(
      medianOf([
        [5, 2],
        [3, 1],
      ]),
    ).toBe(5);
    expect(
      medianOf([
        [4, 2],
        [5, 2],
      ]),
    ).toBe(4.5);
    expect(
      medianOf([
        [1, 0],
        [5, 0],
      ]),
    ).toBeNull();
  });
  it('have a rate of three decimals', () => expect(rateOf(17, 23)).toBe(0.739));
});

describe('results of single answers', () => {
  const tally = {
    respondents: 12,
    anonymous: 1,
    channels: { token: 11, anonymous: 1 },
    items: {
      duration: { 3: 1, 4: 5, 5: 6 },
      objectives: { yes: 12 },
      suggestions: { '*': 4 },
      updates: { yes: 9, no: 2 },
    },
  };
  const results = resultsOf({ items, denominator, summary: null }, tally);

  it('say how many answered, of how many', () =>
    expect(results).toMatchObject({
      basis: 'responses',
      respondents: 12,
      anonymous: 1,
      channels: [
        { channel: 'anonymous', count: 1 },
        { channel: 'token', count: 11 },
      ],
      denominator,
      responseRate: 0.5,
    }));
  it('have distribution, number, mean and median of grades', () => {
    expect(countsOf(results, 'duration')).toEqual([0, 0, 1, 5, 6]);
    expect(itemOf(results, 'duration')).toMatchObject({
      kind: 'grade',
      aspect: 'duration',
      n: 12,
      mean: 4.42,
      median: 4.5,
    });
  });
  it('show staff the answer that was given once', () =>
    expect(itemOf(results, 'duration').distribution[2]).toEqual({
      value: 3,
      count: 1,
      occurred: true,
      statement: null,
    }));
  it('count yes and no, and who left a text', () => {
    expect(countsOf(results, 'objectives')).toEqual([12, 0]);
    expect(itemOf(results, 'objectives')).toMatchObject({ n: 12, mean: null, median: null });
    expect(countsOf(results, 'updates')).toEqual([9, 2]);
    expect(itemOf(results, 'suggestions')).toMatchObject({ n: 4, distribution: [] });
  });
  it('count the options of a choice, and of several how many chose at all', () => {
    const choices = resultsOf(
      { items: [channel, places], denominator: null, summary: null },
      {
        ...noAnswers,
        respondents: 9,
        items: { channel: { '*': 9, radio: 5, other: 4 }, places: { '*': 8, parks: 7, schools: 6 } },
      },
    );
    expect(itemOf(choices, 'channel')).toMatchObject({
      kind: 'choice',
      n: 9,
      distribution: [
        { value: 'radio', label: { ro: 'La radio' }, count: 5, occurred: true },
        { value: 'posters', label: { ro: 'Din afișe' }, count: 0, occurred: false },
        { value: 'other', count: 4 },
      ],
      mean: null,
      median: null,
    });
    expect(countsOf(choices, 'places')).toEqual([7, 6]);
    expect(itemOf(choices, 'places').n).toBe(8);
  });
  it('count the themes that free texts were coded to', () => {
    const themes = ['guides', 'shops'].map((id) => ({ id, label: { ro: id } }));
    const coded = { ...tally, items: { suggestions: { '*': 4, '#guides': 3 } } };
    expect(itemOf(resultsOf({ items, themes, denominator, summary: null }, coded), 'suggestions')).toMatchObject({
      n: 4,
      distribution: [],
      themes: [
        { theme: 'guides', label: { ro: 'guides' }, count: 3 },
        { theme: 'shops', count: 0 },
      ],
    });
    expect(itemOf(results, 'suggestions')).not.toHaveProperty('themes');
  });
  it('have nothing to average where nobody answered', () =>
    expect(itemOf(results, 'programme')).toMatchObject({ n: 0, mean: null, median: null }));
  it('have no rate without a denominator', () =>
    expect(resultsOf({ items, denominator: null, summary: null }, tally).responseRate).toBe('not-reported'));
});

describe('results of a reported summary', () => {
  const results = resultsOf({ items, denominator, summary }, noAnswers);

  it('carry what was reported', () => {
    expect(results).toMatchObject({ basis: 'reported-summary', respondents: 12, responseRate: 0.5 });
    expect(itemOf(results, 'duration').distribution).toEqual([
      { value: 1, count: 0, occurred: false, statement: null },
      { value: 2, count: 0, occurred: false, statement: null },
      { value: 3, count: 1, occurred: true, statement: null },
      { value: 4, count: 'not-reported', occurred: true, statement: null },
      { value: 5, count: 'not-reported', occurred: true, statement: null },
    ]);
    expect(itemOf(results, 'updates').distribution).toEqual([
      { value: 'yes', count: 'not-reported', occurred: true, statement: 'majority' },
      { value: 'no', count: 'not-reported', occurred: null, statement: null },
    ]);
  });
  it('hold the grades of all aspects together, where they were reported so', () => {
    expect(results.grades).toEqual([
      { value: 1, count: 0, occurred: false, statement: null },
      { value: 2, count: 0, occurred: false, statement: null },
      { value: 3, count: 1, occurred: true, statement: null },
      { value: 4, count: 'not-reported', occurred: true, statement: 'few' },
      { value: 5, count: 'not-reported', occurred: true, statement: null },
    ]);
    expect(resultsOf({ items, denominator, summary: { ...summary, grades: null } }, noAnswers).grades).toBeNull();
  });
  it('and nothing else', () => {
    expect(results.anonymous).toBe('not-reported');
    expect(itemOf(results, 'duration')).toMatchObject({
      n: 12,
      mean: 'not-reported',
      median: 'not-reported',
    });
    expect(itemOf(results, 'objectives')).toMatchObject({ n: 'not-reported', mean: null });
    expect(itemOf(results, 'suggestions')).toMatchObject({ n: 'not-reported', distribution: [] });
  });
  it('of choices as well; of several, nothing tells how many answered', () => {
    const counts = (item: string, ...each: [string, number][]) => ({
      item,
      n: null,
      occurred: null,
      counts: each.map(([value, count]) => ({ value, count })),
      statements: [],
    });
    const chosen = {
      ...summary,
      items: [
        counts('channel', ['radio', 8], ['posters', 3], ['other', 1]),
        counts('places', ['parks', 10], ['schools', 7]),
      ],
    };
    const known = resultsOf({ items: [channel, places], denominator: null, summary: chosen }, noAnswers);
    expect(itemOf(known, 'channel')).toMatchObject({ n: 12, mean: null });
    expect(countsOf(known, 'places')).toEqual([10, 7]);
    expect(itemOf(known, 'places').n).toBe('not-reported');
  });
  it('derive mean and median only where every count was reported', () => {
    const counts = [1, 2, 3, 4, 5].map((value) => ({ value, count: value === 5 ? 8 : value === 4 ? 2 : 0 }));
    const whole = { ...summary, items: [{ item: 'duration', n: null, occurred: null, counts, statements: [] }] };
    expect(itemOf(resultsOf({ items, denominator: null, summary: whole }, noAnswers), 'duration')).toMatchObject({
      n: 10,
      mean: 4.8,
      median: 5,
    });
  });
});
