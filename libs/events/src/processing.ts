import {
  archivesLaw,
  consent,
  publicTask,
  setByMunicipality,
  type ProcessingActivity,
  type ThingsEnd,
} from '@ecou/runtime/privacy';

const told = [
  ...['registration-to-confirm', 'registration-confirmed', 'registration-waiting', 'registration-promoted'],
  ...['registration-rescheduled', 'registration-corrected', 'registration-reminder', 'registration-repeated'],
  ...['registration-cancelled', 'person-invited'],
].map((name) => `ecou.events.${name}.v1`);

const inMessages = (path: string) => Object.fromEntries(told.map((type) => [type, [path]]));

const withCivicEvent: ThingsEnd = { by: 'any', with: { category: 'civic-event', field: 'civicEventId' } };

const civicEventsEnd: ThingsEnd = {
  by: ['CivicEventHeld', 'CivicEventCancelled', 'CivicEventClosed'],
  goesOnBy: ['CivicEventHoldRevoked', 'CivicEventRescheduled'],
};

/** The processing activities of this context. */
export const processing: readonly ProcessingActivity[] = [
  {
    name: 'registration',
    title: { ro: 'Înscrierea la evenimente civice', en: 'Registration for civic events' },
    purpose: {
      ro: 'organizarea evenimentului: locuri, listă de așteptare, confirmări, mementouri, anunțarea modificărilor, prezența',
      en: 'organising the event: seats, waiting list, confirmations, reminders, notices of changes, attendance',
    },
    bases: [publicTask],
    people: {
      ro: 'persoane care se înscriu, sunt invitate sau sunt primite la intrare',
      en: 'people who register, are invited, or are admitted at the door',
    },
    data: [
      {
        what: { ro: 'numele', en: 'name' },
        fields: { registration: ['name'], invitation: ['name'], 'walk-in': ['name'], ...inMessages('name') },
      },
      {
        what: { ro: 'adresa de e-mail sau telefonul', en: 'e-mail address or telephone number' },
        fields: { registration: ['contact.address'], invitation: ['contact.address'], ...inMessages('address') },
      },
    ],
    recipients: {
      ro: 'personalul autorizat; furnizorul care transmite mesajele',
      en: 'authorised staff; the provider that carries messages',
    },
    readBy: 'events:write',
    retention: setByMunicipality,
    period: {
      days: 1096,
      since: { ro: 'sfârșitul sau anularea evenimentului', en: 'the end of the civic event, or its cancellation' },
      source: archivesLaw,
      things: {
        registration: withCivicEvent,
        invitation: withCivicEvent,
        'walk-in': withCivicEvent,
        'civic-event': civicEventsEnd,
      },
    },
    safeguards: {
      ro: 'cifrele publicate nu conțin nume; adresele nu se publică',
      en: 'published figures hold no names; addresses are not published',
    },
  },
  {
    name: 'accessibility-needs',
    title: { ro: 'Nevoi de accesibilitate la evenimente', en: 'Accessibility needs at events' },
    purpose: {
      ro: 'asigurarea accesului la eveniment, pentru cine cere acest lucru',
      en: 'access to the event, for whoever asks for it',
    },
    bases: [
      consent,
      {
        article: 'Art. 9 (2) (a)',
        because: {
          ro: 'consimțământul explicit, deoarece o nevoie poate arăta starea de sănătate; câmpul este facultativ',
          en: 'explicit consent, since a need may tell of health; the field is optional',
        },
      },
    ],
    people: {
      ro: 'persoane care se înscriu și scriu de ce au nevoie',
      en: 'people who register and say what they need',
    },
    data: [
      {
        what: { ro: 'nevoia, în cuvintele persoanei', en: 'the need, in the words of the person' },
        fields: { registration: ['needs'] },
      },
    ],
    recipients: { ro: 'personalul autorizat', en: 'authorised staff' },
    readBy: 'events:write',
    retention: {
      ro: 'cât înscrierea din care face parte: ambele au aceeași cheie',
      en: 'as long as the registration that it is a part of: both are under one key',
    },
    safeguards: { ro: 'nu pleacă în niciun mesaj și în nicio cifră', en: 'goes into no message and no figure' },
  },
  {
    name: 'speakers',
    title: { ro: 'Vorbitori la evenimente civice', en: 'Speakers at civic events' },
    purpose: { ro: 'informarea publicului despre ordinea de zi', en: 'telling the public who speaks about what' },
    bases: [publicTask],
    people: { ro: 'vorbitori', en: 'speakers' },
    data: [
      {
        what: { ro: 'numele și instituția', en: 'name and affiliation' },
        fields: { 'civic-event': ['items[].speakers[].name'] },
      },
    ],
    recipients: { ro: 'publicul', en: 'the public' },
    retention: setByMunicipality,
    period: {
      days: 3653,
      since: {
        ro: 'ultimul fapt al evenimentului, după ce s-a încheiat sau a fost anulat',
        en: 'the last fact of the civic event, once it is over or was cancelled',
      },
      source: archivesLaw,
      things: { 'civic-event': civicEventsEnd },
    },
    safeguards: {
      ro: 'numai ceea ce vorbitorul a acceptat să fie publicat',
      en: 'only what the speaker agreed to have published',
    },
  },
];

/** Those with these names, for the notice of a form. */
export const activitiesNamed = (...names: readonly string[]): readonly ProcessingActivity[] =>
  processing.filter(({ name }) => names.includes(name));
