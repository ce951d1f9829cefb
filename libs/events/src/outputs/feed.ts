import { inLanguage, type Language } from '@ecou/contracts';
import { atomOf, type Publisher } from '@ecou/runtime';
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
  const said = words[lang];
  return atomOf({
    title: `${institution}: ${said.title}`,
    author: institution,
    lang,
    self: `${publicUrl}${feedPath}?lang=${lang}`,
    alternate: publicUrl,
    entries: rows.map((row) => ({
      id: row.id,
      title: `${said.kinds[row.kind]}: ${inLanguage(row.what.title, lang)}`,
      link: linkOf(row, publisher, lang),
      at: row.at,
      summary: summaryOf(row, lang),
      category: { term: row.kind, label: said.kinds[row.kind] },
    })),
  });
}
