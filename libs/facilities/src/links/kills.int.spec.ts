import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, ToldProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { facilitiesContext } from '../context.js';
import type { LinkAnswer } from './link/link.schemas.js';
import { Site } from './testing/site.js';

const links = 12;
let now = Date.parse('2026-03-01T10:00:00Z');
let town: TestProcess;
let key: string;
let sites: Site[] = [];
/** Two replicas: one of them checks. */
let services: ToldProcess[] = [];

const start = () =>
  ToldProcess.start({
    file: join(import.meta.dirname, '../context.ts'),
    name: 'facilitiesContext',
    key,
    env: {
      ...{ PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'error', ECOU_LIMITS: 'off' },
      ...{ DATABASE_URL: town.databaseUrl, ECOU_SECRET: 'a secret of tests only, long enough' },
      ...{ ECOU_LINKS_NETWORKS: '127.0.0.0/8', ECOU_LINKS_PAUSE_MS: '0', NOW: new Date(now).toISOString() },
    },
  });

/** Kills the one that checks; the other one goes on. */
async function killChecker(): Promise<void> {
  const checker = await until(async () => {
    const { rows } = await town
      .context('facilities')
      .pool.query<{ owner: string }>(
        `SELECT owner FROM facilities.checkpoints WHERE consumer = 'links' AND lease_until > clock_timestamp()`,
      );
    return services.find(({ pid }) => rows[0]?.owner.endsWith(`/${pid}`));
  }, 'somebody to check');
  await checker.kill();
  services = services.filter((one) => one !== checker);
}

beforeAll(async () => {
  sites = await Promise.all(Array.from({ length: links }, () => Site.start()));
  // This process checks nothing: links are off in tests unless they say otherwise.
  town = await startTestProcess([facilitiesContext]);
  ({ key } = await town.process.keys.create({ name: 'an editor', roles: ['administrator'], by: 'test' }));
  services = await Promise.all([start(), start()]);
});
afterAll(async () => {
  await Promise.all([...services.map((service) => service.kill()), ...sites.map((site) => site.stop())]);
  await town.stop();
});

describe('checks of links', () => {
  it('come to the same though those who make them are killed: each link breaks once, and is restored once', async () => {
    for (const site of sites) site.always = 'status/404';
    for (const site of sites) {
      const link = { kind: 'service', url: site.url('service') };
      const added = { kind: 'portal', name: { ro: 'Portal' }, links: [link] };
      expect((await town.api.post('/facilities/v1/facilities', added)).status).toBe(201);
    }
    const inState = async (state: LinkAnswer['state']): Promise<number> =>
      (await town.api.get(`/facilities/v1/links?limit=200&state=${state}`)).body.items.length;
    // What failed is due again minutes later.
    const ticking = setInterval(() => {
      now += 10 * 60_000;
      for (const one of services) one.setClock(new Date(now).toISOString());
    }, 100);
    const killWhen = async (state: LinkAnswer['state'], count: number) => {
      await until(async () => (await inState(state)) >= count, `${count} links to be ${state}`);
      await killChecker();
      services.push(await start());
    };
    await killWhen('unchecked', links);
    await killWhen('broken', 1);
    await until(async () => (await inState('broken')) === links, 'all to be broken', 60_000);
    for (const site of sites) site.always = 'ok';
    await killWhen('ok', 1);
    await until(async () => (await inState('ok')) === links, 'all to be restored', 60_000);
    clearInterval(ticking);

    const facts = async () =>
      (
        await town
          .context('facilities')
          .pool.query<{ type: string; count: number }>(
            `SELECT type, count(*)::int AS count FROM facilities.events WHERE stream_id LIKE 'link-%' GROUP BY type ORDER BY type`,
          )
      ).rows;
    expect(await facts()).toEqual([
      { type: 'LinkBroken', count: links },
      { type: 'LinkRestored', count: links },
    ]);
    // One process at a time: no site had two requests at once.
    await sleep(100);
    expect(Math.max(...sites.map(({ most }) => most))).toBe(1);
  });
});
