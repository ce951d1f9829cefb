import type { ImportEvent } from './facility-import.events.js';

const added = '6f0c2b1e-6d0d-4f0a-9c57-0d4f5a1b2c3d';
const changed = '9a6e4d2c-0b1f-4e3d-8c5a-7f9b1d3e5a7c';

/** One event of each type. */
export const events = {
  FacilitiesImported: {
    changes: [
      { facilityId: added, before: 0, after: 1 },
      { facilityId: changed, before: 3, after: 4 },
    ],
  },
  FacilitiesTakenBack: {
    reason: { ro: 'Fișierul era greșit', en: 'The file was wrong' },
    facilities: [
      { facilityId: added, outcome: 'retired', code: null },
      { facilityId: changed, outcome: 'left', code: 'CHANGED_SINCE' },
    ],
  },
} satisfies { [E in ImportEvent as E['type']]: E['data'] };
