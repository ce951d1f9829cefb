import type { LinkEvent } from './link.events.js';

const url = 'https://example.org/plata';
const since = '2026-03-01T10:00:00.000Z';

/** One event of each type. */
export const events = {
  LinkBroken: {
    url,
    status: 404,
    fault: null,
    since,
    failures: 3,
    facilities: ['6f0c2b1e-6d0d-4f0a-9c57-0d4f5a1b2c3d'],
    facilityCount: 1,
  },
  LinkRestored: { url, since, status: 200 },
  LinkDropped: { url, since },
} satisfies { [E in LinkEvent as E['type']]: E['data'] };
