import type { RecordedEvent } from '@ecou/event-sourcing';
import type { FacilityDetails, FacilityEvent, Steward } from './facility.events.js';

/** A library, as the specs know it. */
export const library: FacilityDetails = {
  kind: 'library',
  name: { ro: 'Biblioteca Șotron', en: 'Hopscotch Library' },
  description: { ro: 'Calculatoare și ajutor la formulare.', en: 'Computers, and help with forms.' },
  externalId: 'biblioteci/17',
  position: [26.1, 44.4],
  approximate: true,
  onlineOnly: false,
  address: 'Strada Exemplului 1',
  openingHours: 'Mo-Fr 10:00-18:00',
  accessibility: { wheelchair: 'limited', note: { ro: 'Rampă la intrarea din spate' } },
  operator: 'Biblioteca',
  contact: { phone: '021 000 00 00', email: 'biblioteca@example.ro', url: null, note: null },
  source: 'Pagina bibliotecii',
  fields: {},
  links: [{ kind: 'contact', url: 'tel:0210000000', title: null }],
  guides: [{ title: { ro: 'Cum te înscrii' }, text: { ro: 'Vii cu buletinul.' }, url: null }],
  assistancePoints: [
    {
      id: '3f1d5b7a-2c4e-4f60-8a9b-1c3d5e7f9a0b',
      name: { ro: 'Biroul de la intrare' },
      description: null,
      position: null,
      address: null,
      openingHours: 'Tu 10:00-14:00',
      languages: ['ro', 'en'],
      by: 'ONG Exemplu',
    },
  ],
  incentives: [
    {
      id: '9a6e4d2c-0b1f-4e3d-8c5a-7f9b1d3e5a7c',
      title: { ro: 'Permis gratuit' },
      description: { ro: 'Pentru cei care vin prima dată.' },
      validFrom: '2026-01-01',
      validUntil: '--12-31',
    },
  ],
  verifyEveryMonths: 6,
};

/** A portal without a place. */
export const portal: FacilityDetails = {
  kind: 'portal',
  name: { ro: 'Portalul exemplu' },
  description: null,
  externalId: null,
  position: null,
  approximate: false,
  onlineOnly: true,
  address: null,
  openingHours: null,
  accessibility: null,
  operator: null,
  contact: null,
  source: null,
  fields: {},
  links: [],
  guides: [],
  assistancePoints: [],
  incentives: [],
  verifyEveryMonths: null,
};

const identity = { kind: library.kind, name: library.name };
const reason = { ro: 'Lucrări de renovare', en: 'Being renovated' };

/** A department, and its mailbox. */
export const steward: Steward = {
  name: { subject: '5b2f4e1c-9a37-4c60-8f0e-2d6a1c7b9e34', codec: 'plain', value: 'Serviciul IT' },
  email: { subject: '5b2f4e1c-9a37-4c60-8f0e-2d6a1c7b9e34', codec: 'plain', value: 'it@example.ro' },
};

const ofIncentive = {
  ...identity,
  incentiveId: '9a6e4d2c-0b1f-4e3d-8c5a-7f9b1d3e5a7c',
  title: { ro: 'Permis gratuit' },
};

/** One event of each type. */
export const events = {
  FacilityAdded: { ...library, status: 'planned' },
  FacilityChanged: { ...library, address: 'Strada Nouă 2', incentives: [] },
  FacilityOpened: identity,
  FacilityVerified: { ...identity, verifiedBy: 'Serviciul IT', verifiedAt: '2026-02-01T10:00:00+02:00' },
  FacilitySuspended: { ...identity, reason },
  FacilityResumed: identity,
  FacilityRetired: { ...identity, reason },
  VerificationPlanned: { ...identity, since: '2026-02-01T10:00:00+02:00', dueOn: '2026-08-01' },
  VerificationDue: { ...identity, dueOn: '2026-08-01', verifiedAt: '2026-02-01T10:00:00+02:00', steward },
  StewardNamed: { steward },
  StewardReleased: {},
  IncentivePlanned: { ...ofIncentive, state: 'planned', nextOn: '2026-12-01' },
  IncentiveBegan: {
    ...ofIncentive,
    description: { ro: 'La prima vizită' },
    beganOn: '2026-12-01',
    nextOn: '2027-01-01',
  },
  IncentiveEnded: { ...ofIncentive, endedOn: '2027-01-01', nextOn: null },
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
