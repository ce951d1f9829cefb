import { describe, expect, it } from '@jest/globals';
import { searchText, wordPatterns } from './search-text.js';

describe('the text that searches compare', () => {
  it.each([
    ['Piața Apărătorii Patriei', 'piata aparatorii patriei'],
    ['Piaţa', 'piata'],
    ['ȘCOALĂ Îndepărtată', 'scoala indepartata'],
    ['  two \n lines ', 'two lines'],
  ])('makes %j into %j', (text, expected) => expect(searchText(text)).toBe(expected));

  it('joins texts, and leaves out those that nobody wrote', () =>
    expect(searchText('Școala', null, '', undefined, 'nr. 5')).toBe('scoala nr. 5'));
});

describe('the patterns of a search', () => {
  it('are one for each word', () => expect(wordPatterns(' Plată  online')).toEqual(['%plata%', '%online%']));
  it('take wildcards as letters', () => expect(wordPatterns('50%_\\')).toEqual(['%50\\%\\_\\\\%']));
  it('are none for nothing', () => expect([wordPatterns(), wordPatterns(' ')]).toEqual([[], []]));
});
