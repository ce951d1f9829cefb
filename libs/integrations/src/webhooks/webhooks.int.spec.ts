import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DiscussionPointRedactedV1,
  FacilityAddedV1,
  FacilityChangedV1,
  RecommendationRecordedV1,
} from '@ecou/contracts';
import { until } from '@ecou/event-sourcing/testing';
import { OwnTables } from '@ecou/runtime';
import type { TestApi, TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { tellAll } from '../testing/publishers.js';
import type { Receiver } from '../testing/receiver.js';
import { base, contact, WebhookTown } from '../testing/webhook-town.js';
import { DeliveryQueue } from './delivery/delivery-queue.js';

const [second, minute, hour] = [1_000, 60_000, 3_600_000];

let receiver: Receiver;
let test: TestProcess;
let system: TestApi;
let hooks: WebhookTown;
/** Answers nothing: it is waited for while everything else is done. */
let silent: Awaited<ReturnType<WebhookTown['endpoint']>>;

beforeAll(async () => {
  hooks = await WebhookTown.start();
  ({ receiver, test, system } = hooks);
  silent = await hooks.endpoint('hang');
  await hooks.facility(silent.key);
});
afterAll(() => hooks.stop());

describe('a message', () => {
  it('comes signed, with the whole CloudEvent, in order per key', async () => {
    const { id, path, key } = await hooks.endpoint();
    await hooks.facility(key, 5);
    const got = await hooks.came(path, 5);
    expect(got.every(({ isGenuine }) => isGenuine)).toBe(true);
    expect(hooks.sequencesOf(path)).toEqual([1, 2, 3, 4, 5]);
    const { body: log } = await system.get(`/integrations/v1/messages?key=${key}`);
    expect(got.map(({ body }) => body.data)).toEqual(log.items);
    expect(got.map((receipt) => receipt.id)).toEqual(log.items.map((item: { id: string }) => item.id));
    expect(got[0]?.body).toMatchObject({ type: FacilityAddedV1.type, timestamp: log.items[0].time });
    expect(got.map(({ again }) => again)).toEqual([null, null, null, null, null]);
    await until(async () => (await hooks.read(id)).progress.waiting === 0);
  });

  it('comes only where the filter lets it pass', async () => {
    const key = randomUUID();
    const types = await hooks.endpoint('200', { filter: { types: [FacilityChangedV1.type], key } });
    const fields = await hooks.endpoint('200', { filter: { key, fields: [{ field: 'data.kind', equals: 'wifi' }] } });
    await tellAll(test, key, [
      [FacilityAddedV1, { kind: 'wifi' }],
      [FacilityChangedV1, { kind: 'library' }],
    ]);
    await hooks.came(types.path, 1);
    await hooks.came(fields.path, 1);
    await sleep(300);
    expect(hooks.sequencesOf(types.path)).toEqual([2]);
    expect(hooks.sequencesOf(fields.path)).toEqual([1]);
  });

  it('above 20 kB comes as the address where it is', async () => {
    const { path, key } = await hooks.endpoint();
    await tellAll(test, key, [[FacilityAddedV1, { description: { ro: 'ș'.repeat(10_500) } }]]);
    const [got] = await hooks.came(path, 1);
    const { id, position, address } = got!.body.data as unknown as { id: string; position: number; address: string };
    expect(got).toMatchObject({ id, isGenuine: true });
    const { body } = await system.get(address.replace('https://ecou.test', ''));
    expect(body.items).toMatchObject([{ id, position, partitionkey: key }]);
  });

  it('of before comes where the endpoint asks for it', async () => {
    const key = randomUUID();
    await hooks.facility(key, 3);
    await until(async () => (await system.get(`/integrations/v1/messages?key=${key}`)).body.items.length === 3);
    const { path } = await hooks.endpoint('200', { filter: { key }, after: 0 });
    await hooks.came(path, 3);
    expect(hooks.sequencesOf(path)).toEqual([1, 2, 3]);
  });
});

describe('an endpoint that does not take what it is sent', () => {
  it('gets it again after 5 seconds, then 5 minutes, under the same id, and what is behind it after that', async () => {
    const { id, path, key } = await hooks.endpoint('500');
    await hooks.facility(key, 2);
    await hooks.came(path, 1);
    await until(async () => (await hooks.deliveries(id)).length === 1);
    await hooks.advance(4 * second);
    await hooks.passed();
    expect(receiver.got(path)).toHaveLength(1);
    await hooks.advance(2 * second);
    await hooks.came(path, 2);
    await until(async () => (await hooks.deliveries(id)).length === 2);
    await receiver.tell(path, { behaviour: '200' });
    await hooks.advance(5.5 * minute);
    await hooks.came(path, 4);
    expect(hooks.sequencesOf(path)).toEqual([1, 1, 1, 2]);
    expect(new Set(receiver.got(path).map((receipt) => receipt.id)).size).toBe(2);
    const [, second_, third] = (await until(async () => {
      const items = await hooks.deliveries(id);
      return items.length === 4 && items;
    })) as { attempt: number; status: number; response: string; nextAt: string | null; request: string }[];
    expect(second_).toMatchObject({ attempt: 3, status: 200, response: 'said 200', nextAt: null });
    expect(third).toMatchObject({ attempt: 2, status: 500, response: 'said 500' });
    expect(JSON.parse(third!.request)).toMatchObject({ data: { partitionkey: key } });
  });

  it('is paused after three days, with where it goes on; resumed, it gets all of it', async () => {
    const { id, path, key } = await hooks.endpoint('500');
    await hooks.facility(key, 3);
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      await until(async () => (await hooks.deliveries(id)).length === attempt, `attempt ${attempt}`);
      await hooks.advance(27 * hour);
    }
    const paused = await hooks.isPaused(id);
    const [first] = (await system.get(`/integrations/v1/messages?key=${key}`)).body.items;
    expect(paused).toMatchObject({ reason: 'failing', error: 'HTTP 500', position: first.position });
    const events = await test.context('integrations').store.readStream(`endpoint-${id}`);
    expect(events.at(-1)).toMatchObject({ type: 'EndpointPaused', metadata: { actor: 'effect:webhooks' } });
    const { rows } = await test
      .context('integrations')
      .pool.query(`SELECT topic, data FROM integrations.outbox WHERE key = $1`, [id]);
    expect(rows).toMatchObject([
      { topic: 'ecou.integrations.internal', data: { reason: 'failing', host: expect.stringContaining('127.0.0.1') } },
    ]);
    await receiver.tell(path, { behaviour: '200' });
    await hooks.advance(27 * hour);
    await hooks.passed();
    expect(receiver.got(path)).toHaveLength(10);
    expect((await system.post(`${base}/${id}/resume`)).status).toBe(200);
    await hooks.came(path, 13);
    expect(hooks.sequencesOf(path).slice(10)).toEqual([1, 2, 3]);
    const [, , first_] = await until(async () => {
      const items = await hooks.deliveries(id);
      return items.length === 13 && items;
    });
    expect(first_).toMatchObject({ attempt: 1, status: 200 });
  });

  it('that is gone (410) is paused at once', async () => {
    const { id, path, key } = await hooks.endpoint('410');
    await hooks.facility(key);
    expect(await hooks.isPaused(id)).toMatchObject({ reason: 'gone', error: 'HTTP 410' });
    expect(receiver.got(path)).toHaveLength(1);
  });

  it('is left alone for as long as it wishes (Retry-After)', async () => {
    const { id, path, key } = await hooks.endpoint('later');
    await hooks.facility(key);
    const [delivery] = await until(async () => {
      const items = await hooks.deliveries(id);
      return items.length === 1 && items;
    });
    expect(Date.parse(delivery?.nextAt ?? '') - Date.parse(delivery?.at ?? '')).toBeGreaterThanOrEqual(60 * second);
    await receiver.tell(path, { behaviour: '200' });
    await hooks.advance(30 * second);
    await hooks.passed();
    expect(receiver.got(path)).toHaveLength(1);
    await hooks.advance(31 * second);
    await hooks.came(path, 2);
  });

  it('because it redirects is not followed', async () => {
    const { id, key } = await hooks.endpoint('redirect');
    await receiver.tell('/elsewhere', {});
    await hooks.facility(key);
    const [delivery] = await until(async () => {
      const items = await hooks.deliveries(id);
      return items.length === 1 && items;
    });
    expect(delivery).toMatchObject({ status: 307, attempt: 1 });
    expect(receiver.got('/elsewhere')).toEqual([]);
  });

  it('since nobody listens says so', async () => {
    const { id, key } = await hooks.endpoint('200', { url: 'http://127.0.0.1:9/' });
    const found = (await system.get(`${base}/${id}`)).body;
    expect(found.url).toBe('http://127.0.0.1:9/');
    const change = { url: 'http://127.0.0.1:9/', contact, filter: { key } };
    await system.put(`${base}/${id}`, change, { headers: { 'if-match': '"1"' } });
    await hooks.facility(key);
    const [delivery] = await until(async () => {
      const items = await hooks.deliveries(id, 'failed=true');
      return items.length === 1 && items;
    });
    expect(delivery).toMatchObject({ status: null, error: expect.stringContaining('ECONNREFUSED') });
  });

  it('but answers without an end has taken it; only the beginning is kept', async () => {
    const { id, key } = await hooks.endpoint('endless');
    await hooks.facility(key);
    const [delivery] = await until(async () => {
      const items = await hooks.deliveries(id);
      return items.length === 1 && items;
    });
    expect(delivery).toMatchObject({ status: 200, nextAt: null });
    expect(delivery?.response).toHaveLength(4_000);
  });

  it('slowly slows no other key', async () => {
    const keys = Array.from({ length: 10 }, () => randomUUID());
    const [path] = [`/${randomUUID()}`];
    const types = [FacilityAddedV1.type];
    const { body } = await system.post(base, { url: receiver.url(path), contact, filter: { types } });
    await receiver.tell(path, { secret: body.secret, behaviour: 'slow' });
    await Promise.all(keys.map((key) => hooks.facility(key)));
    const times = (await hooks.came(path, 10)).map(({ at }) => at).sort((one, other) => one - other);
    // One after the other, each would come 300 ms after the one before.
    expect(Math.min(...times.slice(1).map((at, index) => at - (times[index] ?? 0)))).toBeLessThan(200);
    expect((await system.post(`${base}/${body.id}/remove`)).status).toBe(200);
  });
});

