import type { Language } from '@ecou/contracts';
import { chart, type ChartColumn } from './chart.js';
import { monthIn } from '../../formats.js';
import { nameOf } from './names.js';
import { bad, good, neutral, type Cell } from './picture.js';

interface Counts {
  readonly isWithheld: boolean;
  readonly petitions: number | null;
  readonly answered: number | null;
  readonly inTime: number | null;
  readonly late: number | null;
  readonly shareInTime: number | null;
}

interface Month extends Counts {
  readonly month: string;
  readonly medianDays: number | null;
}

interface Category extends Counts {
  readonly category: string;
  readonly months: number;
  readonly monthsWithheld: number;
}

/** Most months: the newest ones. */
const mostMonths = 24;
/** The months whose petitions are counted by category. */
const monthsOfCategories = 12;
/** Most categories: those with the most petitions. */
const mostCategories = 20;

const measure = { ro: 'Petiții', en: 'Petitions' };

const withheld = {
  ro: 'Grupurile sub 5: sunt marcate cu *. Un grup se numără în trepte de 5: cele mai noi una până la patru petiții ale lui nu sunt încă în cifre, ca să nu se poată deduce un grup mai mic.',
  en: 'Groups under 5: they are marked by *. A group is counted in steps of 5: its newest one to four petitions are not in the figures yet, so that no smaller group follows.',
};

const received = {
  ro: 'Petițiile și semnalările primite în lună.',
  en: 'Petitions and notices that were received in the month.',
};

const counts: readonly ChartColumn<Counts>[] = [
  { name: 'petitions', title: { ro: 'Primite', en: 'Received' }, format: 'count' },
  { name: 'answered', title: { ro: 'Soluționate', en: 'Answered' }, format: 'count' },
  { name: 'inTime', title: { ro: 'În termen', en: 'In time' }, format: 'count' },
  { name: 'late', title: { ro: 'Cu întârziere', en: 'Late' }, format: 'count' },
];

const shareInTime: ChartColumn<Counts> = {
  ...{ name: 'shareInTime', title: { ro: 'În termen, %', en: 'In time, %' }, format: 'share' },
};

const monthColumn: ChartColumn<Month> = {
  name: 'month',
  title: { ro: 'Luna', en: 'Month' },
  text: ({ month }, lang) => monthIn(month, lang),
};

const byMonth = (of: (figure: string) => string): string => `
  SELECT * FROM (
    SELECT month::text, is_withheld AS "isWithheld", petitions, answered, in_time AS "inTime", late,
           share_in_time::float8 AS "shareInTime", median_days::float8 AS "medianDays"
    FROM ${of('petition_month')} p ORDER BY p.month DESC LIMIT ${mostMonths}) newest ORDER BY month`;

/** The parts of a bar: what became of the deadline. */
const partsOf = (lang: Language) => [
  { id: 'inTime', name: { ro: 'în termen', en: 'in time' }[lang], colour: good },
  { id: 'late', name: { ro: 'cu întârziere', en: 'late' }[lang], colour: bad },
  {
    id: 'open',
    name: { ro: 'în curs sau fără termen', en: 'under way, or without a deadline' }[lang],
    colour: neutral,
  },
];

const cellsOf = (bar: string, { petitions, inTime, late }: Counts): readonly Cell[] => [
  { bar, part: 'inTime', value: inTime ?? 0 },
  { bar, part: 'late', value: late ?? 0 },
  { bar, part: 'open', value: (petitions ?? 0) - (inTime ?? 0) - (late ?? 0) },
];

/** The first days of all months from the first one to the last one. */
function monthsBetween(months: readonly string[]): readonly string[] {
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined) return [];
  const all = [first];
  for (let month = first; month < last;) {
    const [year = 0, number = 0] = month.split('-').map(Number);
    month = new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10);
    all.push(month);
  }
  return all.slice(-mostMonths);
}

const barsOfMonths = (rows: readonly Month[], lang: Language) => ({
  layout: 'months' as const,
  bars: monthsBetween(rows.map(({ month }) => month)).map((id) => ({ id, name: monthIn(id, lang) })),
  withheld: rows.filter(({ isWithheld }) => isWithheld).map(({ month }) => month),
});

export const petitionsByMonth = chart<Month>({
  name: 'petitions-by-month',
  title: { ro: 'Petiții, pe luni', en: 'Petitions by month' },
  definition: {
    ro: `Petițiile și semnalările după luna în care au fost primite, și ce s-a întâmplat cu termenul legal: cele mai noi ${mostMonths} de luni.`,
    en: `Petitions and notices by the month in which they were received, and what became of the deadline by law: the newest ${mostMonths} months.`,
  },
  denominator: received,
  withheld,
  figures: ['petition_month'],
  sql: byMonth,
  columns: [monthColumn, ...counts],
  picture: (rows, lang) => ({
    ...barsOfMonths(rows, lang),
    parts: partsOf(lang),
    cells: rows.flatMap((row) => cellsOf(row.month, row)),
    format: 'count',
    measure: measure[lang],
  }),
});

