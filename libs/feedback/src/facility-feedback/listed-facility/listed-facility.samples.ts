import type { ListedFacilityEvent } from './listed-facility.events.js';

/** Samples for specs: a library on the map. */
export const facilityId = '5b0b2c1e-8f0e-4a53-9a0e-2b7d1c9e4f01';

export const library = { kind: 'library', name: { ro: 'Biblioteca digitală', en: 'The digital library' } };

export const listed: ListedFacilityEvent = { type: 'FacilityListed', data: library };
export const delisted: ListedFacilityEvent = { type: 'FacilityDelisted', data: library };