describe('a replay', () => {
  it('sends what was sent again, marked, under the same ids and in order', async () => {
    const { id, path, key } = await hooks.endpoint();
    await hooks.facility(key, 4);
    const before = await hooks.came(path, 4);
    const position = before[1]!.body.data.position;
    expect((await system.post(`${base}/${id}/replay`, { position })).status).toBe(200);
    const after = (await hooks.came(path, 7)).slice(4);
    expect(after.map((receipt) => receipt.again)).toEqual(['true', 'true', 'true']);
    expect(after.map((receipt) => receipt.id)).toEqual(before.slice(1).map((receipt) => receipt.id));
    expect(after.every(({ isGenuine }) => isGenuine)).toBe(true);
    await until(async () => !(await hooks.read(id)).progress.replaying);
    expect((await hooks.deliveries(id)).map(({ kind }: { kind: string }) => kind)).toEqual([
      ...['replay', 'replay', 'replay', 'message', 'message', 'message', 'message'],
    ]);
    const since = before[0]!.body.data.loggedat;
    expect((await system.post(`${base}/${id}/replay`, { since })).status).toBe(200);
    expect((await hooks.came(path, 11)).slice(7).map((receipt) => receipt.id)).toEqual(
      before.map((receipt) => receipt.id),
    );
  });

  it('is refused where there is nothing, or it cannot be had', async () => {
    const { id } = await hooks.endpoint();
    const replay = (body: object) => system.post(`${base}/${id}/replay`, body);
    expect(await replay({})).toMatchObject({ status: 400 });
    expect(await replay({ position: 1, since: '2020-01-01T00:00:00Z' })).toMatchObject({ status: 400 });
    expect(await replay({ position: 99_999_999 })).toMatchObject({
      status: 400,
      body: { code: 'POSITION_BEYOND_HEAD' },
    });
    expect(await replay({ since: '2999-01-01T00:00:00Z' })).toMatchObject({
      status: 409,
      body: { code: 'NOTHING_TO_REPLAY' },
    });
  });
});

