import type { Language } from '@ecou/contracts';
import { chart } from './chart.js';
import { localized, nameOf } from './names.js';
import { good } from './picture.js';

interface Row {
  readonly aspect: string;
  /** The newest question for it. */
  readonly wordingRo: string;
  readonly wordingEn: string | null;
  readonly mean: number | null;
  readonly respondents: number | null;
  readonly questionnaires: number;
  readonly counted: number;
  readonly withheld: number;
  readonly isWithheld: boolean;
}

const aspectOf = ({ aspect, wordingRo, wordingEn }: Row, lang: Language): string =>
  nameOf('aspects', aspect, lang, localized(wordingRo, wordingEn));

export const satisfaction = chart<Row>({
  name: 'satisfaction',
  title: { ro: 'Mulțumirea, pe aspecte', en: 'Satisfaction by aspect' },
  definition: {
    ro: 'Media notelor de la 1 (cel mai slab) la 5 (cel mai bun) pe care le-au dat cei care au răspuns, pe aspecte, din cele mai noi rezultate publicate ale fiecărui chestionar; fiecare răspuns cântărește la fel.',
    en: 'Mean of the grades from 1 (worst) to 5 (best) that respondents gave, by aspect, in the newest published results of each questionnaire; each answer weighs the same.',
  },
  denominator: {
    ro: 'Răspunsurile la aspectul respectiv, din chestionarele ale căror medie și număr de răspunsuri sunt publicate.',
    en: 'Answers to the aspect, of questionnaires whose mean and number of answers are published.',
  },
  withheld: {
    ro: 'Cifrele unui chestionar din care s-ar putea deduce un grup sub 5; cât de multe chestionare, arată tabelul.',
    en: 'Figures of a questionnaire that would tell a group under 5; the table says how many questionnaires.',
  },
  figures: ['question'],
  sql: (of) => `
    SELECT aspect, (array_agg(wording_ro ORDER BY happened_at DESC))[1] AS "wordingRo",
           (array_agg(wording_en ORDER BY happened_at DESC))[1] AS "wordingEn",
           round(sum(mean * respondents) / nullif(sum(respondents) FILTER (WHERE mean IS NOT NULL), 0), 2)::float8 AS mean,
           (sum(respondents) FILTER (WHERE mean IS NOT NULL))::integer AS respondents, count(*)::integer AS questionnaires,
           (count(*) FILTER (WHERE mean IS NOT NULL AND respondents IS NOT NULL))::integer AS counted,
           (count(*) FILTER (WHERE 'suppressed' IN (mean_why, respondents_why)))::integer AS withheld,
           count(mean) = 0 AND bool_or(mean_why = 'suppressed') AS "isWithheld"
    FROM ${of('question')} q WHERE kind = 'grade' AND aspect IS NOT NULL GROUP BY aspect ORDER BY mean DESC NULLS LAST, aspect`,
  columns: [
    { name: 'aspect', title: { ro: 'Aspectul', en: 'Aspect' }, text: aspectOf },
    { name: 'mean', title: { ro: 'Media', en: 'Mean' }, format: 'decimal' },
    { name: 'respondents', title: { ro: 'Răspunsuri', en: 'Answers' }, format: 'count' },
    { name: 'questionnaires', title: { ro: 'Chestionare', en: 'Questionnaires' }, format: 'count' },
    { name: 'counted', title: { ro: 'din care cu medie', en: 'of these, with a mean' }, format: 'count' },
    { name: 'withheld', title: { ro: 'din care nepublicate', en: 'of these, withheld' }, format: 'count' },
  ],
  picture: (rows, lang) => {
    const measure = { ro: 'Media notelor, 1–5', en: 'Mean grade, 1–5' }[lang];
    return {
      layout: 'rows',
      bars: rows.map((row) => ({ id: row.aspect, name: aspectOf(row, lang) })),
      parts: [{ id: 'mean', name: measure, colour: good }],
      cells: rows.map(({ aspect, mean }) => ({ bar: aspect, part: 'mean', value: mean ?? 0 })),
      withheld: rows.filter(({ isWithheld }) => isWithheld).map(({ aspect }) => aspect),
      format: 'decimal',
      measure,
      scale: [1, 5],
    };
  },
});
