import type { Language } from '@ecou/contracts';
import { countOf } from '../../page/count.js';

/** The people of whom respondents are a part. */
interface Whole {
  readonly count: number;
  readonly source: 'invited' | 'attended';
  /** True where people of the project itself are among them. */
  readonly includesTeam?: boolean | null | undefined;
}

const ro = {
  report: 'Raport de eveniment',
  event: 'Pagina evenimentului',
  series: (place: number) => `Nr. ${place} din serie`,
  date: 'Data',
  duration: 'Durata',
  venue: 'Locul',
  online: 'Online',
  programme: 'Programul',
  activity: 'Activitatea',
  organiser: 'Organizatorul',
  author: 'Autorul raportului',
  participants: 'Participanți',
  total: 'Total',
  category: 'Categoria',
  count: 'Persoane',
  notReported: 'neraportat',
  rateNotReported: 'neraportată',
  nothingReported: 'nu s-a raportat nimic',
  suppressed: 'nu se publică (grup sub 5)',
  unreconciled: 'Cifre neconcordante',
  unreconciledNote: (sum: number, total: number) =>
    `Suma categoriilor este ${sum}, iar totalul este ${total}. Cifrele sunt redate așa cum au fost consemnate.`,
  corrected: (date: string) => `Cifrele au fost corectate la ${date}.`,
  asReported: 'Raportat inițial',
  presentations: 'Prezentări',
  debates: 'Dezbateri și discuții',
  points: 'Puncte de discuție',
  reworded: 'reformulat',
  redacted: 'redactat',
  feedback: 'Opiniile participanților',
  respondents: 'Respondenți',
  anonymous: 'Răspunsuri anonime',
  responseRate: 'Rata de răspuns',
  of: (part: string, { count, source, includesTeam }: Whole) =>
    `${part} din ${countOf(count, source === 'invited' ? ['un invitat', 'invitați'] : ['un participant', 'participanți'])}${includesTeam ? ', cu echipa proiectului' : ''}`,
  basis: { responses: 'Din răspunsuri individuale', 'reported-summary': 'Dintr-un rezumat raportat' },
  question: 'Întrebarea',
  answers: 'Răspunsuri',
  distribution: 'Distribuția',
  mean: 'Media',
  allAspects: 'Toate aspectele împreună',
  together: 'raportat doar pentru toate aspectele împreună',
  values: { yes: 'da', no: 'nu', other: 'altceva' } as Readonly<Record<string, string>>,
  amounts: {
    all: 'toți',
    majority: 'majoritatea',
    some: 'unii',
    few: 'câțiva',
    none: 'nimeni',
    unquantified: 'număr neprecizat',
  },
  given: 'acordat, număr neprecizat',
  suggestions: 'Alte sugestii',
  version: (version: number, date: string) => `Versiunea ${version}, publicată la ${date}`,
  changes: 'Ce s-a schimbat',
  versions: 'Versiunile raportului',
  page: (page: number, pages: number) => `pagina ${page} din ${pages}`,
};

/** Every language has the words that Romanian has. */
export type Words = typeof ro;

const en: Words = {
  report: 'Event report',
  event: 'Page of the event',
  series: (place) => `No. ${place} of its series`,
  date: 'Date',
  duration: 'Duration',
  venue: 'Venue',
  online: 'Online',
  programme: 'Programme',
  activity: 'Activity',
  organiser: 'Organiser',
  author: 'Author of the report',
  participants: 'Participants',
  total: 'Total',
  category: 'Category',
  count: 'People',
  notReported: 'not reported',
  rateNotReported: 'not reported',
  nothingReported: 'nothing was reported',
  suppressed: 'withheld (group under 5)',
  unreconciled: 'Unreconciled',
  unreconciledNote: (sum, total) =>
    `The categories add up to ${sum}, the total is ${total}. The figures are shown as they stand on record.`,
  corrected: (date) => `The figures were corrected on ${date}.`,
  asReported: 'Reported at first',
  presentations: 'Presentations',
  debates: 'Debates and discussions',
  points: 'Discussion points',
  reworded: 'reworded',
  redacted: 'redacted',
  feedback: 'Feedback',
  respondents: 'Respondents',
  anonymous: 'Anonymous',
  responseRate: 'Response rate',
  of: (part, { count, source, includesTeam }) =>
    `${part} of ${count} ${source === 'invited' ? 'invited' : 'participants'}${includesTeam ? ', the project team included' : ''}`,
  basis: { responses: 'From single responses', 'reported-summary': 'From a reported summary' },
  question: 'Question',
  answers: 'Answers',
  distribution: 'Distribution',
  mean: 'Mean',
  allAspects: 'All aspects together',
  together: 'reported of all aspects together only',
  values: { yes: 'yes', no: 'no', other: 'something else' },
  amounts: {
    all: 'all',
    majority: 'the majority',
    some: 'some',
    few: 'a few',
    none: 'nobody',
    unquantified: 'number not given',
  },
  given: 'given, number not reported',
  suggestions: 'Further suggestions',
  version: (version, date) => `Version ${version}, published on ${date}`,
  changes: 'What changed',
  versions: 'Versions of the report',
  page: (page, pages) => `page ${page} of ${pages}`,
};

/** The words of the page. */
export const wordsOf = (language: Language): Words => (language === 'ro' ? ro : en);
