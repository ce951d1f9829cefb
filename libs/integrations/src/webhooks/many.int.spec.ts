import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { FacilityAddedV1, FacilityChangedV1 } from '@ecou/contracts';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { integrationsContext } from '../context.js';
import { publishers, tellAll } from '../testing/publishers.js';
import { Receiver } from '../testing/receiver.js';

const base = '/integrations/v1/endpoints';
/** Endpoints, those of them that hang, and those that answer 500. */
const [endpoints, hanging, failing] = [40, 4, 4];
/** Messages in a second, and for how many seconds. Each message goes to one endpoint. */
const [perSecond, seconds] = [80, 8];

/** After which a receiver that does not answer is given up (Standard Webhooks). How fast the others are is measured by the bench `webhooks`. */
const givenUpMs = 15_000;

const receiver = new Receiver();
let test: TestProcess;

beforeAll(async () => {
  await receiver.start();
  const env = { ECOU_WEBHOOKS_HTTP: 'allowed', ECOU_WEBHOOKS_NETWORKS: '127.0.0.0/8' };
  test = await startTestProcess([...publishers, integrationsContext], { env });
});
afterAll(async () => {
  await test.stop();
  await receiver.stop();
});

const behaviourOf = (index: number): string => {
  if (index < hanging) return 'hang';
  return index < hanging + failing ? '500' : '200';
};

function percentiles(times: readonly number[]) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p99: at(0.99), text: `p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}, most ${at(1)}` };
}

describe('forty endpoints, of which four hang and four answer 500', () => {
  it('get what is theirs long before those that hang are given up, if they are well', async () => {
    const all = Array.from({ length: endpoints }, (_, index) => ({ path: `/${index}`, index }));
    for (const { path, index } of all) {
      const filter = { fields: [{ field: 'data.operator', equals: String(index) }] };
      const { body } = await test.api.post(base, { url: receiver.url(path), contact: 'a@example.org', filter });
      await receiver.tell(path, { secret: body.secret, behaviour: behaviourOf(index) });
    }
    const { pool } = test.context('integrations');
    await until(async () => {
      const { rows } = await pool.query('SELECT FROM integrations.webhook_cursors');
      return rows.length === endpoints;
    }, 'the sender to know all of them');

    const toldAt = new Map<string, number>();
    const tellings: Promise<void>[] = [];
    const perTick = perSecond / 10;
    for (let tick = 0; tick < seconds * 10; tick += 1) {
      for (let one = 0; one < perTick; one += 1) {
        const [id, operator] = [randomUUID(), String((tick * perTick + one) % endpoints)];
        toldAt.set(id, Date.now());
        const contract = one % 2 === 0 ? FacilityAddedV1 : FacilityChangedV1;
        tellings.push(tellAll(test, id, [[contract, { operator }]]));
      }
      await sleep(100);
    }
    await Promise.all(tellings);

    const well = (perSecond * seconds * (endpoints - hanging - failing)) / endpoints;
    const got = () => receiver.got().filter(({ behaviour }) => behaviour === '200');
    await until(() => got().length >= well, `${well} messages`, 60_000);
    const sinceTold = percentiles(got().map(({ at, body: { data } }) => at - (toldAt.get(data.partitionkey) ?? 0)));
    const sinceLogged = percentiles(got().map(({ at, body: { data } }) => at - Date.parse(data.loggedat)));
    console.info(`${perSecond} messages/s, ms: from the log ${sinceLogged.text}; from the command ${sinceTold.text}`);
    expect(got()).toHaveLength(well);
    expect(got().every(({ isGenuine }) => isGenuine)).toBe(true);
    expect(sinceLogged.p99).toBeLessThan(givenUpMs / 3);
  });
});
