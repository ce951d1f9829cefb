import type { RecordedEvent } from '@ecou/event-sourcing';
import type { FacilityDetails, FacilityEvent } from './facility.events.js';

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

const identity = { kind: library.kind, name: library.name };
const reason = { ro: 'Lucrări de renovare', en: 'Being renovated' };

/** One event of each type. */
export const events = {
  FacilityAdded: { ...library, status: 'planned' },
  FacilityChanged: { ...library, address: 'Strada Nouă 2', incentives: [] },
  FacilityOpened: identity,
  FacilityVerified: { ...identity, verifiedBy: 'Serviciul IT', verifiedAt: '2026-02-01T10:00:00+02:00' },
  FacilitySuspended: { ...identity, reason },
  FacilityResumed: identity,
  FacilityRetired: { ...identity, reason },
} satisfies { [E in FacilityEvent as E['type']]: E['data'] };

/** The events of one facility's stream, as a store would hand them out. */
export function recorded(id: string, ...types: FacilityEvent['type'][]): RecordedEvent<FacilityEvent>[] {
  return types.map((type, index) => ({
    position: index + 1,
    stream: `facility-${id}`,
    version: index + 1,
    id: `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
    type,
    data: events[type],
    metadata: { actor: 'key:1', correlationId: 'correlation', causationId: 'cause' },
    recordedAt: `2026-03-01T10:00:${String(index).padStart(2, '0')}.000Z`,
  }));
}
