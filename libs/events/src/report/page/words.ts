import type { Language } from '@ecou/contracts';
import type { ReportAnswer } from '../report.schemas.js';

type Point = ReportAnswer['discussionPoints'][number];
type Amount = 'all' | 'majority' | 'some' | 'few' | 'none' | 'unquantified';

interface Words {
  readonly report: string;
  readonly series: (place: number) => string;
  readonly date: string;
  readonly duration: string;
  readonly venue: string;
  readonly online: string;
  readonly programme: string;
  readonly activity: string;
  readonly participants: string;
  readonly total: string;
  readonly category: string;
  readonly count: string;
  readonly notReported: string;
  readonly suppressed: string;
  readonly unreconciled: string;
  readonly unreconciledNote: (sum: number, total: number) => string;
  readonly corrected: (date: string) => string;
  readonly asReported: string;
  readonly presentations: string;
  readonly debates: string;
  readonly points: string;
  readonly kinds: Readonly<Record<Point['kind'], string>>;
  readonly feedback: string;
  readonly respondents: string;
  readonly anonymous: string;
  readonly responseRate: string;
  readonly of: (part: string, whole: number, source: 'invited' | 'attended') => string;
  readonly basis: Readonly<Record<'responses' | 'reported-summary', string>>;
  readonly question: string;
  readonly answers: string;
  readonly distribution: string;
  readonly mean: string;
  readonly values: Readonly<Record<string, string>>;
  readonly amounts: Readonly<Record<Amount, string>>;
  readonly given: string;
  readonly suggestions: string;
  readonly version: (version: number, date: string) => string;
  readonly changes: string;
  readonly otherLanguage: string;
}

const ro: Words = {
  report: 'Raport de eveniment',
  series: (place) => `Nr. ${place} din serie`,
  date: 'Data',
  duration: 'Durata',
  venue: 'Locul',
  online: 'Online',
  programme: 'Programul',
  activity: 'Activitatea',
  participants: 'Participanți',
  total: 'Număr total',
  category: 'Categoria',
  count: 'Persoane',
  notReported: 'nu a fost raportat',
  suppressed: 'nu se publică (grup sub 5)',
  unreconciled: 'Neconciliat',
  unreconciledNote: (sum, total) =>
    `Suma categoriilor este ${sum}, iar totalul este ${total}. Cifrele sunt redate așa cum au fost consemnate.`,
  corrected: (date) => `Cifrele au fost corectate la ${date}.`,
  asReported: 'Raportat inițial',
  presentations: 'Prezentări',
  debates: 'Dezbateri și discuții',
  points: 'Puncte de discuție',
  kinds: { recommendation: 'Recomandare', suggestion: 'Sugestie', observation: 'Observație' },
  feedback: 'Feedback',
  respondents: 'Respondenți',
  anonymous: 'Anonimi',
  responseRate: 'Rata de răspuns',
  of: (part, whole, source) => `${part} din ${whole} ${source === 'invited' ? 'invitați' : 'participanți'}`,
  basis: { responses: 'Din răspunsuri individuale', 'reported-summary': 'Dintr-un rezumat raportat' },
  question: 'Întrebarea',
  answers: 'Răspunsuri',
  distribution: 'Distribuția',
  mean: 'Media',
  values: { yes: 'da', no: 'nu' },
  amounts: {
    all: 'toți',
    majority: 'majoritatea',
    some: 'unii',
    few: 'câțiva',
    none: 'nimeni',
    unquantified: 'fără număr',
  },
  given: 'acordat, fără număr',
  suggestions: 'Alte sugestii',
  version: (version, date) => `Versiunea ${version}, publicată la ${date}`,
  changes: 'Ce s-a schimbat',
  otherLanguage: 'English',
};

const en: Words = {
  report: 'Event report',
  series: (place) => `No. ${place} of its series`,
  date: 'Date',
  duration: 'Duration',
  venue: 'Venue',
  online: 'Online',
  programme: 'Programme',
  activity: 'Activity',
  participants: 'Participants',
  total: 'Total',
  category: 'Category',
  count: 'People',
  notReported: 'not reported',
  suppressed: 'withheld (group under 5)',
  unreconciled: 'Unreconciled',
  unreconciledNote: (sum, total) =>
    `The categories add up to ${sum}, the total is ${total}. The figures are shown as they stand on record.`,
  corrected: (date) => `The figures were corrected on ${date}.`,
  asReported: 'Reported at first',
  presentations: 'Presentations',
  debates: 'Debates and discussions',
  points: 'Discussion points',
  kinds: { recommendation: 'Recommendation', suggestion: 'Suggestion', observation: 'Observation' },
  feedback: 'Feedback',
  respondents: 'Respondents',
  anonymous: 'Anonymous',
  responseRate: 'Response rate',
  of: (part, whole, source) => `${part} of ${whole} ${source === 'invited' ? 'invited' : 'participants'}`,
  basis: { responses: 'From single responses', 'reported-summary': 'From a reported summary' },
  question: 'Question',
  answers: 'Answers',
  distribution: 'Distribution',
  mean: 'Mean',
  values: { yes: 'yes', no: 'no' },
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
  otherLanguage: 'Română',
};

/** The words of the page. */
export const wordsOf = (language: Language): Words => (language === 'ro' ? ro : en);
export type { Words };
