import { inLanguage, type Language } from '@ecou/contracts';
import type { ReportAnswer } from '../report.schemas.js';
import type { Words } from './words.js';

type Item = ReportAnswer['feedback'][number]['items'][number];
type Figure = Item['n'];

const numberIn = (value: number, language: Language): string =>
  new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(value);

/** A figure, or why there is none. */
export function figureOf(figure: Figure, words: Words, language: Language): string {
  if (figure === 'not-reported') return words.notReported;
  if (figure === 'suppressed') return words.suppressed;
  return numberIn(figure, language);
}

/** A rate as percentage, or why there is none. */
export const rateOf = (rate: Figure, words: Words, language: Language): string =>
  typeof rate === 'number'
    ? new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(rate)
    : meanOf(rate, words, language);

/** A mean, or why there is none. */
export const meanOf = (mean: Figure, words: Words, language: Language): string =>
  mean === 'not-reported' ? words.rateNotReported : figureOf(mean, words, language);

type Results = Pick<ReportAnswer['feedback'][number], 'items' | 'grades'>;

/** An item as a row of the table; `unsaid` stands where nothing was reported of an answer. */
export interface Row extends Pick<Item, 'kind' | 'wording' | 'distribution' | 'themes'> {
  /** `null`: the row is of no item. */
  readonly n: Figure | null;
  readonly mean: Item['mean'];
  readonly unsaid: string;
}

/** The rows of a questionnaire: what was reported of all aspects together stands first, and is referred to by each aspect. */
export function itemsOf({ items, grades }: Results, words: Words): readonly Row[] {
  const rows = items.map((item) => ({
    ...item,
    unsaid: grades && item.kind === 'grade' ? words.together : words.notReported,
  }));
  if (!grades) return rows;
  const wording = { ro: words.allAspects, en: words.allAspects };
  const together = { kind: 'grade', wording, n: null, distribution: grades, mean: null, unsaid: words.notReported };
  return [together, ...rows];
}

type Said = Pick<Item['distribution'][number], 'count' | 'occurred' | 'statement'>;

/** The frequency of an answer: a number, words where only words were reported, or why neither. */
function frequencyOf({ count, occurred, statement }: Said, words: Words, language: Language, unsaid: string): string {
  if (count !== 'not-reported') return figureOf(count, words, language);
  if (statement !== null) return words.amounts[statement];
  return occurred ? words.given : unsaid;
}

/** Answers that nobody gave, and that nobody said anything of, are left out. */
const saysSomething = ({ count, occurred, statement }: Said): boolean =>
  count !== 0 && (count !== 'not-reported' || occurred !== false || statement !== null);

/** The answers, and the themes of free texts, each with its words. */
const linesOf = ({ distribution, themes = [] }: Row, words: Words, language: Language) => [
  ...distribution.map(({ value, label, ...said }) => ({
    ...said,
    name: label ? inLanguage(label, language) : (words.values[value] ?? String(value)),
  })),
  ...themes.map(({ label, count }) => ({ name: inLanguage(label, language), count, occurred: null, statement: null })),
];

/** The answers to an item, as `value: how often`; those of which the same words are said stand together. */
export function distributionOf(item: Row, words: Words, language: Language): readonly string[] {
  const lines: { names: string[]; said: string; inWords: boolean }[] = [];
  const all = linesOf(item, words, language).filter(saysSomething);
  // Where all gave one answer, nothing is left to be said of the others.
  const one = item.kind === 'multi-choice' ? undefined : all.find(({ statement }) => statement === 'all');
  for (const each of one ? [one] : all) {
    const said = frequencyOf(each, words, language, item.unsaid);
    const inWords = typeof each.count === 'string';
    const line = lines.find((other) => inWords && other.inWords && other.said === said);
    if (line) line.names.push(each.name);
    else lines.push({ names: [each.name], said, inWords });
  }
  return lines.map(({ names, said }) => `${names.join(', ')}: ${said}`);
}
