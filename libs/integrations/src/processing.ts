import { publicTask, setByMunicipality, type ProcessingActivity } from '@ecou/runtime/privacy';

/** The processing activities of this context. */
export const processing: readonly ProcessingActivity[] = [
  {
    name: 'webhook-contacts',
    title: { ro: 'Persoane de contact ale sistemelor abonate', en: 'Contacts of subscribed systems' },
    purpose: {
      ro: 'anunțarea celui care întreține un sistem când livrarea către acesta s-a oprit',
      en: 'telling whoever looks after a system that deliveries to it have stopped',
    },
    bases: [publicTask],
    people: {
      ro: 'administratori ai sistemelor altor instituții',
      en: 'administrators of systems of other institutions',
    },
    data: [
      {
        what: { ro: 'adresa de e-mail', en: 'e-mail address' },
        fields: { endpoint: ['contact'], 'ecou.integrations.endpoint-paused-contact.v1': ['contact'] },
      },
    ],
    recipients: {
      ro: 'personalul autorizat; furnizorul care transmite mesajele',
      en: 'authorised staff; the provider that carries messages',
    },
    readBy: 'endpoints:manage',
    retention: setByMunicipality,
    period: {
      days: 30,
      since: { ro: 'înlăturarea sistemului abonat', en: 'the removal of the subscribed system' },
      source: null,
      things: { endpoint: { by: ['EndpointRemoved'] } },
    },
    safeguards: {
      ro: 'mesajele către sisteme nu conțin date personale',
      en: 'messages to systems hold no personal data',
    },
  },
];
