import { chart, nothingWithheld } from './chart.js';
import { nameOf } from './names.js';
import { good } from './picture.js';

interface Row {
  readonly status: string;
  readonly recommendations: number;
  readonly share: number;
}

const statuses = ['recorded', 'under-review', 'accepted', 'declined', 'in-progress', 'done'];

const list = 'recommendation-statuses';

export const recommendations = chart<Row>({
  name: 'recommendations',
  title: { ro: 'Ce s-a făcut cu recomandările', en: 'Recommendations by outcome' },
  definition: {
    ro: 'Recomandările făcute la sesiuni, după stadiul în care se află.',
    en: 'Recommendations that were made at sessions, by the status that they have.',
  },
  denominator: { ro: 'Toate recomandările.', en: 'All recommendations.' },
  withheld: nothingWithheld,
  figures: ['recommendation'],
  sql: (of) => `
    SELECT status, count(*)::integer AS recommendations, round(count(*) / sum(count(*)) OVER (), 4)::float8 AS share
    FROM ${of('recommendation')} r WHERE held_to = 'infinity'
    GROUP BY status ORDER BY array_position(ARRAY['${statuses.join(`', '`)}'], status), status`,
  columns: [
    {
      name: 'status',
      title: { ro: 'Stadiul', en: 'Status' },
      text: ({ status }, lang) => nameOf(list, status, lang),
    },
    { name: 'recommendations', title: { ro: 'Recomandări', en: 'Recommendations' }, format: 'count' },
    { name: 'share', title: { ro: 'Din toate', en: 'Of all' }, format: 'share' },
  ],
  picture: (rows, lang) => {
    const measure = { ro: 'Recomandări', en: 'Recommendations' }[lang];
    return {
      layout: 'rows',
      bars: rows.map(({ status }) => ({ id: status, name: nameOf(list, status, lang) })),
      parts: [{ id: 'all', name: measure, colour: good }],
      cells: rows.map(({ status, recommendations: value }) => ({ bar: status, part: 'all', value })),
      withheld: [],
      format: 'count',
      measure,
    };
  },
});
