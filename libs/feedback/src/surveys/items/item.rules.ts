import type { Language, LocalizedText } from '@ecou/contracts';
import { otherOption, type Item, type Theme } from './item.schema.js';
import { valuesOf } from './values.js';

/** A contradiction between fields, and its place. */
export interface Misfit {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
}

export interface Wording {
  readonly title: LocalizedText;
  /** The text that somebody who leaves an address agrees to. */
  readonly consentText: LocalizedText | null;
  readonly languages: readonly Language[];
  readonly items: readonly Item[];
  readonly themes: readonly Theme[];
}

/** The rules between the parts of what is asked, of a questionnaire or of a template. */
export function misfitsOf(wording: Wording): readonly Misfit[] {
  const { items, themes } = wording;
  return [
    ...repeated(items, ['items'], 'ITEM_REPEATED'),
    ...repeated(themes, ['themes'], 'THEME_REPEATED'),
    ...items.flatMap((item, index) => [
      ...optionMisfits(item, ['items', index]),
      ...conditionMisfits(item, items.slice(0, index), ['items', index, 'shownIf']),
    ]),
    ...(wording.languages.includes('en') ? wordingMisfits(wording) : []),
  ];
}

type Path = Misfit['path'];

const repeated = (named: readonly { readonly id: string }[], path: Path, code: string): Misfit[] =>
  named.flatMap(({ id }, index) =>
    named.findIndex((other) => other.id === id) < index
      ? [{ path: [...path, index, 'id'], code, message: `${id} stands there twice` }]
      : [],
  );

function optionMisfits(item: Item, path: Path): Misfit[] {
  if (item.kind !== 'choice' && item.kind !== 'multi-choice') return [];
  const reserved = item.options.findIndex(({ id }) => id === otherOption);
  const misfits = repeated(item.options, [...path, 'options'], 'OPTION_REPEATED');
  if (reserved >= 0) {
    const message = '`other` is what people name themselves';
    misfits.push({ path: [...path, 'options', reserved, 'id'], code: 'OPTION_RESERVED', message });
  }
  if (item.kind === 'multi-choice' && (item.max < Math.max(item.min, 2) || item.max > valuesOf(item).length)) {
    const message = 'Two at least, and between `min` and the number of options';
    misfits.push({ path: [...path, 'max'], code: 'CHOICES_RANGE', message });
  }
  return misfits;
}

function conditionMisfits({ shownIf, visibility }: Item, earlier: readonly Item[], path: Path): Misfit[] {
  if (!shownIf) return [];
  const asked = earlier.find(({ id }) => id === shownIf.item);
  if (!asked) {
    return [{ path: [...path, 'item'], code: 'CONDITION_UNKNOWN', message: `${shownIf.item} is no earlier item` }];
  }
  const values = valuesOf(asked);
  const misfits: Misfit[] = [];
  if (visibility === 'public' && asked.visibility === 'staff') {
    const message = `Its results would tell those of ${asked.id}, which are for staff only`;
    misfits.push({ path: [...path, 'item'], code: 'CONDITION_FOR_STAFF', message });
  }
  if (asked.kind === 'multi-choice' && shownIf.values.length > 1) {
    // The number of people who chose one of two would tell, with the number for each, how few chose the one without the other (0053).
    const message = 'Of several choices, one decides';
    misfits.push({ path: [...path, 'values', 1], code: 'CONDITION_VALUES', message });
  }
  const odd = shownIf.values.flatMap((value, index) =>
    values.includes(value)
      ? []
      : [
          {
            path: [...path, 'values', index],
            code: 'CONDITION_VALUE',
            message: `${value} is no answer to ${asked.id}`,
          },
        ],
  );
  return [...misfits, ...odd];
}

function wordingMisfits({ title, consentText, items, themes }: Wording): Misfit[] {
  const texts: (readonly [Path, LocalizedText])[] = [
    [['title'], title],
    ...(consentText ? [[['consentText'], consentText] as const] : []),
    ...items.flatMap((item, index): (readonly [Path, LocalizedText])[] => [
      [['items', index, 'wording'], item.wording],
      ...('options' in item
        ? item.options.map(({ label }, at) => [['items', index, 'options', at, 'label'], label] as const)
        : []),
    ]),
    ...themes.map(({ label }, index) => [['themes', index, 'label'], label] as const),
  ];
  return texts.flatMap(([path, { en }]) =>
    en === undefined
      ? [{ path: [...path, 'en'], code: 'WORDING_MISSING', message: 'All is worded in each language, or in Romanian' }]
      : [],
  );
}
