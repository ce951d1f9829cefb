import { inLanguage, type Language } from '@ecou/contracts';
import { municipalTime } from '../../star/days.js';
import { chart, nothingWithheld } from './chart.js';
import { dayIn, shortDayIn } from '../../formats.js';
import { localized, nameOf } from './names.js';
import { colours } from './picture.js';

interface Row {
  readonly civicEventId: string;
  readonly titleRo: string | null;
  readonly titleEn: string | null;
  readonly day: string;
  /** `null`: the total. */
  readonly category: string | null;
  readonly nameRo: string | null;
  readonly nameEn: string | null;
  readonly people: number | null;
  readonly reportedPeople: number | null;
  readonly isCorrected: boolean;
  readonly isReconciled: boolean;
  readonly difference: number;
}

/** Most sessions: the newest ones. */
const most = 12;

const words = {
  ro: {
    total: 'Total raportat',
    session: 'Sesiune',
    corrected: 'cifre corectate',
    differs: (difference: number) =>
      difference > 0
        ? `categoriile au cu ${difference} mai mult decât totalul`
        : `categoriile au cu ${-difference} mai puțin decât totalul`,
  },
  en: {
    total: 'Total, as reported',
    session: 'Session',
    corrected: 'figures were corrected',
    differs: (difference: number) =>
      difference > 0
        ? `the categories come to ${difference} more than the total`
        : `the categories come to ${-difference} less than the total`,
  },
};

const titleOf = ({ titleRo, titleEn }: Row, lang: Language): string => {
  const title = localized(titleRo, titleEn);
  return title ? inLanguage(title, lang) : words[lang].session;
};

const categoryOf = ({ category, nameRo, nameEn }: Row, lang: Language): string =>
  category === null ? words[lang].total : nameOf('attendance-categories', category, lang, localized(nameRo, nameEn));

/** A session, and what is to be known of its figures. */
function headOf(row: Row, lang: Language): string {
  const { isCorrected, isReconciled, difference } = row;
  const notes = [
    ...(isCorrected ? [words[lang].corrected] : []),
    ...(isReconciled ? [] : [words[lang].differs(difference)]),
  ];
  return [`${dayIn(row.day, lang)}: ${titleOf(row, lang)}`, ...notes].join('; ');
}

export const participation = chart<Row>({
  name: 'participation',
  title: { ro: 'Participarea la sesiuni, pe categorii', en: 'Participation by session and category' },
  definition: {
    ro: `Persoane care au participat la fiecare sesiune, pe categorii de participanți, așa cum le-a raportat personalul: cele mai noi ${most} sesiuni. Unde cifrele au fost corectate, cele raportate întâi stau lângă ele.`,
    en: `People who attended each session, by category of participants, as staff reported them: the newest ${most} sessions. Where figures were corrected, those that were reported first stand beside them.`,
  },
  denominator: {
    ro: 'Totalul raportat al sesiunii; nu este întotdeauna suma categoriilor, iar diferența este arătată.',
    en: 'The total of the session as it was reported; it is not always the sum of the categories, and the difference is shown.',
  },
  withheld: nothingWithheld,
  figures: ['participation', 'civic_event', 'term'],
  sql: (of) => `
    WITH attended AS MATERIALIZED (SELECT * FROM ${of('participation')} p),
    sessions AS (
      SELECT a.civic_event_id, e.title_ro, e.title_en,
             (coalesce(e.starts_at, a.happened_at) ${municipalTime})::date AS day
      FROM attended a LEFT JOIN ${of('civic_event')} e ON e.civic_event_id = a.civic_event_id AND e.held_to = 'infinity'
      WHERE a.category IS NULL ORDER BY day DESC, a.civic_event_id LIMIT ${most})
    SELECT s.civic_event_id AS "civicEventId", s.title_ro AS "titleRo", s.title_en AS "titleEn", s.day::text AS day,
           a.category, t.name_ro AS "nameRo", t.name_en AS "nameEn", a.people, a.reported_people AS "reportedPeople",
           a.is_corrected AS "isCorrected", a.is_reconciled AS "isReconciled", a.difference
    FROM sessions s JOIN attended a USING (civic_event_id)
    LEFT JOIN ${of('term')} t ON t.taxonomy = 'attendance-categories' AND t.id = a.category AND t.held_to = 'infinity'
    ORDER BY s.day DESC, s.civic_event_id, a.category NULLS LAST`,
  group: { idOf: ({ civicEventId }) => civicEventId, textOf: headOf },
  columns: [
    { name: 'category', title: { ro: 'Categoria', en: 'Category' }, text: categoryOf },
    { name: 'people', title: { ro: 'Persoane', en: 'People' }, format: 'count' },
    { name: 'reportedPeople', title: { ro: 'Raportate întâi', en: 'First reported' }, format: 'count' },
  ],
  picture: (rows, lang) => {
    const counted = rows.filter((row): row is Row & { category: string } => row.category !== null);
    const sums = new Map<string, number>();
    for (const { category, people } of counted) sums.set(category, (sums.get(category) ?? 0) + (people ?? 0));
    const names = new Map(counted.map((row) => [row.category, categoryOf(row, lang)]));
    const categories = [...sums].sort(([, a], [, b]) => b - a).map(([category]) => category);
    return {
      layout: 'rows',
      bars: [
        ...new Map(rows.map((row) => [row.civicEventId, `${shortDayIn(row.day, lang)}: ${titleOf(row, lang)}`])),
      ].map(([id, name]) => ({
        id,
        name,
      })),
      parts: categories.map((id, index) => ({
        ...{ id, name: names.get(id) ?? id, colour: colours[index % colours.length] ?? colours[0] },
      })),
      cells: counted.map(({ civicEventId, category, people }) => ({
        ...{ bar: civicEventId, part: category, value: people ?? 0 },
      })),
      withheld: [],
      format: 'count',
      measure: { ro: 'Persoane', en: 'People' }[lang],
    };
  },
});