describe('an endpoint that does not answer', () => {
  it('in time is waited for 15 seconds', async () => {
    const delivery = await until(async () => (await hooks.deliveries(silent.id)).at(-1), 'the end of the wait', 25_000);
    expect(receiver.got(silent.path).length).toBeGreaterThan(0);
    expect(delivery).toMatchObject({ status: null, attempt: 1, error: 'No answer within 15 seconds.' });
    expect(delivery.durationMs).toBeGreaterThanOrEqual(14_900);
  });
});

describe('an operator', () => {
  const series = async (name: string) => {
    const { body } = await test.api.get('/integrations/metrics');
    const line = (body as string).split('\n').find((one) => one.startsWith(`ecou_webhook_${name}`));
    return Number(line?.split(' ').at(-1));
  };

  it('sees how many endpoints are paused, what is due and for how long, and how attempts end', async () => {
    const before = {
      paused: await series('endpoints{status="paused"'),
      taken: await series('attempts_total{outcome="taken"'),
      refused: (await series('attempts_total{outcome="refused"')) || 0,
    };
    const { id, path, key } = await hooks.endpoint('500');
    await hooks.passed();
    await hooks.facility(key);
    await hooks.came(path, 1);
    await until(async () => (await series('attempts_total{outcome="refused"')) === before.refused + 1);
    await until(async () => (await series('attempts_total{outcome="taken"')) === before.taken + 1);
    expect(await series('attempts_total{outcome="unanswered"')).toBeGreaterThan(0);
    await receiver.tell(path, { behaviour: 'hang' });
    await until(async () => (await hooks.deliveries(id)).length === 1);
    await hooks.advance(60 * second);
    await hooks.came(path, 2);
    expect(await series('due{')).toBeGreaterThanOrEqual(1);
    expect(await series('due_seconds{')).toBeGreaterThanOrEqual(54);
    await until(async () => (await series('lag{')) === 0);
    await system.post(`${base}/${id}/pause`);
    await until(async () => (await series('endpoints{status="paused"')) === before.paused + 1);
  });
});

