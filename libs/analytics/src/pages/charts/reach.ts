import { chart, nothingWithheld } from './chart.js';
import { nameOf } from './names.js';
import { bad, good } from './picture.js';

interface Row {
  readonly channel: string;
  readonly messages: number;
  readonly delivered: number;
  readonly bounced: number;
  readonly shareDelivered: number;
}

const parts = [
  { id: 'delivered', title: { ro: 'Livrate', en: 'Delivered' }, colour: good },
  { id: 'bounced', title: { ro: 'Respinse', en: 'Bounced' }, colour: bad },
] as const;

const channelOf = ({ channel }: Row, lang: 'ro' | 'en'): string => nameOf('channels', channel, lang);

export const reach = chart<Row>({
  name: 'reach',
  title: { ro: 'Mesaje către abonați, pe canale', en: 'Messages to subscribers by channel' },
  definition: {
    ro: 'Mesajele către cei care au cerut să fie anunțați, pe canale: livrate sunt cele preluate de serverul canalului, respinse cele refuzate definitiv.',
    en: 'Messages to those who asked to be told, by channel: delivered are those that the server of the channel took, bounced those that it refused for good.',
  },
  denominator: {
    ro: 'Mesajele livrate și cele respinse împreună, ale canalului.',
    en: 'Messages of the channel, delivered and bounced together.',
  },
  withheld: nothingWithheld,
  figures: ['message'],
  sql: (of) => `
    SELECT channel, sum(delivered + bounced)::integer AS messages, sum(delivered)::integer AS delivered, sum(bounced)::integer AS bounced,
           round(sum(delivered)::numeric / sum(delivered + bounced), 4)::float8 AS "shareDelivered"
    FROM ${of('message')} m GROUP BY channel ORDER BY 2 DESC, channel`,
  columns: [
    { name: 'channel', title: { ro: 'Canalul', en: 'Channel' }, text: channelOf },
    { name: 'messages', title: { ro: 'Mesaje', en: 'Messages' }, format: 'count' },
    ...parts.map(({ id, title }) => ({ name: id, title, format: 'count' as const })),
    { name: 'shareDelivered', title: { ro: 'Livrate, %', en: 'Delivered, %' }, format: 'share' },
  ],
  picture: (rows, lang) => ({
    layout: 'rows',
    bars: rows.map((row) => ({ id: row.channel, name: channelOf(row, lang) })),
    parts: parts.map(({ id, title, colour }) => ({ id, name: title[lang], colour })),
    cells: rows.flatMap((row) => parts.map(({ id }) => ({ bar: row.channel, part: id, value: row[id] }))),
    withheld: [],
    format: 'count',
    measure: { ro: 'Mesaje', en: 'Messages' }[lang],
  }),
});
