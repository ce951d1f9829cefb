import { chart, nothingWithheld } from './chart.js';
import { nameOf } from './names.js';
import { good } from './picture.js';

interface Row {
  readonly channel: string;
  readonly disseminations: number;
  readonly estimated: number;
  readonly people: number | null;
  readonly reportedPeople: number | null;
}

const list = 'dissemination-channels';

export const dissemination = chart<Row>({
  name: 'dissemination',
  title: {
    ro: 'La câte persoane s-a ajuns, pe canale din afara platformei',
    en: 'Reach by channel outside of the platform',
  },
  definition: {
    ro: 'Persoanele la care a ajuns ce s-a răspândit prin afișe, radio, școli și alte canale din afara platformei, după estimarea raportată ultima pentru fiecare diseminare, așa cum este ea acum; cifra raportată inițial stă alături. Se numără numai diseminările realizate. Cine a fost atins de două ori se numără de două ori.',
    en: 'People reached by what was spread through posters, radio, schools and other channels outside of the platform: by the estimate that was reported last of each dissemination, as it stands now; the figure that was first reported stands beside it. Only what was done counts. Whoever was reached twice counts twice.',
  },
  denominator: {
    ro: 'Diseminările realizate ale canalului; pentru câte dintre ele există o estimare este spus alături.',
    en: 'What was done on the channel; of how much of it an estimate is known is said beside it.',
  },
  withheld: nothingWithheld,
  figures: ['dissemination', 'dissemination_reach'],
  sql: (of) => `
    SELECT d.channel, count(*)::integer AS disseminations, count(r.people)::integer AS estimated,
           sum(r.people)::float8 AS people, sum(r.reported_people)::float8 AS "reportedPeople"
    FROM ${of('dissemination')} d
    LEFT JOIN ${of('dissemination_reach')} r ON r.dissemination_id = d.dissemination_id AND r.is_newest
    WHERE d.status = 'done' GROUP BY d.channel ORDER BY 4 DESC NULLS LAST, d.channel`,
  columns: [
    {
      name: 'channel',
      title: { ro: 'Canalul', en: 'Channel' },
      text: ({ channel }, lang) => nameOf(list, channel, lang),
    },
    { name: 'disseminations', title: { ro: 'Diseminări realizate', en: 'Done' }, format: 'count' },
    { name: 'estimated', title: { ro: 'Cu estimare', en: 'With an estimate' }, format: 'count' },
    { name: 'people', title: { ro: 'Persoane', en: 'People' }, format: 'count' },
    { name: 'reportedPeople', title: { ro: 'Raportate inițial', en: 'As first reported' }, format: 'count' },
  ],
  picture: (rows, lang) => {
    const measure = { ro: 'Persoane', en: 'People' }[lang];
    return {
      layout: 'rows',
      bars: rows.map(({ channel }) => ({ id: channel, name: nameOf(list, channel, lang) })),
      parts: [{ id: 'people', name: measure, colour: good }],
      cells: rows.flatMap(({ channel, people }) =>
        people === null ? [] : [{ bar: channel, part: 'people', value: people }],
      ),
      withheld: [],
      format: 'count',
      measure,
    };
  },
});
