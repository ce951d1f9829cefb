import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FacilityAddedV1, FacilityChangedV1 } from '@ecou/contracts';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, ToldProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publishers, tellAll } from '../testing/publishers.js';
import { Receiver } from '../testing/receiver.js';

const base = '/integrations/v1/endpoints';
const keys = 15;

const receiver = new Receiver();
let town: TestProcess;
let key: string;
let now = Date.parse('2026-03-01T10:00:00Z');
/** Two replicas: one of them sends. */
let services: ToldProcess[] = [];
let ticking: NodeJS.Timeout | undefined;

const start = () =>
  ToldProcess.start({
    file: join(import.meta.dirname, '../context.ts'),
    name: 'integrationsContext',
    key,
    env: {
      ...{ PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'error', ECOU_LIMITS: 'off' },
      ...{ DATABASE_URL: town.databaseUrl, ECOU_SECRET: 'a secret of tests only, long enough' },
      ...{ ECOU_WEBHOOKS_HTTP: 'allowed', ECOU_WEBHOOKS_NETWORKS: '127.0.0.0/8', NOW: new Date(now).toISOString() },
    },
  });

/** Kills the one that sends; the other one goes on. */
async function killSender(): Promise<void> {
  const { rows } = await town
    .context('events')
    .pool.query<{ owner: string }>(
      `SELECT owner FROM integrations.checkpoints WHERE consumer = 'webhooks' AND lease_until > clock_timestamp()`,
    );
  const sender = services.find(({ pid }) => rows[0]?.owner.endsWith(`/${pid}`));
  if (!sender) throw new Error('Nobody sends.');
  await sender.kill();
  services = services.filter((one) => one !== sender);
}

beforeAll(async () => {
  await receiver.start();
  town = await startTestProcess(publishers);
  ({ key } = await town.process.keys.create({ name: 'a system', roles: ['system'], by: 'test' }));
  services = await Promise.all([start(), start()]);
});
afterAll(async () => {
  clearInterval(ticking);
  await Promise.all([...services.map((service) => service.kill()), receiver.stop()]);
  await town.stop();
});

describe('webhooks', () => {
  it('bring each message, in order per key, though receiver and Ecou are killed', async () => {
    const path = '/ecou';
    const types = [FacilityAddedV1.type, FacilityChangedV1.type];
    const settings = { url: receiver.url(path), contact: 'a@example.org', filter: { types } };
    const { status, body } = await services[0]!.api.post(base, settings);
    expect(status).toBe(201);
    await receiver.tell(path, { secret: body.secret });

    const before = Array.from({ length: 50 }, () => randomUUID());
    await Promise.all(before.map((id) => tellAll(town, id, [[FacilityAddedV1]])));
    await until(() => receiver.got(path).length >= before.length);
    await sleep(500);
    expect(receiver.got(path)).toHaveLength(before.length);

    // So that requests are under way whenever something is killed.
    await receiver.tell(path, { behaviour: 'slow' });
    const ids = Array.from({ length: keys }, () => randomUUID());
    let [isTelling, perKey] = [true, 0];
    const telling = (async () => {
      for (; isTelling; perKey += 1) {
        const contract = perKey === 0 ? FacilityAddedV1 : FacilityChangedV1;
        await Promise.all(ids.map((id) => tellAll(town, id, [[contract]], perKey)));
        await sleep(400);
      }
    })();
    // What failed is due again minutes later.
    ticking = setInterval(() => {
      now += 60_000;
      for (const one of services) one.setClock(new Date(now).toISOString());
    }, 200);
    // In place of one that was killed, while the other one sends.
    const starting: Promise<ToldProcess>[] = [];
    for (let kill = 0; kill < 3; kill += 1) {
      const count = receiver.got(path).length;
      await until(() => receiver.got(path).length > count + 20, 'more to come before the next kill');
      await receiver.kill();
      await sleep(400);
      await receiver.start();
      await until(() => receiver.got(path).length > count + 40, 'more to come after the kill');
      services.push(...(await Promise.all(starting.splice(0))));
      await killSender();
      if (kill < 2) starting.push(start());
    }
    isTelling = false;
    await telling;
    await receiver.tell(path, { behaviour: '200' });

    const firsts = () => {
      const seen = new Set<string>();
      return receiver.got(path).filter(({ id }) => !seen.has(id) && seen.add(id));
    };
    await until(() => firsts().length >= before.length + keys * perKey, 'all messages', 120_000);
    expect(receiver.got(path).every(({ isGenuine }) => isGenuine)).toBe(true);
    for (const id of ids) {
      const sequences = firsts().flatMap(({ body: { data } }) =>
        data.partitionkey === id ? Number(data.sequence) : [],
      );
      expect(sequences).toEqual(Array.from({ length: perKey }, (_, at) => at + 1));
    }
    // At least once: only what was under way in a kill came again.
    const again = receiver.got(path).length - firsts().length;
    console.info(`${again} of ${firsts().length} messages came again.`);
    expect(again).toBeGreaterThan(0);
    expect(again).toBeLessThanOrEqual(6 * 10);
  });
});
