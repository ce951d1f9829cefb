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

/** A share as percentage, or why there is none. */
export const shareOf = (share: Figure, words: Words, language: Language): string =>
  typeof share === 'number'
    ? new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(share)
    : figureOf(share, words, language);

type Said = Pick<Item['distribution'][number], 'count' | 'occurred' | 'statement'>;

/** The frequency of an answer: a number, words where only words were reported, or why neither. */
function frequencyOf({ count, occurred, statement }: Said, words: Words, language: Language): string {
  if (count !== 'not-reported') return figureOf(count, words, language);
  if (statement !== null) return words.amounts[statement];
  return occurred ? words.given : words.notReported;
}

/** Answers that nobody gave, and that nobody said anything of, are left out. */
const saysSomething = ({ count, occurred, statement }: Said): boolean =>
  count !== 0 && (count !== 'not-reported' || occurred !== false || statement !== null);

/** The answers, and the themes of free texts, each with its words. */
const linesOf = ({ distribution, themes = [] }: Item, words: Words, language: Language) => [
  ...distribution.map(({ value, label, ...said }) => ({
    ...said,
    name: label ? inLanguage(label, language) : (words.values[value] ?? String(value)),
  })),
  ...themes.map(({ label, count }) => ({ name: inLanguage(label, language), count, occurred: null, statement: null })),
];

/** The answers to an item, as `value: how often`; those of which the same words are said stand together. */
export function distributionOf(item: Item, words: Words, language: Language): readonly string[] {
  const lines: { names: string[]; said: string; inWords: boolean }[] = [];
  for (const each of linesOf(item, words, language).filter(saysSomething)) {
    const said = frequencyOf(each, words, language);
    const inWords = typeof each.count === 'string';
    const line = lines.find((other) => inWords && other.inWords && other.said === said);
    if (line) line.names.push(each.name);
    else lines.push({ names: [each.name], said, inWords });
  }
  return lines.map(({ names, said }) => `${names.join(', ')}: ${said}`);
}
