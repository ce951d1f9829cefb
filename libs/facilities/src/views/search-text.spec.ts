import { describe, expect, it } from '@jest/globals';
import { searchText } from './search-text.js';

describe('the text that searches compare', () => {
  it.each([
    ['Piața Apărătorii Patriei', 'piata aparatorii patriei'],
    ['Piaţa', 'piata'],
    ['ȘCOALĂ Îndepărtată', 'scoala indepartata'],
    ['  two \n lines ', 'two lines'],
  ])('makes %j into %j', (text, expected) => expect(searchText(text)).toBe(expected));
});
