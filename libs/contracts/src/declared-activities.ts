import type { LocalizedText } from './types.js';

/** A processing activity, as far as other contexts have to know what the one that declares it says in its `processing.ts`. */
export interface DeclaredActivity {
  /** Unique among all contexts. */
  readonly name: string;
  readonly title: LocalizedText;
  /** The proposal of a period; `null`: nothing of it ends by itself. */
  readonly period: {
    readonly days: number;
    /** The fact that days are counted from. */
    readonly since: LocalizedText;
    /** The law that says something about the period. */
    readonly source: LocalizedText | null;
  } | null;
}

/** Every activity, in the order of the register: `npm run generate -- register` writes them. */
export const declaredActivities: readonly DeclaredActivity[] = [
  {
    name: 'petitions',
    title: { ro: 'Petiții', en: 'Petitions' },
    period: {
      days: 1826,
      since: {
        ro: 'ultimul fapt al petiției, după ce a primit răspuns, a fost trimisă altei autorități sau clasată',
        en: 'the last fact of the petition, once it was answered, forwarded or closed',
      },
      source: {
        ro: 'Legea Arhivelor Naționale nr. 16/1996, art. 8: termenele de păstrare le stabilește nomenclatorul arhivistic al instituției',
        en: "National Archives Act 16/1996, art. 8: the institution's archival nomenclature sets the periods",
      },
    },
  },
  {
    name: 'petition-followers',
    title: { ro: 'Urmărirea unei petiții', en: 'Following a petition' },
    period: {
      days: 365,
      since: { ro: 'sfârșitul petiției urmărite', en: 'the end of the petition that is followed' },
      source: null,
    },
  },
  {
    name: 'open311-reports',
    title: { ro: 'Sesizări din alte aplicații (Open311)', en: 'Reports from other apps (Open311)' },
    period: {
      days: 1826,
      since: { ro: 'sfârșitul petiției care a rezultat', en: 'the end of the petition that it became' },
      source: {
        ro: 'Legea Arhivelor Naționale nr. 16/1996, art. 8: termenele de păstrare le stabilește nomenclatorul arhivistic al instituției',
        en: "National Archives Act 16/1996, art. 8: the institution's archival nomenclature sets the periods",
      },
    },
  },
  {
    name: 'questionnaires',
    title: { ro: 'Chestionare', en: 'Questionnaires' },
    period: {
      days: 1826,
      since: { ro: 'închiderea chestionarului', en: 'the close of the questionnaire' },
      source: {
        ro: 'Legea Arhivelor Naționale nr. 16/1996, art. 8: termenele de păstrare le stabilește nomenclatorul arhivistic al instituției',
        en: "National Archives Act 16/1996, art. 8: the institution's archival nomenclature sets the periods",
      },
    },
  },
  {
    name: 'updates',
    title: { ro: 'Vești după un chestionar', en: 'News after a questionnaire' },
    period: {
      days: 365,
      since: {
        ro: 'cererea; abonarea care a urmat are termenul ei',
        en: 'the request; the subscription that followed has a period of its own',
      },
      source: null,
    },
  },
  {
    name: 'facility-feedback',
    title: { ro: 'Păreri despre facilități', en: 'Feedback on facilities' },
    period: { days: 1096, since: { ro: 'ultimul fapt al părerii', en: 'the last fact of the feedback' }, source: null },
  },
  {
    name: 'officers',
    title: { ro: 'Registrul persoanelor care lucrează cu petiții', en: 'Directory of officers' },
    period: {
      days: 3653,
      since: {
        ro: 'ziua de la care persoana nu mai lucrează cu petiții; scrisorile trimise rămân semnate',
        en: 'the day from which they handle no petitions any more; letters that were sent stay signed',
      },
      source: {
        ro: 'Legea Arhivelor Naționale nr. 16/1996, art. 8: termenele de păstrare le stabilește nomenclatorul arhivistic al instituției',
        en: "National Archives Act 16/1996, art. 8: the institution's archival nomenclature sets the periods",
      },
    },
  },
  {
    name: 'registration',
    title: { ro: 'Înscrierea la evenimente civice', en: 'Registration for civic events' },
    period: {
      days: 1096,
      since: { ro: 'sfârșitul sau anularea evenimentului', en: 'the end of the civic event, or its cancellation' },
      source: {
        ro: 'Legea Arhivelor Naționale nr. 16/1996, art. 8: termenele de păstrare le stabilește nomenclatorul arhivistic al instituției',
        en: "National Archives Act 16/1996, art. 8: the institution's archival nomenclature sets the periods",
      },
    },
  },
  {
    name: 'accessibility-needs',
    title: { ro: 'Nevoi de accesibilitate la evenimente', en: 'Accessibility needs at events' },
    period: null,
  },
  {
    name: 'speakers',
    title: { ro: 'Vorbitori la evenimente civice', en: 'Speakers at civic events' },
    period: {
      days: 3653,
      since: {
        ro: 'ultimul fapt al evenimentului, după ce s-a încheiat sau a fost anulat',
        en: 'the last fact of the civic event, once it is over or was cancelled',
      },
      source: {
        ro: 'Legea Arhivelor Naționale nr. 16/1996, art. 8: termenele de păstrare le stabilește nomenclatorul arhivistic al instituției',
        en: "National Archives Act 16/1996, art. 8: the institution's archival nomenclature sets the periods",
      },
    },
  },
  {
    name: 'subscription',
    title: { ro: 'Abonarea la noutăți', en: 'Subscriptions to news' },
    period: {
      days: 1096,
      since: {
        ro: 'ultimul fapt al abonatului, după ce nu mai primește nimic sau nu a confirmat',
        en: 'the last fact of the subscriber, once they get nothing any more, or never confirmed',
      },
      source: {
        ro: 'Codul civil, art. 2517: termenul general de prescripție de trei ani, pentru dovada consimțământului',
        en: 'Civil Code, art. 2517: the general limitation period of three years, for the proof of consent',
      },
    },
  },
  {
    name: 'messages',
    title: { ro: 'Mesajele trimise', en: 'Messages that are sent' },
    period: {
      days: 365,
      since: {
        ro: 'ultimul fapt al mesajului, după ce a fost trimis, reținut sau nu a ajuns',
        en: 'the last fact of the message, once it was sent, withheld or did not arrive',
      },
      source: null,
    },
  },
  {
    name: 'inbox',
    title: { ro: 'Mesajele primite', en: 'Messages that people write' },
    period: {
      days: 365,
      since: { ro: 'ultimul fapt al conversației închise', en: 'the last fact of a conversation that was closed' },
      source: {
        ro: 'Legea Arhivelor Naționale nr. 16/1996, art. 8: termenele de păstrare le stabilește nomenclatorul arhivistic al instituției',
        en: "National Archives Act 16/1996, art. 8: the institution's archival nomenclature sets the periods",
      },
    },
  },
  {
    name: 'stewards',
    title: { ro: 'Responsabilii facilităților digitale', en: 'Stewards of digital facilities' },
    period: {
      days: 1096,
      since: { ro: 'retragerea facilității', en: 'the retirement of the facility' },
      source: {
        ro: 'Legea Arhivelor Naționale nr. 16/1996, art. 8: termenele de păstrare le stabilește nomenclatorul arhivistic al instituției',
        en: "National Archives Act 16/1996, art. 8: the institution's archival nomenclature sets the periods",
      },
    },
  },
  {
    name: 'webhook-contacts',
    title: { ro: 'Persoane de contact ale sistemelor abonate', en: 'Contacts of subscribed systems' },
    period: {
      days: 30,
      since: { ro: 'înlăturarea sistemului abonat', en: 'the removal of the subscribed system' },
      source: null,
    },
  },
  { name: 'access', title: { ro: 'Accesul la platformă', en: 'Access to the platform' }, period: null },
  {
    name: 'accounts',
    title: { ro: 'Conturile celor care se autentifică', en: 'Accounts of those who sign in' },
    period: {
      days: 1096,
      since: { ro: 'ziua în care accesul a fost oprit', en: 'the day on which access was ended' },
      source: {
        ro: 'Codul civil, art. 2517: termenul general de prescripție de trei ani',
        en: 'Civil Code, art. 2517: the general limitation period of three years',
      },
    },
  },
  {
    name: 'rights',
    title: { ro: 'Drepturile persoanelor asupra datelor lor', en: 'Rights of people over their data' },
    period: {
      days: 1096,
      since: {
        ro: 'ultimul fapt al cererii, după ce a primit răspuns sau a fost respinsă; al unei păstrări, ridicarea ei',
        en: 'the last fact of the request, once it was answered or refused; of a hold, its end',
      },
      source: {
        ro: 'Codul civil, art. 2517: termenul general de prescripție de trei ani',
        en: 'Civil Code, art. 2517: the general limitation period of three years',
      },
    },
  },
];
