import type { Invalid } from '@ecou/event-sourcing';
import { describe, expect, it } from '@jest/globals';
import { channel, items as asked, places } from '../items/item.samples.js';
import { summary } from '../questionnaire/questionnaire.samples.js';
import { checkSummary } from './reported-summary.rules.js';
import { reportedSummary, type ReportedItem, type ReportedSummary } from './reported-summary.schema.js';

const items = [...asked, channel, places];

const wrongWith = (changed: Partial<ReportedSummary>): string | null => {
  try {
    checkSummary({ ...summary, ...changed }, items);
    return null;
  } catch (error) {
    const { code, path } = error as Invalid;
    return `${code} ${path.join('.')}`;
  }
};
const about = (item: string, known: Partial<ReportedItem>): ReportedItem => ({
  item,
  n: null,
  occurred: null,
  counts: [],
  statements: [],
  ...known,
});

const grades = (known: Partial<NonNullable<ReportedSummary['grades']>>) => ({
  occurred: null,
  counts: [],
  statements: [],
  ...known,
});

describe('a reported summary', () => {
  it('may say as little as the number of respondents', () => {
    expect(wrongWith({})).toBeNull();
    expect(wrongWith({ items: [], suggestions: [] })).toBeNull();
  });

  it.each<[string, Partial<ReportedSummary>, string]>([
    ['more anonymous than respondents', { anonymous: 13 }, 'SUMMARY_CONTRADICTORY anonymous'],
    ['an unknown item', { items: [about('price', {})] }, 'ITEM_UNKNOWN items.0.item'],
    ['an item twice', { items: [about('duration', {}), about('duration', {})] }, 'VALUE_REPEATED items.1.item'],
    [
      'a suggestion twice',
      { suggestions: [summary.suggestions[0]!, summary.suggestions[0]!] },
      'VALUE_REPEATED suggestions.1.id',
    ],
    ['yes for a grade', { items: [about('duration', { occurred: ['yes'] })] }, 'ANSWER_KIND items.0.occurred.0'],
    [
      'a grade for yes or no',
      { items: [about('objectives', { counts: [{ value: 5, count: 1 }] })] },
      'ANSWER_KIND items.0.counts.0.value',
    ],
    [
      'an answer to a free text',
      { items: [about('suggestions', { occurred: [5] })] },
      'ANSWER_KIND items.0.occurred.0',
    ],
    ['a grade twice', { items: [about('duration', { occurred: [4, 4] })] }, 'VALUE_REPEATED items.0.occurred.1'],
    [
      'what is no option',
      { items: [about('channel', { occurred: ['television'] })] },
      'ANSWER_KIND items.0.occurred.0',
    ],
    [
      'more choices of one option than respondents',
      { items: [about('places', { counts: [{ value: 'parks', count: 13 }] })] },
      'SUMMARY_CONTRADICTORY items.0.counts',
    ],
    [
      'more counted than respondents',
      { items: [about('duration', { counts: [{ value: 5, count: 13 }] })] },
      'SUMMARY_CONTRADICTORY items.0.counts',
    ],
    [
      'a count of a grade that nobody gave',
      { items: [about('duration', { occurred: [4, 5], counts: [{ value: 3, count: 1 }] })] },
      'SUMMARY_CONTRADICTORY items.0.counts.0',
    ],
    [
      'none of a grade that somebody gave',
      { items: [about('duration', { occurred: [4], statements: [{ value: 4, amount: 'none' }] })] },
      'SUMMARY_CONTRADICTORY items.0.statements.0',
    ],
    [
      'all yes, and one no',
      {
        items: [
          about('objectives', { statements: [{ value: 'yes', amount: 'all' }], counts: [{ value: 'no', count: 1 }] }),
        ],
      },
      'SUMMARY_CONTRADICTORY items.0.counts.0',
    ],
    [
      'more who answered an item than answered',
      { items: [about('duration', { n: 13 })] },
      'SUMMARY_CONTRADICTORY items.0.n',
    ],
    [
      'more counted than answered the item',
      { items: [about('duration', { n: 5, counts: [{ value: 5, count: 6 }] })] },
      'SUMMARY_CONTRADICTORY items.0.counts',
    ],
    ['a grade of all aspects twice', { grades: grades({ occurred: [4, 4] }) }, 'VALUE_REPEATED grades.occurred.1'],
    [
      'more grades than one of each for each aspect',
      { grades: grades({ counts: [{ value: 5, count: 12 * 2 + 1 }] }) },
      'SUMMARY_CONTRADICTORY grades.counts',
    ],
    [
      'a count of a grade that nobody gave to any aspect',
      { grades: grades({ occurred: [5], counts: [{ value: 4, count: 1 }] }) },
      'SUMMARY_CONTRADICTORY grades.counts.0',
    ],
    [
      'a grade of one aspect that none of all together has',
      { grades: grades({ occurred: [4, 5] }), items: [about('duration', { counts: [{ value: 3, count: 1 }] })] },
      'SUMMARY_CONTRADICTORY items.0',
    ],
  ])('refuses %s', (_, changed, wrong) => expect(wrongWith(changed)).toBe(wrong));

  it('may count more choices than respondents, and have all choose more than one option', () => {
    const both = (list: 'counts' | 'statements', given: object) =>
      about('places', { [list]: ['parks', 'schools'].map((value) => ({ value, ...given })) });
    expect(wrongWith({ items: [both('counts', { count: 12 })] })).toBeNull();
    expect(wrongWith({ items: [both('statements', { amount: 'all' })] })).toBeNull();
  });

  it('has no grade 6', () =>
    expect(
      reportedSummary.safeParse({ ...summary, items: [about('duration', { occurred: [6] as never })] }).error?.issues[0]
        ?.path,
    ).toEqual(['items', 0, 'occurred', 0]));
});
