import { until } from '@ecou/event-sourcing/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import { routesOfDocument, startTestProcess, walkRoutes, type TestProcess } from '../testing/index.js';
import { countersContext } from '../testing/toy/counter.js';

const path = '/identity/v1/keys';

describe('API keys', () => {
  let test: TestProcess;

  beforeAll(async () => {
    test = await startTestProcess([countersContext], { env: { LOG_LEVEL: 'silent' } });
  });

  afterAll(() => test.stop());

  const make = async (roles: readonly string[], name = randomUUID()) => {
    const { status, body } = await test.api.post(path, { name, roles });
    expect(status).toBe(201);
    return body as { id: string; key: string };
  };
  const open = (key: string | null) => test.visitor.post('/counters/v1/counters', { name: randomUUID() }, { key });

  it('are made with roles, and open what these may do', async () => {
    const { key } = await make(['staff']);
    expect(key).toMatch(/^ecou_[A-Za-z0-9_-]{43}$/);
    expect((await open(key)).status).toBe(201);
    expect(await test.visitor.get(path, { key })).toMatchObject({ status: 403, body: { code: 'PERMISSION_MISSING' } });
    expect(await open((await make(['analyst'])).key)).toMatchObject({ status: 403 });
  });

  it('stand in the events as their ids', async () => {
    const { id, key } = await make(['staff']);
    const { body } = await open(key);
    const [event] = await test.context('counters').store.readStream(`counter-${body.id}`);
    expect(event?.metadata.actor).toBe(`key:${id}`);
  });

  it('name the officer in whose name they act, whichever key it is', async () => {
    const officer = randomUUID();
    const order = { name: 'Two desks in one', roles: ['staff', 'officer'], officer };
    const { status, body } = await test.api.post(path, order);
    expect(status).toBe(201);
    const opened = await open(body.key);
    const [event] = await test.context('counters').store.readStream(`counter-${opened.body.id}`);
    expect(event?.metadata.actor).toBe(`officer:${officer}`);
    expect((await test.api.get(path)).body.items[0]).toMatchObject({ id: body.id, officer });
  });

  it('are kept as hashes only', async () => {
    const { id, key } = await make(['staff']);
    const { rows } = await test
      .context('counters')
      .pool.query(`SELECT encode(hash, 'hex') AS hash, k::text AS row FROM identity.keys k WHERE id = $1`, [id]);
    expect(rows[0].hash).toBe(createHash('sha256').update(key).digest('hex'));
    expect(rows[0].row).not.toContain(key.slice(5));
  });

  it('are listed page by page, without themselves', async () => {
    const made = [await make(['analyst']), await make(['operator', 'analyst'])];
    const ids: string[] = [];
    let next: string | undefined = `${path}?limit=2`;
    while (next !== undefined) {
      const { body, headers } = await test.api.get(next);
      expect(JSON.stringify(body)).not.toContain('ecou_');
      ids.push(...(body.items as { id: string }[]).map(({ id }) => id));
      next = /<([^>]+)>/.exec(headers.get('link') ?? '')?.[1];
    }
    expect(ids.slice(0, 2)).toEqual([made[1]?.id, made[0]?.id]);
    expect(new Set(ids).size).toBe(ids.length);
    const { body } = await test.api.get(`${path}?limit=1`);
    expect(body.items[0]).toMatchObject({
      roles: ['operator', 'analyst'],
      createdBy: 'key:administrator',
      revokedAt: null,
      expiresAt: null,
      lastUsedAt: null,
    });
  });

  it('open nothing any more once they are revoked', async () => {
    const { id, key } = await make(['staff']);
    expect((await open(key)).status).toBe(201);
    expect((await test.api.post(`${path}/${id}/revoke`)).status).toBe(200);
    expect(await open(key)).toMatchObject({ status: 401, body: { code: 'KEY_UNKNOWN' } });
    expect((await test.api.post(`${path}/${id}/revoke`)).status).toBe(200);
    expect(await test.api.post(`${path}/${randomUUID()}/revoke`)).toMatchObject({ status: 404 });
  });

  it('open nothing any more once they have expired', async () => {
    const expiresAt = new Date(Date.now() + 1_500).toISOString();
    const { status, body } = await test.api.post(path, { name: 'for a moment', roles: ['staff'], expiresAt });
    expect(status).toBe(201);
    expect((await open(body.key)).status).toBe(201);
    expect((await test.api.get(`${path}?limit=1`)).body.items[0]).toMatchObject({ id: body.id, expiresAt });
    await until(async () => (await open(body.key)).status === 401, 'the key to expire');
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(expiresAt));
    expect(await open(body.key)).toMatchObject({ status: 401, body: { code: 'KEY_UNKNOWN' } });
  });

  it('tell when they were last used, and write it down now and then only', async () => {
    const { id, key } = await make(['staff']);
    const shown = async () =>
      ((await test.api.get(path)).body.items as { id: string; lastUsedAt: string | null }[]).find(
        (one) => one.id === id,
      )?.lastUsedAt;
    expect(await shown()).toBeNull();
    const began = Date.now();
    const written = async () => {
      const { rows } = await test
        .context('counters')
        .pool.query('SELECT last_used_at, xmin::text AS row FROM identity.keys WHERE id = $1', [id]);
      return rows[0] as { last_used_at: string | null; row: string };
    };
    const before = await written();
    for (let left = 5; left > 0; left -= 1) await open(key);
    expect(await written()).toEqual(before);
    const last = await shown();
    expect(Date.parse(last ?? '')).toBeGreaterThanOrEqual(began);
    const after = await written();
    await shown();
    expect(Date.parse(after.last_used_at ?? '')).toBe(Date.parse(last ?? ''));
    expect(await written()).toEqual(after);
  });

  it('leave one administrator who does not expire', async () => {
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    // By the API it takes two people, and the context of their approvals.
    const administrator = (ends: string | null = null) =>
      test.process.keys.create({ name: randomUUID(), roles: ['administrator'], by: 'test', expiresAt: ends });
    await administrator(expiresAt);
    const first = await administrator();
    const second = await administrator();
    expect((await test.api.post(`${path}/${first.id}/revoke`)).status).toBe(200);
    expect(await test.api.post(`${path}/${second.id}/revoke`)).toMatchObject({
      status: 409,
      body: { code: 'LAST_ADMINISTRATOR' },
    });
  });

  it('that are missing or wrong are told apart', async () => {
    const missing = await open(null);
    expect(missing).toMatchObject({ status: 401, body: { code: 'KEY_MISSING' } });
    expect(missing.headers.get('www-authenticate')).toMatch(/^Bearer/);
    for (const key of ['ecou_wrong', `ecou_${'a'.repeat(43)}`, 'other']) {
      expect(await open(key)).toMatchObject({ status: 401, body: { code: 'KEY_UNKNOWN' } });
    }
    expect(await test.visitor.get('/counters/v1/counters', { key: 'ecou_wrong' })).toMatchObject({ status: 401 });
    expect(await test.visitor.get(path, { headers: { authorization: 'Basic abc' } })).toMatchObject({ status: 401 });
  });

  it.each([
    [{ name: 'a', roles: [] }, 'roles'],
    [{ name: 'a', roles: ['mayor'] }, 'roles.0'],
    [{ name: 'a', roles: ['staff', 'staff'] }, 'roles'],
    [{ name: 'a', roles: ['officer'] }, 'officer'],
    [{ name: 'a', roles: ['head-of-department', 'auditor'], officer: null }, 'officer'],
    [{ name: 'a', roles: ['officer'], officer: 'Maria' }, 'officer'],
    [{ name: ' ', roles: ['staff'] }, 'name'],
    [{ name: 'a', roles: ['staff'], expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    [{ name: 'a', roles: ['staff'], expiresAt: 'tomorrow' }, 'expiresAt'],
    [{ name: 'a', roles: ['staff'], key: 'ecou_mine' }, 'key'],
  ])('are not made from %j', async (body, field) => {
    const answer = await test.api.post(path, body);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: field }] } });
    expect(answer.body.errors[0].code).not.toBe('CUSTOM');
  });

  it('the first is made once for a deployment', async () => {
    await make(['staff']);
    expect(await test.process.keys.makeFirst()).toBeUndefined();
  });

  it('of each role open each route that the role may call, and no other', async () => {
    const steps = await walkRoutes({ url: test.process.url, keys: test.keys });
    const wrong = steps.filter(({ fault }) => fault !== null);
    // The one route that is there to fail.
    expect(new Set(wrong.map(({ path: at, status }) => `${at} ${status}`))).toEqual(
      new Set(['/counters/v1/counters/fails 500']),
    );
    expect(steps.some(({ status }) => status === 403)).toBe(true);
    const documented = routesOfDocument((await test.visitor.get('/openapi.json')).body);
    expect(documented.map(({ method, path: at }) => `${method} ${at}`).sort()).toEqual(
      test.process.routes.map(({ method, path: at }) => `${method} ${at.replaceAll(/:(\w+)/g, '{$1}')}`).sort(),
    );
  });

  it('are not needed for what the walk shall find wrong', async () => {
    const [route] = test.process.routes.filter(({ rules }) => rules.permission === null);
    const wrong = { method: route?.method ?? '', path: route?.path ?? '', permission: 'keys:manage' };
    const steps = await walkRoutes({ url: test.process.url, keys: test.keys, routes: [wrong] });
    expect(steps.filter(({ fault }) => fault !== null).length).toBeGreaterThan(3);
  });
});

describe('the first key', () => {
  it('is an administrator’s', async () => {
    const test = await startTestProcess([countersContext], { env: { LOG_LEVEL: 'silent' } });
    try {
      const key = await test.process.keys.makeFirst();
      expect((await test.visitor.get(path, { key: key ?? null })).body.items).toMatchObject([{ createdBy: 'system' }]);
    } finally {
      await test.stop();
    }
  });
});
