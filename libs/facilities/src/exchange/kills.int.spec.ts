import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, ToldProcess, type TestApi, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { facilitiesContext } from '../context.js';

const many = 600;
let town: TestProcess;
let service: ToldProcess;

const start = (key: string) =>
  ToldProcess.start({
    file: join(import.meta.dirname, '../context.ts'),
    name: 'facilitiesContext',
    key,
    env: {
      ...{ PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'error', ECOU_LIMITS: 'off', ECOU_LINKS: 'off' },
      ...{ DATABASE_URL: town.databaseUrl, ECOU_SECRET: 'a secret of tests only, long enough' },
      NOW: '2026-03-01T10:00:00.000Z',
    },
  });

let key = '';
beforeAll(async () => {
  town = await startTestProcess([facilitiesContext]);
  ({ key } = await town.process.keys.create({ name: 'an editor', roles: ['administrator'], by: 'test' }));
});
afterAll(async () => {
  await service.kill();
  await town.stop();
});

const count = async (type: string): Promise<number> => {
  const { pool } = town.context('facilities');
  const sql = 'SELECT count(*)::int AS count FROM facilities.events WHERE type = $1';
  return (await pool.query<{ count: number }>(sql, [type])).rows[0]?.count ?? 0;
};

/** Begins something, and kills the process that does it in the middle. */
async function killedIn(type: string, begin: (api: TestApi) => Promise<unknown>): Promise<void> {
  service = await start(key);
  const begun = begin(service.api).catch(() => 'cut');
  await until(async () => (await count(type)) > 0, `the first ${type}`);
  await service.kill();
  await begun;
}

describe('an import that is killed', () => {
  it('is ended by the same file, and is taken back whole, though that is killed, too', async () => {
    const items = Array.from({ length: many }, (_, index) => ({
      ...{ kind: 'library', externalId: `record ${index}`, name: { ro: `Biblioteca ${index}` } },
    }));
    const id = randomUUID();
    const send = (api: TestApi) => api.post(`/facilities/v1/imports?import=${id}`, { items });
    await killedIn('FacilityAdded', send);
    const done = await count('FacilityAdded');
    expect(done).toBeLessThan(many);
    // The other replica goes on.
    expect((await send(town.api)).body).toMatchObject({ created: many - done, unchanged: done, failed: 0 });
    expect((await send(town.api)).body).toMatchObject({ created: 0, unchanged: many });
    const record = async () => (await town.api.get(`/facilities/v1/imports/${id}`)).body;
    expect(await record()).toMatchObject({ status: 'standing', created: many });

    const reason = { ro: 'Fișierul era greșit' };
    const undo = (api: TestApi) => api.post(`/facilities/v1/imports/${id}/undo`, { reason });
    await killedIn('FacilityRetired', undo);
    expect(await count('FacilityRetired')).toBeLessThan(many);
    expect((await record()).status).toBe('partly-undone');
    expect((await undo(town.api)).body).toMatchObject({ status: 'undone', retired: many, left: 0 });
    expect([await count('FacilityAdded'), await count('FacilityRetired')]).toEqual([many, many]);
  });
});
