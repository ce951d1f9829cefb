import { randomUUID } from 'node:crypto';
import { createPool, EventRegistry, PostgresEventStore, streamOf } from '@ecou/event-sourcing';
import { facilitiesContext } from '@ecou/facilities';

const batch = 500;

/** Records facilities as their own service would. */
export interface Facilities {
  /** Throws where it is refused. */
  add(index: number, operator?: string): Promise<void>;
  end(): Promise<void>;
}

export function facilitiesIn(databaseUrl: string): Facilities {
  const pool = createPool(databaseUrl, { max: 8 });
  const registry = new EventRegistry(facilitiesContext.events);
  const store = new PostgresEventStore({ pool, schema: 'facilities', registry, secret: 'bench' });
  const metadata = { actor: 'system', correlationId: randomUUID(), causationId: randomUUID() };
  return {
    async add(index, operator) {
      const data = {
        status: 'open',
        kind: 'wifi',
        name: { ro: `Sintetică ${index}` },
        description: null,
        externalId: null,
        position: [26 + (index % 1000) / 5000, 44.3 + (index % 777) / 4000],
        approximate: false,
        onlineOnly: false,
        address: `Strada Sintetică ${index}`,
        openingHours: null,
        accessibility: null,
        operator: operator ?? null,
        contact: null,
        source: null,
        fields: {},
        links: [],
        guides: [],
        assistancePoints: [],
        incentives: [],
        verifyEveryMonths: null,
      };
      const events = [{ id: randomUUID(), type: 'FacilityAdded', data }];
      const writes = [{ stream: streamOf('facility', randomUUID()), expected: 0, events }];
      const { status } = await store.append({ metadata, writes });
      if (status !== 'ok') throw new Error('An append was refused.');
    },
    end: () => pool.end(),
  };
}

/** Adds so many facilities. */
export async function fillFacilities(databaseUrl: string, count: number): Promise<void> {
  const facilities = facilitiesIn(databaseUrl);
  for (let done = 0; done < count; done += batch)
    await Promise.all(Array.from({ length: batch }, (_, index) => facilities.add(done + index)));
  await facilities.end();
}
