import type { Language } from '@ecou/contracts';
import type { NoticePurpose } from '../message/message.events.js';

export type RegistrationPurpose = Exclude<
  NoticePurpose,
  `petition-${string}` | `endpoint-${string}` | `conversation-${string}` | 'verification-due' | 'campaign-test'
>;

/** The words of every mail about a registration. */
export const words = {
  ro: {
    hello: 'Bună ziua,',
    when: 'Când',
    was: 'Era',
    why: 'De ce',
    where: 'Unde',
    online: 'Online',
    code: 'Codul dumneavoastră pentru intrare, și ca imagine atașată:',
    codeName: 'cod-de-intrare',
    calendar: 'Evenimentul este atașat pentru calendar (ecou.ics).',
    page: 'Vedeți înscrierea sau renunțați la loc',
    own: 'Primiți acest mesaj pentru că v-ați înscris la acest eveniment sau ați fost înscris(ă) de organizator.',
    invited: 'Primiți acest mesaj pentru că organizatorul v-a invitat la acest eveniment.',
    secret: 'Legătura și codul sunt numai ale dumneavoastră: nu le dați mai departe.',
  },
  en: {
    hello: 'Hello,',
    when: 'When',
    was: 'Was',
    why: 'Why',
    where: 'Where',
    online: 'Online',
    code: 'Your code for the door, also attached as a picture:',
    codeName: 'door-code',
    calendar: 'The event is attached for your calendar (ecou.ics).',
    page: 'See the registration, or give up the place',
    own: 'You get this message because you registered for this event, or the organiser registered you.',
    invited: 'You get this message because the organiser invited you to this event.',
    secret: 'The link and the code are yours only: do not pass them on.',
  },
} as const;

/** The values that a lead may name. */
interface Told {
  readonly name: string;
  readonly confirmBy?: string | undefined;
  readonly reason?: string | undefined;
  readonly changed?: string | undefined;
  readonly correction?: string | undefined;
}

interface Said {
  readonly subject: (title: string) => string;
  readonly lead: (shown: Told, moment: (time: string) => string) => string;
}
type Telling = Readonly<Record<Language, Said>> & {
  /** True where they have a seat: the code for the door goes along. */
  readonly seat?: boolean;
  /** True where the civic event goes along for a calendar. */
  readonly calendar?: boolean;
};

const cancelled: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  ro: {
    holder: 'Ați renunțat la locul dumneavoastră la evenimentul de mai jos.',
    staff: 'Organizatorul a anulat înscrierea dumneavoastră la evenimentul de mai jos.',
    'civic-event-cancelled': 'Evenimentul de mai jos a fost anulat, și odată cu el înscrierea dumneavoastră.',
  },
  en: {
    holder: 'You gave up your place at the event below.',
    staff: 'The organiser cancelled your registration for the event below.',
    'civic-event-cancelled': 'The event below was cancelled, and your registration with it.',
  },
};

/** Names of the fields that may have been wrong; others are not named. */
const corrected: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  ro: {
    title: 'titlul',
    description: 'descrierea',
    format: 'felul participării',
    venue: 'locul',
    'online-address': 'adresa online',
    languages: 'limbile',
    audience: 'publicul',
    agenda: 'programul',
  },
  en: {
    title: 'the title',
    description: 'the description',
    format: 'the way of taking part',
    venue: 'the place',
    'online-address': 'the online address',
    languages: 'the languages',
    audience: 'the audience',
    agenda: 'the agenda',
  },
};

/** The fields that were wrong, in words. `changed`: their names. */
export const correctedIn = (language: Language, changed = ''): string =>
  changed
    .split(', ')
    .flatMap((name) => corrected[language][name] ?? [])
    .join(', ');

