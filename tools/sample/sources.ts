// What the three reports of 2023 say, written down by hand from their text: section by section, in the order of the text. The spec compares
// the loaded sample with it. Words are the keywords by which a paraphrase is recognised, never a sentence of the source.

interface SourceSession {
  /** Roman numeral in the title of the report: „Raport eveniment Sesiune de consultare …”. */
  readonly numeral: string;
  /** „DATA EVENIMENT”, as dd.mm.yyyy. */
  readonly date: string;
  /** „DURATĂ EVENIMENT”. */
  readonly hours: string;
  /** „LOCAȚIE”. */
  readonly venue: readonly string[];
  /** „PARTICIPANȚI”, „Număr total”. */
  readonly total: number;
  /** The lines under „PARTICIPANȚI”: NGOs, institution and public authorities, project team. */
  readonly participants: readonly [ngos: number, institutionAndAuthorities: number, team: number];
  /** Of each line under „PUNCTE DISCUȚIE- RECOMANDĂRI, SUGESTII ȘI ADĂUGIRI”: stems that its paraphrase has. */
  readonly points: readonly (readonly string[])[];
  /** „FEEDBACK ȘI OBSERVAȚII”: how many filled in the questionnaire, and how many of them anonymously where that is said. */
  readonly respondents: number;
  readonly anonymous: number | null;
  /** The same: grades given over all aspects, and what is said of how often. */
  readonly grades: readonly number[];
  readonly single: { readonly aspect: string; readonly grade: number } | null;
  readonly fewOf: number | null;
  /** The same: whether the event met its objectives, and whether people wish to be informed. */
  readonly objectivesMet: 'all' | 'unquantified';
  readonly wishToBeInformed: 'all' | 'majority';
  /** Of each line at the end, „Alte sugestii…”: stems that its paraphrase has. */
  readonly suggestions: readonly (readonly string[])[];
  /** Ways to spread the word that any line of both lists names: the channel, and stems that the log of it has. */
  readonly channels: readonly (readonly [channel: string, ...stems: string[]])[];
}

/** At the head of every page. */
export const head = {
  project: 'Cetățenie activă într-o lume digitală',
  sipoca: '1084',
  mySmis: '151411',
  financing: [
    'Uniunea Europeană',
    'Instrumente Structurale 2014-2020',
    'Fondul Social European',
    'Programul Operațional Capacitate Administrativă 2014-2020',
    'Competența face diferența',
  ],
} as const;

/** Under the title of every report. */
export const activity = {
  code: 'A4.1',
  about: ['ONG', 'parteneri sociali', 'acreditate', 'obiectivele și activitățile'],
} as const;

/** „PREZENTĂRI” and „DEZBATERI ȘI DISCUȚII”: the same in all three. */
export const presentations = [
  ['Cetățenie activă într-o lume digitală'],
  ['Studiul', 'instrumentele digitale'],
  ['Harta facilităților digitale', 'Sectorul 4'],
] as const;
export const debates = [
  ['Harta', 'cetățenii', 'cred'],
  ['Greutățile', 'cetățeni activi și implicați', 'discuție liberă'],
] as const;

/** The first line under „PARTICIPANȚI” counts NGOs; this is what the second counts, in the words of the report. */
export const institutionAndAuthorities = 'Membrii instituției și autorități publice';

/** „FEEDBACK ȘI OBSERVAȚII”: what was graded, from programme to organisation. */
export const aspects = ['programme', 'duration', 'topics', 'moderators', 'conditions', 'organisation'] as const;

/** „FEEDBACK ȘI OBSERVAȚII”: the final results, in brackets. Study and map were presented (see above), podcasts and webinars were not. */
export const finalResults = [
  ['study', 'presented'],
  ['facilities-map', 'presented'],
  ['podcast', 'planned'],
  ['webinar', 'planned'],
] as const;

