import { termNames, type Language, type LocalizedText } from '@ecou/contracts';
import type { Channel, Kind } from '../petition/petition.events.js';
import type { Section } from './definitions.js';

const ro = {
  report: 'Raport semestrial privind petițiile',
  half: { 1: 'semestrul I', 2: 'semestrul al II-lea' },
  basis: 'Ordonanța Guvernului nr. 27/2002, art. 14',
  period: 'Perioada',
  counted: 'Calculat până la',
  running: 'Semestrul nu s-a încheiat: cifrele se mai schimbă.',
  sections: {
    'came-in': 'Ce s-a primit',
    outcome: 'Cum s-a soluționat',
    time: 'Termene',
    end: 'La sfârșitul semestrului',
  } satisfies Record<Section, string>,
  figure: 'Indicator',
  value: 'Valoare',
  definition: 'Definiție',
  departments: 'Pe direcții',
  department: 'Direcția',
  short: {
    'carried-over': 'Preluate',
    registered: 'Înregistrate',
    answers: 'Răspunsuri',
    late: 'din care târzii',
    running: 'În lucru',
    'running-overdue': 'din care depășite',
  },
  byKind: 'Înregistrate, după fel',
  byChannel: 'Înregistrate, după cale',
  byCategory: 'Înregistrate, după categorie',
  count: 'Număr',
  none: 'Nicio petiție.',
  balance:
    'Preluate + înregistrate + redeschise = soluționate + respinse + trimise + clasate + retrase + în lucru la sfârșit.',
  scope: 'Domeniu',
  all: 'toate',
  page: (page: number, pages: number) => `pagina ${page} din ${pages}`,
};

const en: typeof ro = {
  report: 'Half-yearly report on petitions',
  half: { 1: 'first half-year', 2: 'second half-year' },
  basis: 'Government Ordinance 27/2002, art. 14',
  period: 'Period',
  counted: 'Counted up to',
  running: 'The half-year is not over: figures will still change.',
  sections: {
    'came-in': 'What came in',
    outcome: 'What became of it',
    time: 'Deadlines',
    end: 'At the end of the half-year',
  },
  figure: 'Figure',
  value: 'Value',
  definition: 'Definition',
  departments: 'By department',
  department: 'Department',
  short: {
    'carried-over': 'Carried over',
    registered: 'Registered',
    answers: 'Answers',
    late: 'of these late',
    running: 'Running',
    'running-overdue': 'of these overdue',
  },
  byKind: 'Registered, by kind',
  byChannel: 'Registered, by channel',
  byCategory: 'Registered, by category',
  count: 'Number',
  none: 'No petition.',
  balance:
    'Carried over + registered + reopened = answered + declined + sent on + filed + taken back + running at the end.',
  scope: 'Scope',
  all: 'all',
  page: (page: number, pages: number) => `page ${page} of ${pages}`,
};

export const words: Readonly<Record<Language, typeof ro>> = { ro, en };

/** The name of a kind, as reports have it. */
export const kindNames: Readonly<Record<Kind, LocalizedText>> = termNames['petition-kinds'];

export const channelNames: Readonly<Record<Channel, LocalizedText>> = termNames['petition-channels'];
