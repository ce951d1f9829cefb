/** The steps of a petition, in order: the verb of its route, and the body. */
interface SampleStep {
  readonly verb: string;
  /** A key of `officers`: to whom it is assigned. */
  readonly officer?: string;
  /** A key of `officers`: who does it. */
  readonly by?: string;
  readonly [field: string]: unknown;
}

export interface SamplePetition {
  readonly name: string;
  readonly steps: readonly SampleStep[];
  readonly [field: string]: unknown;
}

// Everything here is synthetic: no such department, person or matter is known.

export const departments = {
  'public-works': { name: { ro: 'Lucrări publice (sintetic)', en: 'Public works (synthetic)' } },
  'green-spaces': { name: { ro: 'Spații verzi (sintetic)', en: 'Green spaces (synthetic)' } },
  'mayors-office': { name: { ro: 'Cabinetul primarului (sintetic)', en: 'Mayor’s office (synthetic)' } },
  'digital-services': { name: { ro: 'Servicii digitale (sintetic)', en: 'Digital services (synthetic)' } },
};

export const categories = {
  'street-lighting': {
    name: { ro: 'Iluminat public', en: 'Street lighting' },
    description: { ro: 'Lămpi stinse sau sparte', en: 'Lamps that are out or broken' },
    group: 'Străzi',
    keywords: ['lampă', 'stâlp'],
    department: 'public-works',
  },
  parks: {
    name: { ro: 'Parcuri', en: 'Parks' },
    description: { ro: 'Bănci, alei, locuri de joacă', en: 'Benches, paths, playgrounds' },
    department: 'green-spaces',
  },
  'online-services': {
    name: { ro: 'Servicii online', en: 'Online services' },
    department: 'digital-services',
  },
};

export const officers = {
  dan: { department: 'public-works', name: 'Dan Sintetic', phone: '+40 21 000 0001' },
  ioana: { department: 'green-spaces', name: 'Ioana Sintetică', phone: '+40 21 000 0002' },
  radu: {
    ...{ department: 'public-works', name: 'Radu Sintetic', phone: '+40 21 000 0003' },
    office: { ro: 'Șef serviciu', en: 'Head of service' },
    duties: ['heads-department'],
  },
  paul: {
    ...{ department: 'green-spaces', name: 'Paul Sintetic', phone: '+40 21 000 0004' },
    office: { ro: 'Șef serviciu', en: 'Head of service' },
    duties: ['heads-department'],
  },
  ada: {
    ...{ department: 'mayors-office', name: 'Ada Sintetică', phone: '+40 21 000 0005' },
    office: { ro: 'Primar', en: 'Mayor' },
    duties: ['heads-institution'],
  },
};

const ana = { name: 'Ana Sintetică', channel: 'email', contact: 'ana.sintetica@example.org' };
const barbu = { name: 'Barbu Sintetic', channel: 'phone', contact: '+40 700 000 002' };

export const petitions: readonly SamplePetition[] = [
  {
    name: 'lamp-on-paper',
    kind: 'complaint',
    channel: 'paper',
    category: 'street-lighting',
    petitioner: barbu,
    text: 'Sintetic: lampa din fața blocului sintetic 7 este stinsă de o săptămână.',
    place: { position: [26.11, 44.4], address: 'Strada Sintetică 7' },
    steps: [
      { verb: 'assign', officer: 'dan', by: 'radu' },
      { verb: 'start' },
      {
        verb: 'answer',
        by: 'dan',
        salutation: 'Stimate domnule Sintetic,',
        text: 'Sintetic: lampa a fost schimbată.',
        legalBasis: 'OUG 57/2019, art. 129 alin. (7) lit. n)',
      },
      { verb: 'sign', by: 'radu' },
      { verb: 'sign', by: 'ada' },
      { verb: 'send', channel: 'in-person' },
    ],
  },
  {
    name: 'bench',
    kind: 'request',
    category: 'parks',
    petitioner: ana,
    text: 'Sintetic: aș dori o bancă lângă locul de joacă din parcul sintetic.',
    steps: [
      { verb: 'assign', officer: 'ioana', by: 'paul' },
      { verb: 'request-information', text: 'Sintetic: la care dintre intrări?' },
    ],
  },
  {
    name: 'form',
    kind: 'suggestion',
    category: 'online-services',
    petitioner: ana,
    text: 'Sintetic: formularul online ar putea fi salvat și continuat mai târziu.',
    steps: [],
  },
  {
    name: 'road',
    kind: 'complaint',
    category: 'street-lighting',
    petitioner: ana,
    text: 'Sintetic: pe drumul național de la marginea orașului nu arde nicio lampă.',
    steps: [
      {
        verb: 'forward',
        authority: 'Administratorul sintetic al drumului',
        reason: 'Sintetic: drumul nu este al municipiului.',
      },
    ],
  },
  {
    name: 'swing',
    kind: 'notice',
    category: 'parks',
    text: 'Sintetic: un leagăn din parcul sintetic este rupt.',
    steps: [],
  },
];
