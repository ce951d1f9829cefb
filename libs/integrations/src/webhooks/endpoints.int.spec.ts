import { randomUUID } from 'node:crypto';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestApi, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { integrationsContext } from '../context.js';
import { publishers } from '../testing/publishers.js';
import type { Receiver } from '../testing/receiver.js';
import { base, contact, WebhookTown } from '../testing/webhook-town.js';

const hour = 3_600_000;

let receiver: Receiver;
let test: TestProcess;
let system: TestApi;
let hooks: WebhookTown;

beforeAll(async () => {
  hooks = await WebhookTown.start();
  ({ receiver, test, system } = hooks);
});
afterAll(() => hooks.stop());

describe('the secret', () => {
  it('is shown when it is made, and nowhere else', async () => {
    const { id, secret } = await hooks.endpoint();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const rows = await test.context('integrations').pool.query('SELECT * FROM integrations.endpoint_list');
    const texts = [await hooks.read(id), (await system.get(base)).body, rows.rows].map((one) => JSON.stringify(one));
    for (const text of texts) expect(text).not.toContain(secret);
  });

  it('is shown again to the same request', async () => {
    const body = { url: receiver.url('/x'), contact, filter: { key: 'none' } };
    const headers = { 'idempotency-key': randomUUID() };
    const first = await system.post(base, body, { headers });
    const again = await system.post(base, body, { headers });
    expect(again).toMatchObject({ status: 201, body: first.body });
    const rotated = await system.post(`${base}/${first.body.id}/rotate`, undefined, { headers });
    await system.post(`${base}/${first.body.id}/rotate`);
    expect(await system.post(`${base}/${first.body.id}/rotate`, undefined, { headers })).toMatchObject({
      status: 200,
      body: rotated.body,
    });
  });

  it('is rotated: for a day, the one before signs as well', async () => {
    const { id, path, key, secret } = await hooks.endpoint();
    const { body } = await system.post(`${base}/${id}/rotate`);
    expect(Date.parse(body.olderUntil) - Date.parse(test.clock.now())).toBe(24 * hour);
    expect(body.secret).not.toBe(secret);
    await hooks.looked();
    await hooks.facility(key);
    const [both] = await hooks.came(path, 1);
    expect(both).toMatchObject({ isGenuine: true, signatures: 2 });
    await receiver.tell(path, { secret: body.secret });
    await hooks.facility(key);
    expect((await hooks.came(path, 2))[1]).toMatchObject({ isGenuine: true, signatures: 2 });
    test.clock.advance(25 * hour);
    await hooks.facility(key);
    expect((await hooks.came(path, 3))[2]).toMatchObject({ isGenuine: true, signatures: 1 });
    await receiver.tell(path, { secret });
    await hooks.facility(key);
    expect((await hooks.came(path, 4))[3]).toMatchObject({ isGenuine: false });
  });
});