describe('what was kept', () => {
  it('of attempts goes: bodies after a week, all of it after thirty days', async () => {
    const { id, path, key } = await hooks.endpoint();
    await hooks.facility(key);
    await hooks.came(path, 1);
    const kept = () =>
      until(async () => {
        const items = await hooks.deliveries(id);
        return items.length > 0 && items;
      });
    expect(await kept()).toMatchObject([{ response: 'said 200', request: expect.stringContaining(key) }]);
    const { dataSource, pool, readModels } = test.context('integrations');
    const queue = new DeliveryQueue(new OwnTables(dataSource, pool), readModels, test.clock);
    await hooks.advance(8 * 24 * hour);
    expect(await queue.sweep()).toBe(false);
    expect(await kept()).toMatchObject([{ response: null, request: null, status: 200 }]);
    await hooks.advance(23 * 24 * hour);
    await queue.sweep();
    expect(await hooks.deliveries(id)).toEqual([]);
  });

  it('of requests leaves out words that were taken out of the message since', async () => {
    const { id, path, key } = await hooks.endpoint();
    await tellAll(test, key, [
      [RecommendationRecordedV1, { recommendationId: key, text: { ro: 'Domnul Sintetic doarme.' } }],
    ]);
    await hooks.came(path, 1);
    const attempts = (count: number) =>
      until(async () => {
        const items = await hooks.deliveries(id);
        return items.length === count && items;
      });
    expect(JSON.stringify(await attempts(1))).toContain('Domnul Sintetic');
    await tellAll(
      test,
      key,
      [[DiscussionPointRedactedV1, { discussionPointId: key, text: { ro: '[redactat] doarme.' } }]],
      1,
    );
    expect(JSON.stringify(await attempts(2))).not.toContain('Domnul');
  });

  it('by the log no more is told to whoever missed it, on record', async () => {
    const { id, path, key } = await hooks.endpoint();
    await system.post(`${base}/${id}/pause`);
    await hooks.looked();
    const { pool } = test.context('integrations');
    const { rows } = await pool.query<{ last: number }>('SELECT last FROM integrations.log');
    const [{ last }] = rows as [{ last: number }];
    await hooks.facility(key, 3);
    await until(async () => (await system.get(`/integrations/v1/messages?key=${key}`)).body.items.length === 3);
    // The others have looked through what goes.
    await hooks.passed();
    await pool.query('UPDATE integrations.log SET first = $1', [last + 3]);
    await system.post(`${base}/${id}/resume`);
    const trimmed = await until(async () => {
      const { paused } = await hooks.read(id);
      return paused?.reason === 'trimmed' && paused;
    }, 'the pause');
    expect(trimmed).toMatchObject({ position: last + 3, error: expect.stringContaining(String(last + 3)) });
    await system.post(`${base}/${id}/resume`);
    await hooks.came(path, 1);
    await sleep(300);
    expect(hooks.sequencesOf(path)).toEqual([3]);
  });
});

describe('the process', () => {
  it('is ready while a receiver is away, and not where nothing is sent for a minute', async () => {
    const ready = () => test.visitor.get('/integrations/health/ready');
    const now = performance.now.bind(performance);
    // It never goes back.
    let minutes = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now() + minutes * 61 * second);
    const { path, key } = await hooks.endpoint('hang');
    await hooks.facility(key);
    await hooks.came(path, 1);
    minutes += 1;
    await until(async () => (await ready()).status === 200, 'the process to be ready');
    const client = await test.context('integrations').pool.connect();
    try {
      await client.query('BEGIN; LOCK integrations.webhook_cursors');
      await until(async () => {
        const { rows } = await client.query('SELECT FROM pg_locks WHERE NOT granted');
        return rows.length > 0;
      }, 'the sender to wait for the table');
      minutes += 1;
      const { status, body } = await ready();
      expect([status, body.parts.messaging.troubles]).toEqual([
        503,
        expect.arrayContaining(['webhooks gets nowhere.']),
      ]);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
    await until(async () => (await ready()).status === 200, 'the process to be ready again');
  });
});
