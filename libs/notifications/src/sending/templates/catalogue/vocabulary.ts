import type { Language } from '@ecou/contracts';
import { reasonIn } from '../endpoint-notices.js';
import { petitionStepIn } from '../followed-petition.js';
import { dayIn, moment } from '../moment.js';
import { headingOf, recommendationSteps } from '../recommendation-progressed.js';
import { correctedIn, tellings } from '../registration-words.js';
import type { MessageLinks } from '../template.js';

/** The values of a message, as its template checked them. */
export type Given = Readonly<Record<string, unknown>>;

/** A variable that people may show. */
export interface Word {
  readonly about: Readonly<Record<Language, string>>;
  /** True where it says something of the person who gets the message. */
  readonly personal?: boolean;
  /** As it reads; `undefined`: this message has none. */
  readonly show: (given: Given, language: Language, links: MessageLinks) => string | undefined;
}

const textOf = (given: Given, name: string): string | undefined => {
  const value = given[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const zone = 'Europe/Bucharest';

/** As it was given. */
const plain = (name: string): Pick<Word, 'show'> => ({ show: (given) => textOf(given, name) });

const time = (name: string): Pick<Word, 'show'> => ({
  show: (given, language) => {
    const value = textOf(given, name);
    return value && moment(value, textOf(given, 'timeZone') ?? zone, language);
  },
});

const day = (name: string): Pick<Word, 'show'> => ({
  show: (given, language) => {
    const value = textOf(given, name);
    return value && dayIn(value, language);
  },
});

/** In words, of a name. */
const said = (name: string, words: (value: string, language: Language) => string | undefined): Pick<Word, 'show'> => ({
  show: (given, language) => {
    const value = textOf(given, name);
    return value && words(value, language);
  },
});

const stepIn = (name: string, language: Language): string | undefined => {
  const step = recommendationSteps.find((each) => each === name);
  return step && headingOf(step, language);
};

const cancellationIn = (reason: string, language: Language): string =>
  tellings['registration-cancelled'][language].lead({ name: '', reason }, (at) => at);

/** Every variable, by name. */
export const vocabulary = {
  consent: { about: { ro: 'textul acordului', en: 'the text to agree to' }, ...plain('consent') },
  until: { about: { ro: 'până când este valabil acordul dat', en: 'until when consent holds' }, ...time('until') },
  topics: {
    about: { ro: 'temele despre care scriem', en: 'the topics that we write about' },
    show: (_given, _language, { topics }) => (topics.length === 0 ? undefined : topics.join('; ')),
  },
  count: { about: { ro: 'câte noutăți sunt', en: 'how many news there are' }, ...plain('count') },
  title: { about: { ro: 'titlul', en: 'the title' }, ...plain('title') },
  version: { about: { ro: 'versiunea raportului', en: 'the version of the report' }, ...plain('version') },
  note: { about: { ro: 'motivul sau explicația', en: 'the reason or explanation' }, ...plain('note') },
  step: { about: { ro: 'ce s-a decis sau s-a făcut', en: 'what was decided or done' }, ...said('step', stepIn) },
  petitionStep: {
    about: { ro: 'ce s-a întâmplat cu petiția', en: 'what happened to the petition' },
    ...said('step', petitionStepIn),
  },
  startsAt: { about: { ro: 'când începe', en: 'when it starts' }, ...time('startsAt') },
  endsAt: { about: { ro: 'când se termină', en: 'when it ends' }, ...time('endsAt') },
  previousStart: { about: { ro: 'când era anunțat', en: 'when it had been announced for' }, ...time('previousStart') },
  place: { about: { ro: 'locul', en: 'the place' }, ...plain('place') },
  onlineAddress: { about: { ro: 'adresa online', en: 'the online address' }, ...plain('onlineAddress') },
  name: { about: { ro: 'numele persoanei', en: "the person's name" }, personal: true, ...plain('name') },
  confirmBy: { about: { ro: 'până când se confirmă', en: 'by when to confirm' }, ...time('confirmBy') },
  doorCode: {
    about: { ro: 'codul pentru intrare', en: 'the code for the door' },
    personal: true,
    show: (given, _language, links) => {
      const id = textOf(given, 'id');
      return id && links.doorCode(id);
    },
  },
  cancellation: { about: { ro: 'cum s-a anulat', en: 'how it was cancelled' }, ...said('reason', cancellationIn) },
  explanation: { about: { ro: 'de ce', en: 'why' }, ...plain('explanation') },
  changed: {
    about: { ro: 'ce s-a rectificat', en: 'what was corrected' },
    ...said('changed', (names, language) => correctedIn(language, names) || undefined),
  },
  correction: { about: { ro: 'de ce s-a rectificat', en: 'why it was corrected' }, ...plain('correction') },
  number: { about: { ro: 'numărul de înregistrare', en: 'the registration number' }, ...plain('number') },
  numbers: {
    about: { ro: 'toate numerele, la petiții conexate', en: 'all numbers, of joined petitions' },
    ...plain('numbers'),
  },
  salutation: {
    about: { ro: 'formula de adresare', en: 'the salutation' },
    personal: true,
    ...plain('salutation'),
  },
  text: { about: { ro: 'cuvintele funcționarului', en: "the officer's words" }, personal: true, ...plain('text') },
  legalBasis: { about: { ro: 'temeiul legal', en: 'the legal basis' }, ...plain('legalBasis') },
  outgoingNumber: { about: { ro: 'numărul de ieșire', en: 'the outgoing number' }, ...plain('outgoingNumber') },
  answerBy: { about: { ro: 'când ne propunem să răspundem', en: 'when we mean to answer' }, ...day('answerBy') },
  legalAnswerBy: { about: { ro: 'termenul legal', en: 'the legal time limit' }, ...day('legalAnswerBy') },
  host: { about: { ro: 'sistemul care nu mai primește', en: 'the system that gets no more' }, ...plain('host') },
  pauseReason: {
    about: { ro: 'de ce s-au oprit', en: 'why they were paused' },
    ...said('reason', (reason, language) => reasonIn(language, reason)),
  },
  error: { about: { ro: 'ultimul răspuns', en: 'the last answer' }, ...plain('error') },
  position: { about: { ro: 'poziția în jurnal', en: 'the position in the log' }, ...plain('position') },
  dueOn: { about: { ro: 'termenul', en: 'the due day' }, ...day('dueOn') },
  verifiedAt: { about: { ro: 'ultima verificare', en: 'the last verification' }, ...time('verifiedAt') },
  lastOn: { about: { ro: 'ultima zi', en: 'the last day' }, ...day('lastOn') },
} as const satisfies Readonly<Record<string, Word>>;

export type VariableName = keyof typeof vocabulary;