describe('an endpoint', () => {
  it('is tested at once, also while it is paused', async () => {
    const { id, path } = await hooks.endpoint();
    await system.post(`${base}/${id}/pause`);
    const { status, body } = await system.post(`${base}/${id}/test`);
    expect([status, body]).toEqual([
      200,
      {
        ...{ message: expect.any(String), isTaken: true, status: 200, response: 'said 200', error: null },
        durationMs: expect.any(Number),
      },
    ]);
    const [got] = receiver.got(path);
    expect(got).toMatchObject({ isGenuine: true, id: body.message });
    expect(got?.body).toMatchObject({ type: 'ecou.integrations.endpoint-test.v1', data: { subject: id } });
    expect(await hooks.deliveries(id)).toMatchObject([{ kind: 'test', position: null, message: body.message }]);
    await receiver.tell(path, { behaviour: '500' });
    expect((await system.post(`${base}/${id}/test`)).body).toMatchObject({ isTaken: false, status: 500 });
  });

  it('that is paused gets nothing, and all of it once it is resumed', async () => {
    const { id, path, key } = await hooks.endpoint();
    await system.post(`${base}/${id}/pause`);
    expect(await hooks.read(id)).toMatchObject({ status: 'paused', paused: { reason: 'asked' } });
    await hooks.looked();
    await hooks.facility(key, 2);
    await hooks.passed();
    expect(receiver.got(path)).toEqual([]);
    expect(await system.post(`${base}/${id}/replay`, { position: 1 })).toMatchObject({
      status: 409,
      body: { code: 'ENDPOINT_PAUSED' },
    });
    await system.post(`${base}/${id}/resume`);
    await hooks.came(path, 2);
    expect(hooks.sequencesOf(path)).toEqual([1, 2]);
  });

  it('is changed only by somebody who has seen what they change', async () => {
    const { id, key } = await hooks.endpoint();
    const { headers } = await system.get(`${base}/${id}`);
    const body = { url: receiver.url('/changed'), contact: 'alta@example.org', filter: { key } };
    expect((await system.put(`${base}/${id}`, body)).status).toBe(428);
    const match = { 'if-match': headers.get('etag') ?? '' };
    expect((await system.put(`${base}/${id}`, body, { headers: match })).status).toBe(200);
    expect((await system.put(`${base}/${id}`, { ...body, contact }, { headers: match })).status).toBe(412);
    expect(await hooks.read(id)).toMatchObject({ url: body.url, contact: 'alta@example.org', version: 2 });
    const { rows } = await test
      .context('integrations')
      .pool.query(`SELECT data FROM integrations.events WHERE type = 'EndpointCreated'`);
    for (const { data } of rows) expect(await test.opened(data.contact)).toMatch(/@example\.org$/);
  });

  it('is seen and managed by its own key, and by administrators', async () => {
    const { id } = await hooks.endpoint();
    const other = test.api.with(test.process.keys.makeEphemeral('key:other', ['system']));
    expect((await other.get(base)).body.items).toEqual([]);
    const unknown = { status: 404, body: { code: 'ENDPOINT_UNKNOWN' } };
    expect(await other.get(`${base}/${id}`)).toMatchObject(unknown);
    expect(await other.get(`${base}/${id}/deliveries`)).toMatchObject(unknown);
    for (const verb of ['rotate', 'test', 'pause', 'resume', 'remove'])
      expect(await other.post(`${base}/${id}/${verb}`)).toMatchObject(unknown);
    expect(await other.post(`${base}/${id}/replay`, { position: 1 })).toMatchObject(unknown);
    const body = { url: receiver.url('/x'), contact };
    expect(await other.put(`${base}/${id}`, body, { headers: { 'if-match': '"1"' } })).toMatchObject(unknown);
    expect((await test.api.get(`${base}/${id}`)).status).toBe(200);
    await test.settle();
    const ids = (await test.api.get(`${base}?limit=200`)).body.items.map((item: { id: string }) => item.id);
    expect(ids).toContain(id);
    for (const role of ['analyst', 'auditor', 'editor', 'operator'] as const)
      expect((await test.api.with(test.keys[role]).get(base)).status).toBe(403);
    expect((await test.visitor.get(base)).status).toBe(401);
  });

  it('that is removed is gone, with what waited for it', async () => {
    const { id, key, path } = await hooks.endpoint('500');
    await hooks.facility(key);
    await hooks.came(path, 1);
    expect((await system.post(`${base}/${id}/remove`)).status).toBe(200);
    expect((await system.get(`${base}/${id}`)).status).toBe(404);
    expect((await system.post(`${base}/${id}/remove`)).status).toBe(404);
    const { pool } = test.context('integrations');
    await until(async () => {
      const { rows } = await pool.query('SELECT FROM integrations.webhook_cursors WHERE endpoint = $1', [id]);
      return rows.length === 0;
    });
    const { rows } = await pool.query('SELECT FROM integrations.webhook_queue WHERE endpoint = $1', [id]);
    expect(rows).toEqual([]);
  });

  it.each([
    ['a private address', { url: 'https://10.0.0.1/' }, ['url'], 'ADDRESS_REFUSED'],
    ['a password in the address', { url: 'https://a:b@example.org/' }, ['url'], 'ADDRESS_REFUSED'],
    ['no contact', { contact: undefined }, ['contact'], 'INVALID_INPUT'],
    ['a contract that is not there', { filter: { types: ['ecou.x.y.v1'] } }, ['filter.types.0'], 'INVALID_INPUT'],
    [
      'a field of the envelope',
      { filter: { fields: [{ field: 'id', equals: 'x' }] } },
      ['filter.fields.0.field'],
      'INVALID_INPUT',
    ],
    ['something that is no certificate', { ca: 'x' }, ['ca'], 'CERTIFICATE_INVALID'],
    ['a key without a certificate', { clientKey: 'x' }, ['clientCertificate'], 'CERTIFICATE_MISSING'],
    ['a position to come', { after: 99_999_999 }, ['after'], 'POSITION_BEYOND_HEAD'],
    ['an unknown field', { secret: 'x' }, ['secret'], 'INVALID_INPUT'],
  ])('is refused with %s', async (_name, change, paths, code) => {
    const { status, body } = await system.post(base, { url: 'https://systems.example.org/', contact, ...change });
    expect([status, body.code, body.errors.map(({ path }: { path: string }) => path)]).toEqual([400, code, paths]);
  });
});

describe('without a word of the operator', () => {
  let closed: TestProcess;
  beforeAll(async () => {
    closed = await startTestProcess([...publishers, integrationsContext]);
  });
  afterAll(() => closed.stop());

  it.each(['http://systems.example.org/', 'https://localhost/', 'https://127.0.0.1/', 'https://127.1/'])(
    'no endpoint is at %s',
    async (url) => {
      const { status, body } = await closed.api.post(base, { url, contact });
      expect([status, body.code]).toEqual([400, 'ADDRESS_REFUSED']);
    },
  );
});

describe('every example', () => {
  it('is taken as it stands', async () => {
    const { body: document } = await test.visitor.get('/integrations/openapi.json');
    const { id } = await hooks.endpoint();
    const paths = document.paths as Record<string, Record<string, Operation>>;
    const sent = Object.entries(paths)
      .filter(([path]) => path.startsWith(base))
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, { requestBody }]) => ({ path, method, requestBody })),
      )
      .filter(({ requestBody }) => requestBody !== undefined);
    expect(sent).toHaveLength(3);
    for (const { path, method, requestBody } of sent) {
      const example = requestBody?.content['application/json']?.example;
      const headers = method === 'put' ? { 'if-match': '*' } : {};
      const { status } = await system.call(method.toUpperCase(), path.replace('{id}', id), example, { headers });
      expect([path, status]).toEqual([path, method === 'post' && path === base ? 201 : 200]);
    }
  });
});

interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly example: unknown }>> };
}

describe('every view', () => {
  it.each(integrationsContext.views.map(({ name }) => name))(
    '%s, replayed from nothing, equals the one that was kept up',
    (name) => test.replayEqualsIncremental('integrations', name),
  );
});