/** The words of each of them. */
export const tellings: Readonly<Record<RegistrationPurpose, Telling>> = {
  'registration-to-confirm': {
    ro: {
      subject: (title) => `Confirmați înscrierea: ${title}`,
      lead: ({ confirmBy }, at) =>
        `Cineva, poate dumneavoastră, s-a înscris cu această adresă la evenimentul de mai jos. Confirmați${confirmBy === undefined ? '' : ` până ${at(confirmBy)}`}; altfel locul este dat mai departe.`,
    },
    en: {
      subject: (title) => `Please confirm your registration: ${title}`,
      lead: ({ confirmBy }, at) =>
        `Somebody, perhaps you, registered with this address for the event below. Confirm it${confirmBy === undefined ? '' : ` by ${at(confirmBy)}`}; else the place is given on.`,
    },
  },
  'registration-confirmed': {
    seat: true,
    calendar: true,
    ro: {
      subject: (title) => `Aveți un loc: ${title}`,
      lead: () => 'Înscrierea este confirmată: aveți un loc la evenimentul de mai jos. Arătați codul la intrare.',
    },
    en: {
      subject: (title) => `You have a seat: ${title}`,
      lead: () => 'Your registration is confirmed: you have a seat at the event below. Show the code at the door.',
    },
  },
  'registration-waiting': {
    ro: {
      subject: (title) => `Sunteți pe lista de așteptare: ${title}`,
      lead: () => 'Toate locurile sunt ocupate. Sunteți pe lista de așteptare; vă scriem dacă se eliberează un loc.',
    },
    en: {
      subject: (title) => `You are on the waiting list: ${title}`,
      lead: () => 'All seats are taken. You are on the waiting list; we write to you if a seat becomes free.',
    },
  },
  'registration-promoted': {
    seat: true,
    calendar: true,
    ro: {
      subject: (title) => `S-a eliberat un loc pentru dumneavoastră: ${title}`,
      lead: () =>
        'Nu mai sunteți pe lista de așteptare: aveți un loc la evenimentul de mai jos. Arătați codul la intrare.',
    },
    en: {
      subject: (title) => `A seat became free for you: ${title}`,
      lead: () =>
        'You are no longer on the waiting list: you have a seat at the event below. Show the code at the door.',
    },
  },
  'registration-rescheduled': {
    calendar: true,
    ro: {
      subject: (title) => `Evenimentul s-a mutat: ${title}`,
      lead: () =>
        'Evenimentul la care v-ați înscris începe la altă oră sau în altă zi. Înscrierea rămâne valabilă; dacă nu puteți veni, renunțați la loc.',
    },
    en: {
      subject: (title) => `The event was moved: ${title}`,
      lead: () =>
        'The event that you registered for starts at another time. Your registration stands; if you cannot come, give up the place.',
    },
  },
  'registration-corrected': {
    calendar: true,
    ro: {
      subject: (title) => `Rectificare: ${title}`,
      lead: ({ changed, correction }) =>
        [
          'Ceea ce v-am spus despre evenimentul la care v-ați înscris a fost rectificat; mai jos este cum rămâne.',
          ...(correctedIn('ro', changed) === '' ? [] : [`S-a schimbat: ${correctedIn('ro', changed)}.`]),
          ...(correction === undefined ? [] : [`De ce: ${correction}`]),
        ].join('\n'),
    },
    en: {
      subject: (title) => `Correction: ${title}`,
      lead: ({ changed, correction }) =>
        [
          'What we told you of the event that you registered for was corrected; below is how it stands.',
          ...(correctedIn('en', changed) === '' ? [] : [`What changed: ${correctedIn('en', changed)}.`]),
          ...(correction === undefined ? [] : [`Why: ${correction}`]),
        ].join('\n'),
    },
  },
  'registration-reminder': {
    seat: true,
    calendar: true,
    ro: {
      subject: (title) => `Vă reamintim: ${title}`,
      lead: () => 'Vă reamintim de evenimentul la care aveți un loc. Arătați codul la intrare.',
    },
    en: {
      subject: (title) => `A reminder: ${title}`,
      lead: () => 'This reminds you of the event at which you have a seat. Show the code at the door.',
    },
  },
  'registration-repeated': {
    ro: {
      subject: (title) => `Sunteți deja înscris(ă): ${title}`,
      lead: () =>
        'Cineva, poate dumneavoastră, s-a înscris încă o dată cu această adresă. Înscrierea de mai înainte rămâne; mai jos aveți legătura ei.',
    },
    en: {
      subject: (title) => `You are registered already: ${title}`,
      lead: () =>
        'Somebody, perhaps you, registered once more with this address. The earlier registration stands; its link is below.',
    },
  },
  'registration-cancelled': {
    calendar: true,
    ro: {
      subject: (title) => `Înscrierea a fost anulată: ${title}`,
      lead: ({ reason = '' }) =>
        cancelled.ro[reason] ?? 'Înscrierea dumneavoastră la evenimentul de mai jos a fost anulată.',
    },
    en: {
      subject: (title) => `The registration was cancelled: ${title}`,
      lead: ({ reason = '' }) => cancelled.en[reason] ?? 'Your registration for the event below was cancelled.',
    },
  },
  'person-invited': {
    ro: {
      subject: (title) => `Sunteți invitat(ă): ${title}`,
      lead: ({ name }) => `${name}, sunteți invitat(ă) la evenimentul de mai jos. Spuneți-ne dacă veniți.`,
    },
    en: {
      subject: (title) => `You are invited: ${title}`,
      lead: ({ name }) => `${name}, you are invited to the event below. Tell us whether you come.`,
    },
  },
};
