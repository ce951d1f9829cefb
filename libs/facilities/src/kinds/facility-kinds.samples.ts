import type { FacilityKind, FacilityKindsEvent } from './facility-kinds.events.js';

const kind: FacilityKind = {
  id: 'charging-point',
  name: { ro: 'stație de încărcare', en: 'charging point' },
  description: { ro: 'Locuri în care se încarcă mașini electrice.' },
  fields: [
    {
      key: 'plug',
      name: { ro: 'Mufă', en: 'Plug' },
      type: 'choice',
      unit: null,
      choices: [{ value: 'ccs', name: { ro: 'CCS' } }],
      required: true,
    },
    { key: 'peakPower', name: { ro: 'Putere' }, type: 'number', unit: 'kW', choices: [], required: false },
  ],
  verifyEveryMonths: 12,
  retired: false,
};

/** One event of each type. */
export const kindsEvents = {
  FacilityKindsEstablished: { kinds: [kind] },
  FacilityKindsChanged: {
    version: 2,
    kinds: [{ ...kind, retired: true }],
    note: { ro: 'Un câmp nou' },
    changedAt: '2026-03-01T10:00:00.000Z',
  },
} satisfies { [E in FacilityKindsEvent as E['type']]: E['data'] };
