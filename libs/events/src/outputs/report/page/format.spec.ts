import { describe, expect, it } from '@jest/globals';
import { resultsOf } from '../../../testing/sessions.js';
import { distributionOf, itemsOf, rateOf } from './format.js';
import { wordsOf } from './words.js';

const [ro, en] = [wordsOf('ro'), wordsOf('en')];

describe('answers', () => {
  const results = resultsOf('6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0010', '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0000');
  const [item] = itemsOf(results, en);
  const answer = (value: number, count: number | 'not-reported' | 'suppressed', occurred: boolean | null = null) => ({
    value,
    count,
    occurred,
    statement: null,
  });
  const shown = (...distribution: ReturnType<typeof answer>[]) => distributionOf({ ...item!, distribution }, en, 'en');

  it('are shown with their numbers, one by one', () =>
    expect(shown(answer(5, 6), answer(4, 6))).toEqual(['5: 6', '4: 6']));
  it('stand together where the same words are said of them', () =>
    expect(shown(answer(1, 'suppressed'), answer(2, 'suppressed'), answer(4, 'not-reported', true))).toEqual([
      '1, 2: withheld (group under 5)',
      '4: given, number not reported',
    ]));
  it('are left out where nobody gave them', () =>
    expect(shown(answer(5, 17), answer(2, 0), answer(1, 'not-reported', false))).toEqual(['5: 17']));
  it('that were reported of all aspects together are told once, and each aspect refers to them', () => {
    const grades = [
      { ...answer(3, 'suppressed'), statement: null },
      { ...answer(4, 'not-reported', true), statement: 'few' as const },
      { ...answer(5, 'not-reported', true), statement: null },
    ];
    const rows = itemsOf({ ...results, grades }, ro);
    expect(rows[0]).toMatchObject({ wording: { ro: 'Toate aspectele împreună' }, n: null });
    expect(distributionOf(rows[0]!, ro, 'ro')).toEqual([
      '3: nu se publică (grup sub 5)',
      '4: câțiva',
      '5: acordat, număr neprecizat',
    ]);
    const aspect = { ...rows[1]!, distribution: [answer(1, 0), answer(4, 'not-reported'), answer(5, 'not-reported')] };
    expect(distributionOf(aspect, ro, 'ro')).toEqual(['4, 5: raportat doar pentru toate aspectele împreună']);
  });
  it('are not looked for where all gave one', () => {
    const yes = { ...answer(5, 'not-reported', true), statement: 'all' as const };
    expect(distributionOf({ ...item!, distribution: [yes, answer(4, 'not-reported')] }, en, 'en')).toEqual(['5: all']);
  });
  it('are options as people saw them, and themes of what they wrote', () => {
    const label = { ro: 'La radio', en: 'On the radio' };
    const chosen = [
      { ...answer(1, 7), value: 'radio', label },
      { ...answer(1, 5), value: 'other' },
    ];
    expect(distributionOf({ ...item!, kind: 'choice', distribution: chosen }, ro, 'ro')).toEqual([
      'La radio: 7',
      'altceva: 5',
    ]);
    expect(distributionOf({ ...item!, kind: 'choice', distribution: chosen }, en, 'en')[0]).toBe('On the radio: 7');
    const themes = [
      { theme: 'guides', label: { ro: 'Ghiduri', en: 'Guides' }, count: 6 },
      { theme: 'shops', label: { ro: 'Magazine' }, count: 'suppressed' as const },
    ];
    expect(distributionOf({ ...item!, kind: 'text', distribution: [], themes }, en, 'en')).toEqual([
      'Guides: 6',
      'Magazine: withheld (group under 5)',
    ]);
  });
  it('have a share, or say why not', () => {
    expect(rateOf(17 / 23, ro, 'ro')).toBe('73,9\u00A0%');
    expect(rateOf('not-reported', ro, 'ro')).toBe('neraportată');
  });
});
