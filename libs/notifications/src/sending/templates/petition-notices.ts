import { day, instant, letterFacts, type Language } from '@ecou/contracts';
import { z } from 'zod';
import type { NoticePurpose } from '../message/message.events.js';
import { dayIn } from './moment.js';
import { template, type Attachment, type Content, type MessageLinks, type Template } from './template.js';
import { line, lines } from './variables.js';

export type PetitionPurpose = Extract<NoticePurpose, `petition-${string}`>;

const variables = z.object({
  petitionId: z.uuid(),
  number: line,
  /** The numbers of all petitions that an answer is for. */
  numbers: line.optional(),
  name: line,
  /** Of an answer: the line that names whom it is for. */
  salutation: line.optional(),
  /** The words of an officer on the occasion. */
  text: lines.optional(),
  /** Of an answer: the law that it rests on. */
  legalBasis: line.optional(),
  /** Of an answer that is a letter: its number in the outgoing register, when it went out, and what stands in it besides the words. */
  outgoingNumber: line.optional(),
  at: instant.optional(),
  letter: letterFacts.optional(),
  /** The day by which the municipality means to answer. */
  answerBy: day.optional(),
  /** The last day by law, where it is another one. */
  legalAnswerBy: day.optional(),
});
type Shown = z.output<typeof variables>;

interface Said {
  readonly subject: string;
  readonly lead: string;
  readonly action: string;
}

const follow = { ro: 'Urmăriți petiția', en: 'Follow the petition' } as const;
const grade = {
  ro: 'Vedeți răspunsul și spuneți cât de mulțumit(ă) sunteți',
  en: 'See the answer, and say how satisfied you are',
} as const;

const tellings: Readonly<Record<PetitionPurpose, Readonly<Record<Language, Said>>>> = {
  'petition-acknowledged': {
    ro: {
      subject: 'Petiția a fost înregistrată',
      lead: 'Petiția dumneavoastră a fost înregistrată.',
      action: follow.ro,
    },
    en: {
      subject: 'The petition was registered',
      lead: 'Your petition was registered.',
      action: follow.en,
    },
  },
  'petition-information-requested': {
    ro: {
      subject: 'Vă cerem informații',
      lead: 'Pentru a vă putea răspunde, avem nevoie de informații de la dumneavoastră:',
      action: 'Răspundeți',
    },
    en: {
      subject: 'We need information from you',
      lead: 'To be able to answer, we need information from you:',
      action: 'Reply',
    },
  },
  'petition-extended': {
    ro: {
      subject: 'Termenul a fost prelungit',
      lead: 'Termenul de răspuns a fost prelungit, din motivul de mai jos.',
      action: follow.ro,
    },
    en: {
      subject: 'The time for the answer was extended',
      lead: 'The time for the answer was extended, for the reason below.',
      action: follow.en,
    },
  },
  'petition-forwarded': {
    ro: {
      subject: 'Petiția a fost trimisă autorității competente',
      lead: 'Petiția dumneavoastră a fost trimisă autorității competente, care vă va răspunde.',
      action: follow.ro,
    },
    en: {
      subject: 'The petition was sent to the competent authority',
      lead: 'Your petition was sent to the competent authority, which will answer you.',
      action: follow.en,
    },
  },
  'petition-returned': {
    ro: {
      subject: 'Petiția s-a întors la noi',
      lead: 'Autoritatea căreia i-am trimis petiția dumneavoastră ne-a trimis-o înapoi: vă răspundem noi.',
      action: follow.ro,
    },
    en: {
      subject: 'The petition came back to us',
      lead: 'The authority to which we sent your petition sent it back: we will answer it.',
      action: follow.en,
    },
  },
  'petition-joined': {
    ro: {
      subject: 'Petiția a fost conexată',
      lead: 'Ați trimis mai multe petiții despre aceeași problemă: au fost conexate, și primiți un singur răspuns.',
      action: follow.ro,
    },
    en: {
      subject: 'The petition was joined to another one',
      lead: 'You sent several petitions about one matter: they were joined, and you get one answer.',
      action: follow.en,
    },
  },
  'petition-separated': {
    ro: {
      subject: 'Petiția nu mai este conexată',
      lead: 'Petiția dumneavoastră a fost conexată din greșeală la alta; la ea primiți un răspuns separat.',
      action: follow.ro,
    },
    en: {
      subject: 'The petition is no longer joined',
      lead: 'Your petition was joined to another one by mistake; it gets an answer of its own.',
      action: follow.en,
    },
  },
  'petition-answered': {
    ro: {
      subject: 'Răspuns la petiție',
      lead: 'Răspunsul la petiția dumneavoastră este următorul:',
      action: grade.ro,
    },
    en: {
      subject: 'Answer to the petition',
      lead: 'The answer to your petition is the following:',
      action: grade.en,
    },
  },
  'petition-declined': {
    ro: {
      subject: 'Răspuns la petiție',
      lead: 'Petiția dumneavoastră nu a putut fi soluționată favorabil, din motivele următoare:',
      action: grade.ro,
    },
    en: {
      subject: 'Answer to the petition',
      lead: 'Your petition was declined, for the following reasons:',
      action: grade.en,
    },
  },
  'petition-reopened': {
    ro: {
      subject: 'Petiția a fost redeschisă',
      lead: 'Petiția dumneavoastră a fost redeschisă.',
      action: follow.ro,
    },
    en: {
      subject: 'The petition was reopened',
      lead: 'Your petition was reopened.',
      action: follow.en,
    },
  },
  'petition-closed': {
    ro: { subject: 'Petiția a fost închisă', lead: 'Petiția dumneavoastră a fost închisă.', action: follow.ro },
    en: { subject: 'The petition was closed', lead: 'Your petition was closed.', action: follow.en },
  },
};

