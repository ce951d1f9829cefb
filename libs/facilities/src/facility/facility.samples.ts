import type { FacilityDetails } from './facility.events.js';

/** A library, as the specs know it. */
export const library: FacilityDetails = {
  kind: 'library',
  name: { ro: 'Biblioteca Șotron', en: 'Hopscotch Library' },
  description: { ro: 'Calculatoare și ajutor la formulare.', en: 'Computers, and help with forms.' },
  position: [26.1, 44.4],
  approximate: true,
  onlineOnly: false,
  address: 'Strada Exemplului 1',
  openingHours: 'Mo-Fr 10:00-18:00',
  accessibility: { wheelchair: 'limited', note: { ro: 'Rampă la intrarea din spate' } },
  operator: 'Biblioteca',
  source: 'Pagina bibliotecii',
  links: [{ kind: 'contact', url: 'tel:0210000000', title: null }],
  incentives: [{ title: { ro: 'Permis gratuit' }, validFrom: '2026-01-01', validUntil: '--12-31' }],
};

/** A portal without a place. */
export const portal: FacilityDetails = {
  kind: 'portal',
  name: { ro: 'Portalul exemplu' },
  description: null,
  position: null,
  approximate: false,
  onlineOnly: true,
  address: null,
  openingHours: null,
  accessibility: null,
  operator: null,
  source: null,
  links: [],
  incentives: [],
};
