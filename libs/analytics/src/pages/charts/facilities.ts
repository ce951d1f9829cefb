import { municipalTime } from '../../star/days.js';
import { chart, nothingWithheld } from './chart.js';
import { localized, nameOf } from './names.js';
import { bad, good, neutral } from './picture.js';

interface Row {
  readonly kind: string;
  /** As staff named it; `null`: it came along. */
  readonly nameRo: string | null;
  readonly nameEn: string | null;
  readonly facilities: number;
  readonly verifiedLately: number;
  readonly verifiedBefore: number;
  readonly unverified: number;
}

const parts = [
  {
    id: 'verifiedLately',
    title: { ro: 'Verificate în ultimele 12 luni', en: 'Verified in the last 12 months' },
    colour: good,
  },
  { id: 'verifiedBefore', title: { ro: 'Verificate mai demult', en: 'Verified before that' }, colour: neutral },
  { id: 'unverified', title: { ro: 'Neverificate încă', en: 'Not verified yet' }, colour: bad },
] as const;

const kindOf = ({ kind, nameRo, nameEn }: Row, lang: 'ro' | 'en'): string =>
  nameOf('facility-kinds', kind, lang, localized(nameRo, nameEn));

const yearBefore = (day: string): string => `(date '${day}' - interval '12 months') ${municipalTime}`;

export const facilities = chart<Row>({
  name: 'facilities',
  title: { ro: 'Facilități digitale, pe feluri', en: 'Digital facilities by kind' },
  definition: {
    ro: 'Facilitățile de pe hartă, pe feluri, și dacă cineva s-a încredințat că datele lor sunt corecte; fără cele închise definitiv.',
    en: 'Facilities on the map by kind, and whether somebody made sure that what is said of them is right; without those that are closed for good.',
  },
  denominator: { ro: 'Toate facilitățile de acel fel.', en: 'All facilities of the kind.' },
  withheld: nothingWithheld,
  figures: ['facility', 'term'],
  sql: (of, day) => `
    SELECT f.kind, t.name_ro AS "nameRo", t.name_en AS "nameEn", count(*)::integer AS facilities,
           (count(*) FILTER (WHERE verified_at >= ${yearBefore(day)}))::integer AS "verifiedLately",
           (count(*) FILTER (WHERE verified_at < ${yearBefore(day)}))::integer AS "verifiedBefore",
           (count(*) FILTER (WHERE verified_at IS NULL))::integer AS unverified
    FROM ${of('facility')} f
    LEFT JOIN ${of('term')} t ON t.taxonomy = 'facility-kinds' AND t.id = f.kind AND t.held_to = 'infinity'
    WHERE f.held_to = 'infinity' AND f.status <> 'retired' GROUP BY 1, 2, 3 ORDER BY facilities DESC, f.kind`,
  columns: [
    { name: 'kind', title: { ro: 'Felul', en: 'Kind' }, text: kindOf },
    { name: 'facilities', title: { ro: 'Facilități', en: 'Facilities' }, format: 'count' },
    ...parts.map(({ id, title }) => ({ name: id, title, format: 'count' as const })),
  ],
  picture: (rows, lang) => ({
    layout: 'rows',
    bars: rows.map((row) => ({ id: row.kind, name: kindOf(row, lang) })),
    parts: parts.map(({ id, title, colour }) => ({ id, name: title[lang], colour })),
    cells: rows.flatMap((row) => parts.map(({ id }) => ({ bar: row.kind, part: id, value: row[id] }))),
    withheld: [],
    format: 'count',
    measure: { ro: 'Facilități', en: 'Facilities' }[lang],
  }),
});
