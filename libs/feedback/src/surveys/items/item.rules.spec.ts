import { describe, expect, it } from '@jest/globals';
import { misfitsOf, type Wording } from './item.rules.js';
import type { Item } from './item.schema.js';
import { content } from '../questionnaire/questionnaire.samples.js';
import { channel, items, places } from './item.samples.js';

const [programme] = items as [Item];
const both = { ro: 'Da', en: 'Yes' };
const theme = (id: string, label: { ro: string; en?: string } = both) => ({ id, label });
const of = (changed: Partial<Wording>): string[] =>
  misfitsOf({ ...content, items: [channel, places], ...changed }).map(({ path, code }) => `${code} ${path.join('.')}`);
const shownIf = (item: string, ...values: (string | number)[]): Item => ({ ...places, shownIf: { item, values } });

describe('what is asked', () => {
  it('fits together', () => {
    expect(of({})).toEqual([]);
    expect(of({ items: [...items, channel, places], themes: [theme('guides')] })).toEqual([]);
  });

  it.each<[string, Partial<Wording>, string]>([
    ['an item of the name of another', { items: [channel, channel] }, 'ITEM_REPEATED items.1.id'],
    ['a theme twice', { themes: [theme('guides'), theme('guides')] }, 'THEME_REPEATED themes.1.id'],
    [
      'an option twice',
      { items: [{ ...channel, options: [theme('radio'), theme('radio')] }] },
      'OPTION_REPEATED items.0.options.1.id',
    ],
    [
      'an option that has the name of what people name themselves',
      { items: [{ ...channel, options: [theme('radio'), theme('other')] }] },
      'OPTION_RESERVED items.0.options.1.id',
    ],
    ['more choices than options', { items: [channel, { ...places, max: 3 }] }, 'CHOICES_RANGE items.1.max'],
    ['several of which one is chosen', { items: [channel, { ...places, max: 1 }] }, 'CHOICES_RANGE items.1.max'],
    [
      'fewer at most than at least',
      { items: [channel, { ...places, options: [...places.options, theme('shops')], min: 3, max: 2 }] },
      'CHOICES_RANGE items.1.max',
    ],
    ['a condition on nothing', { items: [shownIf('channel', 'radio')] }, 'CONDITION_UNKNOWN items.0.shownIf.item'],
    [
      'a condition on what comes later',
      { items: [shownIf('channel', 'radio'), channel] },
      'CONDITION_UNKNOWN items.0.shownIf.item',
    ],
    [
      'results for all that hang on results for staff only',
      { items: [{ ...channel, visibility: 'staff' }, places] },
      'CONDITION_FOR_STAFF items.1.shownIf.item',
    ],
    [
      'a condition on one of several choices or another',
      { items: [channel, places, { ...shownIf('places', 'parks', 'schools'), id: 'more' }] },
      'CONDITION_VALUES items.2.shownIf.values.1',
    ],
    ['a condition on itself', { items: [shownIf('places', 'parks')] }, 'CONDITION_UNKNOWN items.0.shownIf.item'],
    [
      'a condition that no answer meets',
      { items: [channel, shownIf('channel', 'radio', 'television')] },
      'CONDITION_VALUE items.1.shownIf.values.1',
    ],
    [
      'a grade of 6 as a condition',
      { items: [programme, shownIf('programme', 6)] },
      'CONDITION_VALUE items.1.shownIf.values.0',
    ],
    [
      'a condition on a free text',
      { items: [items[3]!, shownIf('suggestions', 'yes')] },
      'CONDITION_VALUE items.1.shownIf.values.0',
    ],
  ])('refuses %s', (_, changed, misfit) => expect(of(changed)).toEqual([misfit]));

  it('in both languages is worded in both, to the last option and theme', () => {
    const languages = ['ro', 'en'] as const;
    expect(
      of({ languages, title: { ro: 'Titlu' }, items: [items[2]!], themes: [theme('guides', { ro: 'Ghiduri' })] }),
    ).toEqual(['WORDING_MISSING title.en', 'WORDING_MISSING items.0.wording.en', 'WORDING_MISSING themes.0.label.en']);
    const worded = { ...channel, wording: both };
    expect(of({ languages, items: [worded] })).toEqual([
      'WORDING_MISSING items.0.options.0.label.en',
      'WORDING_MISSING items.0.options.1.label.en',
    ]);
    expect(of({ languages, items: [{ ...worded, options: [theme('radio')] }] })).toEqual([]);
  });
});