export const sessions: readonly SourceSession[] = [
  {
    numeral: 'I',
    date: '23.03.2023',
    hours: '09:30-16:00',
    venue: ['Fresh Bistro', 'Schitu Măgureanu', '8', 'București'],
    total: 24,
    participants: [18, 2, 4],
    points: [
      ['jumătate', 'angajații', 'serviciile electronice'],
      ['motoare', 'Google', 'capcane'],
      ['vârstnice', 'părere'],
      ['Comunicarea', 'blochează', 'părerea'],
      ['dosarelor', 'număr de înregistrare', 'chitanță'],
      ['cetățenia activă', 'dezbateri'],
      ['școli', 'elevii și părinții', 'voluntariatului'],
      ['materii', 'educație civică'],
      ['cetățeni se tem', 'instituții'],
    ],
    respondents: 12,
    anonymous: null,
    grades: [3, 4, 5],
    single: { aspect: 'duration', grade: 3 },
    fewOf: null,
    objectivesMet: 'all',
    wishToBeInformed: 'majority',
    suggestions: [
      ['Campanii', 'rețelele sociale'],
      ['Campanii', 'XI-a', 'XII-a'],
      ['Ghiduri', 'simple'],
      ['radio', 'televiziune', 'internet'],
    ],
    channels: [
      ['social-networks', 'Campanii', 'rețelele sociale'],
      ['schools', 'Campanii', 'XI-a', 'XII-a'],
      ['radio', 'audio'],
      ['tv', 'video'],
      ['other-websites', 'internet'],
    ],
  },
  {
    numeral: 'II',
    date: '11.04.2023',
    hours: '09:30-16:00',
    venue: ['Fresh Bistro', 'Schitu Măgureanu', '8', 'București'],
    total: 23,
    participants: [17, 3, 23],
    points: [
      ['voluntariatul', 'gratis', 'greșită'],
      ['strângeri de fonduri', 'concerte', 'cort', 'Tineretului'],
      ['pliante', 'asociațiilor de proprietari', 'STB', 'afișe'],
      ['cooperează', 'dezbaterile și întâlnirile'],
      ['informatică', 'gimnaziu și de liceu', 'părinți'],
      ['ONG-urile', 'problemele mici'],
      ['reducere', 'plată'],
      ['Pensionarii', 'facilitățile digitale'],
    ],
    respondents: 17,
    anonymous: 1,
    grades: [3, 4, 5],
    single: null,
    fewOf: null,
    objectivesMet: 'unquantified',
    wishToBeInformed: 'majority',
    suggestions: [
      ['Grupurile de acțiune locală', 'cartier', 'educației digitale'],
      ['Harta', 'linkuri utile'],
    ],
    channels: [
      ['events', 'strângeri de fonduri', 'concerte', 'piese de teatru', 'filme'],
      ['events', 'cort', 'Parcul Tineretului'],
      ['leaflets', 'Harta', 'asociațiile de proprietari'],
      ['transport-videos', 'Harta', 'STB'],
      ['posters', 'Harta', 'STB'],
      ['schools', 'Harta', 'informatică', 'gimnaziu și liceu'],
      ['neighbourhood-groups', 'Harta', 'acțiune locală', 'cartier'],
    ],
  },
  {
    numeral: 'III',
    date: '24.04.2023',
    hours: '09:30-16:00',
    venue: ['Fresh Bistro', 'Schitu Măgureanu', '8', 'București'],
    total: 21,
    participants: [14, 3, 4],
    points: [
      ['prejudecata', 'sectoarele 1, 2 și 3', 'dormitoare'],
      ['infrastructură', 'investitori', 'străinătate'],
      ['grupuri de WhatsApp Business', 'asociațiilor de proprietari', 'grupuri de Telegram', 'răspuns automat'],
      ['plătit', 'nu se încred', 'digitalizarea'],
      ['Educația digitală și civică', 'școli', 'generații'],
      ['Facebook, TikTok și Instagram', 'filme scurte', 'tutoriale'],
      ['administrațiile de bloc', 'evenimente', 'WhatsApp'],
      ['ONG-urile', 'comunități', 'vulnerabile'],
      ['sesizare', 'plângere', 'telefon'],
      ['învețe', 'adapteze'],
      ['adapta', 'nevoie'],
      ['elevi', 'studenți', 'liderii', 'Instagram'],
    ],
    respondents: 10,
    anonymous: null,
    grades: [4, 5],
    single: null,
    fewOf: 4,
    objectivesMet: 'all',
    wishToBeInformed: 'all',
    suggestions: [
      ['magazine', 'Mega Image', 'Carrefour', 'Kaufland'],
      ['Facebook', 'WhatsApp'],
      ['Cursuri', 'cetățeni'],
      ['Cursuri', 'angajații'],
      ['Bannere', 'intersecțiile importante'],
    ],
    channels: [
      ['messaging-groups', 'Harta', 'WhatsApp Business', 'asociațiilor de proprietari'],
      ['messaging-groups', 'Harta', 'Telegram'],
      ['social-networks', 'filme scurte', 'tutoriale', 'Facebook, TikTok și Instagram'],
      ['events', 'evenimente mici', 'administrațiile de bloc'],
      ['youth-associations', 'elevi', 'studenți', 'liderii'],
      ['social-networks', 'sfaturi', 'Instagram'],
      ['shops', 'Mega Image', 'Carrefour', 'Kaufland'],
      ['social-networks', 'Facebook'],
      ['messaging-groups', 'WhatsApp'],
      ['banners', 'Intersecții importante'],
    ],
  },
];
