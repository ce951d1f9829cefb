import type { Language } from '@ecou/contracts';
import { countOf } from '../page/count.js';
import type { RollupAnswer } from './rollup.schemas.js';

const people = { invited: ['un invitat', 'invitați'], attended: ['un participant', 'participanți'] } as const;
const forms = ['un chestionar', 'chestionare'] as const;
const meetings = ['o sesiune', 'sesiuni'] as const;

type Pooled = RollupAnswer['feedback']['pooled'][number];
type Statuses = Readonly<Record<RollupAnswer['sessions']['byStatus'][number]['status'], string>>;

const ro = {
  report: 'Raport de sinteză',
  programme: 'Programul',
  series: 'Seria',
  sessions: 'Sesiuni',
  session: 'Sesiunea',
  status: 'Stadiul',
  number: 'Număr',
  statuses: {
    planned: 'planificate',
    published: 'publicate',
    rescheduled: 'reprogramate',
    held: 'desfășurate',
    closed: 'încheiate',
    cancelled: 'anulate',
  } satisfies Statuses as Statuses,
  participants: 'Participanți',
  inSums: (sessions: number, corrected: number) =>
    `Sume pentru sesiunile ale căror cifre concordă: ${sessions}${corrected > 0 ? `, dintre care corectate: ${corrected}` : ''}.`,
  unreconciled: 'Sesiuni cu cifre neconcordante, care nu intră în sume',
  unreconciledNote: (sum: number, total: number) =>
    `Suma categoriilor este ${sum}, iar totalul este ${total}. Cifrele sunt redate așa cum au fost consemnate.`,
  reported: 'Raportat',
  corrected: 'Corectat',
  participantsNotReported: 'Sesiuni desfășurate fără participanți raportați',
  feedback: 'Chestionare',
  questionnaire: 'Chestionarul',
  respondents: 'Respondenți',
  outOf: 'Din',
  rate: 'Rata de răspuns',
  pooled: 'Rata de răspuns pe ansamblu',
  pooledLine: ({ respondents, denominator, source, questionnaires, includesTeam }: Pooled) =>
    `${respondents} din ${countOf(denominator, people[source])}${includesTeam ? ' (cu echipa proiectului)' : ''}, la ${countOf(questionnaires, forms)}`,
  team: '(cu echipa proiectului)',
  withoutRate: (count: number) => `Chestionare fără rată cunoscută, care nu intră în calcul: ${count}.`,
  withoutResults: 'Sesiuni desfășurate fără rezultate publicate',
  recommendations: 'Recomandări',
  deliverables: 'Rezultate planificate',
  publishedOf: (published: number, planned: number) => `Publicate: ${published} din ${planned}.`,
  notPublished: 'nepublicat încă',
  presentedAt: (sessions: number) => `prezentat la ${countOf(sessions, meetings)}, nepublicat încă`,
  outreach: 'Diseminare în afara platformei',
  channel: 'Canalul',
  times: 'Diseminări',
  people: 'Persoane',
  firstReported: 'Raportate inițial',
  sources: 'Sursa și metoda',
  reachNote:
    'Pentru fiecare diseminare contează estimarea raportată ultima. Cine a fost atins de două ori se numără de două ori.',
  withoutReach: (count: number) => `fără estimare: ${count}`,
  notReported: 'neraportate',
  organiser: 'Organizatorul',
  follow: 'Primiți noutăți prin e-mail',
  asOf: (day: string) => `Situația la ${day}.`,
};

type RollupWords = typeof ro;

const en: RollupWords = {
  report: 'Summary report',
  programme: 'Programme',
  series: 'Series',
  sessions: 'Sessions',
  session: 'Session',
  status: 'Status',
  number: 'Number',
  statuses: {
    planned: 'planned',
    published: 'published',
    rescheduled: 'rescheduled',
    held: 'held',
    closed: 'closed',
    cancelled: 'cancelled',
  },
  participants: 'Participants',
  inSums: (sessions, corrected) =>
    `Sums of the sessions whose figures add up: ${sessions}${corrected > 0 ? `, of which corrected: ${corrected}` : ''}.`,
  unreconciled: 'Unreconciled sessions, which are in no sum',
  unreconciledNote: (sum, total) =>
    `The categories add up to ${sum}, the total is ${total}. The figures are shown as they stand on record.`,
  reported: 'Reported',
  corrected: 'Corrected',
  participantsNotReported: 'Sessions held of which no participants were reported',
  feedback: 'Questionnaires',
  questionnaire: 'Questionnaire',
  respondents: 'Respondents',
  outOf: 'Out of',
  rate: 'Response rate',
  pooled: 'Response rate of all together',
  pooledLine: ({ respondents, denominator, source, questionnaires, includesTeam }) =>
    `${respondents} of ${denominator} ${source === 'invited' ? 'invited' : 'participants'}${includesTeam ? ' (the project team included)' : ''}, in ${questionnaires === 1 ? 'one questionnaire' : `${questionnaires} questionnaires`}`,
  team: '(the project team included)',
  withoutRate: (count) => `Questionnaires of which no rate is known, and which are in none: ${count}.`,
  withoutResults: 'Sessions held of which no results were published',
  recommendations: 'Recommendations',
  deliverables: 'Planned deliverables',
  publishedOf: (published, planned) => `Published: ${published} of ${planned}.`,
  notPublished: 'not published yet',
  presentedAt: (sessions) =>
    sessions === 1
      ? 'presented at a session, not published yet'
      : `presented at ${sessions} sessions, not published yet`,
  outreach: 'Dissemination outside of the platform',
  channel: 'Channel',
  times: 'Times',
  people: 'People',
  firstReported: 'As first reported',
  sources: 'Source and method',
  reachNote:
    'Of each dissemination, the estimate that was reported last counts. Whoever was reached twice counts twice.',
  withoutReach: (count) => `without an estimate: ${count}`,
  notReported: 'not reported',
  organiser: 'Organiser',
  follow: 'Get news by e-mail',
  asOf: (day) => `As of ${day}.`,
};

/** The words of the page. */
export const rollupWords = (language: Language): RollupWords => (language === 'ro' ? ro : en);
