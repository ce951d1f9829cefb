import { inLanguage, type Language } from '@ecou/contracts';
import { Feed } from 'feed';
import { printable } from '../formats/printable.js';
import type { Publisher } from '@ecou/runtime';
import { clockOf, dayOf } from './page/times.js';
import type { PublicationKind, PublicationRow } from './views/publication-list.view.js';

const words = {
  ro: {
    title: 'Publicații despre evenimente civice',
    kinds: {
      'civic-event-published': 'Eveniment anunțat',
      'civic-event-rescheduled': 'Eveniment reprogramat',
      'civic-event-cancelled': 'Eveniment anulat',
      'civic-event-corrected': 'Eveniment corectat',
      'report-published': 'Raport publicat',
      'deliverable-published': 'Material publicat',
    },
    version: 'versiunea',
  },
  en: {
    title: 'Publications about civic events',
    kinds: {
      'civic-event-published': 'Event announced',
      'civic-event-rescheduled': 'Event rescheduled',
      'civic-event-cancelled': 'Event cancelled',
      'civic-event-corrected': 'Event corrected',
      'report-published': 'Report published',
      'deliverable-published': 'Material published',
    },
    version: 'version',
  },
} as const satisfies Record<Language, { title: string; kinds: Record<PublicationKind, string>; version: string }>;

/** The library writes texts as they are into HTML. */
const escaped = (text: string): string =>
  printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const feedPath = '/events/v1/publications.atom';

function linkOf({ kind, about, what }: PublicationRow, { publicUrl }: Publisher, lang: Language): string {
  const event = `${publicUrl}/events/v1/civic-events/${about}`;
  if (kind === 'deliverable-published') return what.address ?? publicUrl;
  return kind === 'report-published'
    ? `${event}/reports/${what.version ?? 'latest'}?format=html&lang=${lang}`
    : `${event}?format=html&lang=${lang}`;
}

function summaryOf({ what: { times, venue, note, version } }: PublicationRow, lang: Language): string {
  return [
    times && `${dayOf(times.startsAt, times.timeZone, lang)}, ${clockOf(times, lang)}`,
    venue && `${venue.name}, ${venue.address}`,
    version && `${words[lang].version} ${version}`,
    note && inLanguage(note, lang),
  ]
    .filter((part) => typeof part === 'string')
    .join('. ');
}

/** An Atom feed (RFC 4287) of what the public was told, the newest first. An entry's id is that of the fact, so that it never changes. */
export function feedOf(rows: readonly PublicationRow[], publisher: Publisher, lang: Language): string {
  const { publicUrl, institution } = publisher;
  const self = `${publicUrl}${feedPath}?lang=${lang}`;
  const said = words[lang];
  const feed = new Feed({
    id: self,
    title: printable(`${institution}: ${said.title}`),
    updated: new Date(rows[0]?.at ?? 0),
    generator: 'Ecou',
    author: { name: printable(institution) },
    link: publicUrl,
    feedLinks: { atom: self },
  });
  for (const row of rows) {
    const date = new Date(row.at);
    const label = said.kinds[row.kind];
    feed.addItem({
      id: `urn:uuid:${row.id}`,
      title: escaped(`${label}: ${inLanguage(row.what.title, lang)}`),
      link: linkOf(row, publisher, lang),
      date,
      published: date,
      description: escaped(summaryOf(row, lang)),
      category: [{ term: row.kind, name: label }],
    });
  }
  return feed.atom1().replace('<feed ', `<feed xml:lang="${lang}" `);
}
