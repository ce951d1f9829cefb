import type { Language } from '@ecou/contracts';

const kinds: Record<string, Record<Language, string>> = {
  programme: { ro: 'un program', en: 'a programme' },
  series: { ro: 'seria de întâlniri', en: 'the series of meetings' },
  'civic-event': { ro: 'o întâlnire', en: 'a meeting' },
  deliverable: { ro: 'un rezultat al unui program', en: 'a deliverable of a programme' },
  recommendation: { ro: 'o recomandare', en: 'a recommendation' },
  'facility-kind': { ro: 'facilități de tipul', en: 'facilities of the kind' },
};

/** Long enough to tell ids apart that one person has to do with. */
const shortId = 8;

/** A topic as a page shows it. Titles belong to other contexts, so an id shows as its beginning. */
export function topicLabel(topic: string, language: Language): string {
  const [kind = '', ...rest] = topic.split(':');
  const what = rest.join(':');
  const name = /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(what) ? what.slice(0, shortId) : what;
  return `${kinds[kind]?.[language] ?? kind}: ${name}`;
}
