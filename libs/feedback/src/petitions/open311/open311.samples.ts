import type { Sealed } from '@ecou/event-sourcing';
import type { Offer, OfferedServiceEvent } from './offered-service.events.js';
import type { Details, ServiceRequestEvent } from './service-request.events.js';

/** Samples for specs: street lighting as a service of Open311, and a synthetic request. */
export const at = '2024-03-01T10:00:00.000Z';
export const later = '2024-03-02T10:00:00.000Z';

export const offer: Offer = {
  kind: 'complaint',
  shows: { place: true, words: false },
  attributes: [
    {
      code: 'POLE',
      datatype: 'string',
      required: false,
      description: { ro: 'Numărul stâlpului', en: 'Number of the pole' },
      hint: null,
      values: [],
    },
    {
      code: 'FAULT',
      datatype: 'singlevaluelist',
      required: true,
      description: { ro: 'Ce nu merge?' },
      hint: { ro: 'Alegeți una' },
      values: [
        { key: 'dark', name: { ro: 'Nu luminează' } },
        { key: 'flickers', name: { ro: 'Pâlpâie', en: 'Flickers' } },
      ],
    },
  ],
  notice: null,
};

export const details: Sealed<Details> = {
  subject: '1f8e2d3c-4b5a-4697-8877-665544332211',
  codec: 'plain',
  value: { description: 'Bec ars', addressId: null, mediaUrl: null, attributes: [{ code: 'FAULT', values: ['dark'] }] },
};

export const reason = { ro: 'Numește o persoană.' };

export const samples = {
  ServiceOffered: { code: 'street-lighting', ...offer, offeredAt: at },
  ServiceWithdrawn: { code: 'street-lighting', withdrawnAt: later },
  ServiceRequestReceived: { service: 'street-lighting', shows: offer.shows, details, receivedAt: at },
  ServiceRequestDisclosed: { reason, disclosedAt: later },
  ServiceRequestWithheld: { reason, withheldAt: later },
};

export const fact = (type: keyof typeof samples) =>
  ({ type, data: samples[type] }) as OfferedServiceEvent & ServiceRequestEvent;