const words = {
  ro: {
    hello: (name: string) => `Bună ziua, ${name},`,
    number: 'Numărul de înregistrare',
    numbers: 'Numerele de înregistrare',
    legalBasis: 'Temei legal',
    letter: (number: string) => `Răspunsul este atașat ca scrisoare, cu numărul de ieșire ${number}.`,
    by: (date: string) => `Ne propunem să vă răspundem până la ${date}.`,
    legal: (date: string) => `Termenul legal de răspuns este ${date}.`,
    own: 'Primiți acest mesaj pentru că ați trimis o petiție și ați lăsat această adresă pentru răspuns.',
    secret: 'Legătura este numai a dumneavoastră: cine o are vede petiția.',
  },
  en: {
    hello: (name: string) => `Hello, ${name},`,
    number: 'Registration number',
    numbers: 'Registration numbers',
    legalBasis: 'Legal basis',
    letter: (number: string) => `The answer is attached as a letter, with the outgoing number ${number}.`,
    by: (date: string) => `We mean to answer by ${date}.`,
    legal: (date: string) => `By law the answer is due by ${date}.`,
    own: 'You get this message because you sent a petition, and left this address for the answer.',
    secret: 'The link is yours only: whoever has it sees the petition.',
  },
} as const;

/** The letter that goes with the mail of an answer. */
function letterIn(shown: Shown, lang: Language): Attachment[] {
  const { outgoingNumber: number, at, letter, salutation = null, text, legalBasis = null } = shown;
  if (number === undefined || at === undefined || !letter || text === undefined) return [];
  return [{ kind: 'letter', letter: { ...letter, number, at, lang, salutation, text, legalBasis } }];
}

function contentOf(purpose: PetitionPurpose, language: Language, shown: Shown, links: MessageLinks): Content {
  const [say, said] = [words[language], tellings[purpose][language]];
  const { petitionId: id, number, numbers, name, salutation, text, legalBasis, outgoingNumber } = shown;
  const { answerBy, legalAnswerBy } = shown;
  const letter = letterIn(shown, language);
  const date = (value: string) => dayIn(value, language);
  return {
    subject: `${said.subject}: ${number}`,
    paragraphs: [
      salutation ?? say.hello(name),
      numbers === undefined ? `${say.number}: ${number}` : `${say.numbers}: ${numbers}`,
      said.lead,
      ...(text === undefined ? [] : text.split(/\n{2,}/)),
      ...(legalBasis === undefined ? [] : [`${say.legalBasis}: ${legalBasis}`]),
      ...(letter.length > 0 && outgoingNumber !== undefined ? [say.letter(outgoingNumber)] : []),
      ...(answerBy === undefined || answerBy === legalAnswerBy ? [] : [say.by(date(answerBy))]),
      ...(legalAnswerBy === undefined ? [] : [say.legal(date(legalAnswerBy))]),
    ],
    action: { label: said.action, href: links.petition({ number, id }) },
    notes: [say.own, say.secret],
    attachments: letter,
  };
}

const noticeOf = (purpose: PetitionPurpose): Template =>
  template({
    name: purpose,
    version: 1,
    variables,
    content: (language, shown, links) => contentOf(purpose, language, shown, links),
  });

export const petitionNotices = {
  'petition-acknowledged': [noticeOf('petition-acknowledged')],
  'petition-information-requested': [noticeOf('petition-information-requested')],
  'petition-extended': [noticeOf('petition-extended')],
  'petition-forwarded': [noticeOf('petition-forwarded')],
  'petition-returned': [noticeOf('petition-returned')],
  'petition-joined': [noticeOf('petition-joined')],
  'petition-separated': [noticeOf('petition-separated')],
  'petition-answered': [noticeOf('petition-answered')],
  'petition-declined': [noticeOf('petition-declined')],
  'petition-reopened': [noticeOf('petition-reopened')],
  'petition-closed': [noticeOf('petition-closed')],
} as const satisfies Record<PetitionPurpose, readonly [Template, ...Template[]]>;