export const deadlines = chart<Month>({
  name: 'deadlines',
  title: { ro: 'Petiții soluționate în termen', en: 'Petitions answered in time' },
  definition: {
    ro: `Partea petițiilor la care s-a răspuns, sau care au fost trimise autorității competente, înainte de sfârșitul ultimei zile prevăzute de lege, după luna în care au fost primite: cele mai noi ${mostMonths} de luni. Mediana zilelor se numără de la primire la răspuns.`,
    en: `The share of petitions that were answered, or forwarded, before the last day by law was over, by the month in which they were received: the newest ${mostMonths} months. The median of days is counted from the receipt to the answer.`,
  },
  denominator: {
    ro: 'Petițiile lunii al căror termen a fost respectat sau a trecut; cele în curs nu se numără.',
    en: 'Petitions of the month whose deadline was met or has passed; those under way do not count.',
  },
  withheld,
  figures: ['petition_month'],
  sql: byMonth,
  columns: [
    monthColumn,
    ...counts.filter(({ name }) => name === 'inTime' || name === 'late'),
    shareInTime,
    { name: 'medianDays', title: { ro: 'Mediana, zile', en: 'Median, days' }, format: 'decimal' },
  ],
  picture: (rows, lang) => ({
    ...barsOfMonths(rows, lang),
    parts: [{ id: 'share', name: { ro: 'în termen', en: 'in time' }[lang], colour: good }],
    cells: rows.map(({ month, shareInTime: share }) => ({ bar: month, part: 'share', value: share ?? 0 })),
    format: 'share',
    measure: { ro: 'În termen, % din cele cu termenul încheiat', en: 'In time, % of those whose deadline is over' }[
      lang
    ],
    scale: [0, 1],
  }),
});

export const petitionsByCategory = chart<Category>({
  name: 'petitions-by-category',
  title: { ro: 'Petiții, pe categorii', en: 'Petitions by category' },
  definition: {
    ro: `Petițiile și semnalările din ultimele ${monthsOfCategories} luni cu petiții, pe categorii, și ce s-a întâmplat cu termenul legal; cele mai frecvente ${mostCategories} de categorii. Este suma lunilor în care cifrele se publică.`,
    en: `Petitions and notices of the last ${monthsOfCategories} months that had any, by category, and what became of the deadline by law; the ${mostCategories} most frequent categories. It is the sum of the months in which figures are not withheld.`,
  },
  denominator: {
    ro: 'Petițiile categoriei în lunile ale căror cifre se publică; procentul, din cele al căror termen a fost respectat sau a trecut.',
    en: 'Petitions of the category in the months whose figures are not withheld; the percentage, of those whose deadline was met or has passed.',
  },
  withheld: {
    ro: 'Lunile în care grupul este sub 5; tabelul spune câte luni. Un grup se numără în trepte de 5: cele mai noi una până la patru petiții ale lui nu sunt încă în cifre. Categoriile marcate cu * nu se publică deloc.',
    en: 'Months in which the group is under 5; the table says how many months. A group is counted in steps of 5: its newest one to four petitions are not in the figures yet. Categories that are marked by * are withheld as a whole.',
  },
  figures: ['petition'],
  sql: (of) => `
    SELECT *, round("inTime"::numeric / nullif("inTime" + late, 0), 4)::float8 AS "shareInTime" FROM (
      SELECT category, bool_and(is_withheld) AS "isWithheld", sum(petitions)::integer AS petitions, sum(answered)::integer AS answered,
             sum(in_time)::integer AS "inTime", sum(late)::integer AS late, count(*)::integer AS months,
             (count(*) FILTER (WHERE is_withheld))::integer AS "monthsWithheld"
      FROM (SELECT *, dense_rank() OVER (ORDER BY p.month DESC) AS newest FROM ${of('petition')} p) ranked
      WHERE newest <= ${monthsOfCategories} GROUP BY category) counted
    ORDER BY petitions DESC NULLS LAST, category LIMIT ${mostCategories}`,
  columns: [
    {
      name: 'category',
      title: { ro: 'Categoria', en: 'Category' },
      text: ({ category }, lang) => nameOf('petition-categories', category, lang),
    },
    ...counts,
    shareInTime,
    { name: 'monthsWithheld', title: { ro: 'Luni nepublicate', en: 'Months withheld' }, format: 'count' },
  ],
  picture: (rows, lang) => ({
    layout: 'rows',
    bars: rows.map(({ category }) => ({ id: category, name: nameOf('petition-categories', category, lang) })),
    parts: partsOf(lang),
    cells: rows.flatMap((row) => cellsOf(row.category, row)),
    withheld: rows.filter(({ isWithheld }) => isWithheld).map(({ category }) => category),
    format: 'count',
    measure: measure[lang],
  }),
});
