import { facilityKinds, inLanguage, type Language } from '@ecou/contracts';
import { load, type EventStore } from '@ecou/event-sourcing';
import { shortened } from './shortened.js';
import { topicAggregate, topicId } from './topic.aggregate.js';

interface Kind {
  /** The words for one with its title, and without it. */
  readonly ro: readonly [titled: string, untitled: string];
  readonly en: readonly [titled: string, untitled: string];
  /** Path of the page that tells of one, by its id or name; none where there is no page. */
  readonly page?: (what: string) => string;
}

const kinds: Readonly<Record<string, Kind>> = {
  everything: {
    ro: ['Tot ce publică primăria', 'tot ce publică primăria'],
    en: ['All that the city hall publishes', 'all that the city hall publishes'],
  },
  programme: {
    ro: ['Programul', 'un program'],
    en: ['The programme', 'a programme'],
    page: (id) => `/events/v1/programmes/${id}`,
  },
  series: {
    ro: ['Seria', 'o serie de evenimente'],
    en: ['The series', 'a series of events'],
    page: (name) => `/events/v1/series/${name}/report`,
  },
  'civic-event': {
    ro: ['Evenimentul', 'un eveniment'],
    en: ['The event', 'an event'],
    page: (id) => `/events/v1/civic-events/${id}`,
  },
  deliverable: { ro: ['Materialul', 'un material al unui program'], en: ['The material', 'a material of a programme'] },
  petition: { ro: ['Petiția', 'o petiție'], en: ['The petition', 'a petition'] },
  recommendation: {
    ro: ['Recomandarea', 'o recomandare'],
    en: ['The recommendation', 'a recommendation'],
    page: (id) => `/events/v1/recommendations/${id}`,
  },
  facility: {
    ro: ['Facilitatea digitală', 'o facilitate digitală'],
    en: ['The digital facility', 'a digital facility'],
    page: (id) => `/facilities/v1/facilities/${id}`,
  },
  'facility-kind': {
    ro: ['Facilități digitale de felul', 'facilități digitale de un fel'],
    en: ['Digital facilities of the kind', 'digital facilities of a kind'],
    page: (kind) => `/facilities/v1/facilities?kind=${kind}`,
  },
};

export interface TopicLabel {
  readonly topic: string;
  readonly text: string;
  /** Path of the page that tells of it; `null` where there is none. */
  readonly href: string | null;
}

const quoted: Readonly<Record<Language, (title: string) => string>> = {
  ro: (title) => `„${title}”`,
  en: (title) => `“${title}”`,
};

/** A topic as people read it: by its title where it has one, and never by an id. */
export function topicLabel(topic: string, language: Language, title?: string): TopicLabel {
  const [kind = '', ...rest] = topic.split(':');
  const known = kinds[kind];
  const path = known?.page?.(rest.join(':'));
  const query = `format=html&lang=${language}`;
  const [titled, untitled] = known?.[language] ?? [kind, kind];
  return {
    topic,
    text: title === undefined ? untitled : `${titled} ${quoted[language](title)}`,
    href: path === undefined ? null : `${path}${path.includes('?') ? '&' : '?'}${query}`,
  };
}

/** Of kinds of facilities that nobody renamed. */
const kindNames: Readonly<Record<Language, Readonly<Record<string, string>>>> = facilityKinds;

/** Of a title: a recommendation is called what was said. */
const mostCharacters = 120;

type Reads = Pick<EventStore, 'readStream'>;

async function titleOf(store: Reads, topic: string, language: Language): Promise<string | undefined> {
  const { title } = (await load(store, topicAggregate, topicId(topic))).state;
  if (title !== null) return shortened(inLanguage(title, language), mostCharacters);
  const [kind, what = ''] = topic.split(':');
  return kind === 'facility-kind' ? kindNames[language][what] : undefined;
}

/** Topics as people read them, in their order. */
export const topicLabels = (store: Reads, topics: readonly string[], language: Language): Promise<TopicLabel[]> =>
  Promise.all(topics.map(async (topic) => topicLabel(topic, language, await titleOf(store, topic, language))));
