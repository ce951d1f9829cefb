import { randomUUID } from 'node:crypto';
import { until } from '@ecou/event-sourcing/testing';
import { defineContext } from '@ecou/runtime';
import { startTestProcess, TestApi, testOfficer, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { identityContext } from '../context.js';

const path = '/identity/v1/approvals';
const keysPath = '/identity/v1/keys';
const hour = 3_600_000;

/** A context whose service shares nothing with that of identity but the database of keys. */
const stalls = defineContext({ name: 'stalls', title: 'Some other service', modules: [] });

describe('orders that need two people', () => {
  let identity: TestProcess;
  let other: TestProcess;
  let second: TestApi;

  beforeAll(async () => {
    identity = await startTestProcess([identityContext]);
    second = new TestApi(identity.process.url, identity.process.keys.makeEphemeral('key:second', ['administrator']));
    other = await startTestProcess([stalls], { env: { IDENTITY_DATABASE_URL: identity.databaseUrl } });
  });
  afterAll(async () => {
    await other.stop();
    await identity.stop();
  });

  const orderOf = (name: string = randomUUID()) => ({ name, roles: ['administrator'] });
  const named = (id: string) => ({ headers: { 'ecou-approval': id } });
  const ask = async (order: object): Promise<string> => {
    const { status, body, headers } = await identity.api.post(keysPath, order);
    expect([status, headers.get('location')]).toEqual([202, `${path}/${body.approval.id}`]);
    return body.approval.id;
  };

  it('are asked for, approved by a second administrator, and carried out once', async () => {
    const order = orderOf('Maria Exemplu');
    const id = await ask(order);
    expect((await identity.api.get(`${path}/${id}`)).body).toMatchObject({
      ...{ id, kind: 'grant-administrator', status: 'asked', permission: 'keys:manage', isWaived: false },
      says: 'Give Maria Exemplu the roles administrator, without an end.',
      askedBy: { actor: 'key:administrator', officer: null },
    });
    expect(await identity.api.post(keysPath, order, named(id))).toMatchObject({
      status: 409,
      body: { code: 'APPROVAL_PENDING' },
    });
    expect(await identity.api.post(`${path}/${id}/approve`)).toMatchObject({
      status: 403,
      body: { code: 'APPROVER_IS_ASKER' },
    });
    expect((await second.post(`${path}/${id}/approve`, { note: 'As agreed.' })).status).toBe(200);
    expect(await identity.api.post(keysPath, { ...order, name: 'Somebody else' }, named(id))).toMatchObject({
      status: 409,
      body: { code: 'APPROVAL_OF_ANOTHER_ORDER' },
    });
    const made = await identity.api.post(keysPath, order, named(id));
    expect(made.status).toBe(201);
    expect((await identity.visitor.get(keysPath, { key: made.body.key })).status).toBe(200);
    expect(await identity.api.post(keysPath, order, named(id))).toMatchObject({
      status: 409,
      body: { code: 'APPROVAL_USED' },
    });
    await identity.settle();
    const { items } = (await identity.api.get(`${path}?status=used&kind=grant-administrator`)).body;
    expect(items).toMatchObject([{ id, note: 'As agreed.', decidedBy: { actor: 'key:second', officer: null } }]);
    expect(JSON.stringify(items)).not.toContain('orderHash');
  });

  it('are carried out by one of many who send the same order at once', async () => {
    const order = orderOf();
    const id = await ask(order);
    await second.post(`${path}/${id}/approve`);
    const answers = await Promise.all(Array.from({ length: 8 }, () => identity.api.post(keysPath, order, named(id))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
  });

  it('come from other services, and are approved here', async () => {
    const ids = [randomUUID(), randomUUID()];
    const order = { ids, reason: 'The items do not exist.' };
    const bulk = '/stalls/ops/v1/parked/discard';
    const asked = await other.api.post(bulk, order);
    expect([asked.status, asked.body.approval.kind]).toEqual([202, 'bulk-discard']);
    const { id } = asked.body.approval;
    expect((await identity.visitor.post(`${path}/${id}/approve`, {}, { key: identity.keys.operator })).status).toBe(
      200,
    );
    const answers = await Promise.all(Array.from({ length: 4 }, () => other.api.post(bulk, order, named(id))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect(answers.find(({ status }) => status === 200)?.body).toEqual({
      done: 0,
      rows: ids.toSorted().map((one) => ({ id: one, isDone: false, code: 'PARKED_UNKNOWN' })),
    });
    expect(await other.api.post('/stalls/ops/v1/parked/redrive', order, named(id))).toMatchObject({
      body: { code: 'APPROVAL_OF_ANOTHER_ORDER' },
    });
  });

  it('need no second person for one message alone', async () => {
    const order = { ids: [randomUUID()], reason: 'The item does not exist.' };
    expect((await other.api.post('/stalls/ops/v1/parked/discard', order)).status).toBe(200);
    expect((await other.api.post('/stalls/ops/v1/parked/redrive', order)).body).toMatchObject({ done: 0 });
  });

  it('are approved only by those who may do such things themselves', async () => {
    const id = await ask(orderOf());
    expect(await identity.visitor.post(`${path}/${id}/approve`, {}, { key: identity.keys.operator })).toMatchObject({
      status: 403,
      body: { code: 'PERMISSION_MISSING' },
    });
    expect((await identity.visitor.post(`${path}/${id}/approve`, {}, { key: identity.keys.auditor })).status).toBe(403);
    expect((await identity.visitor.get(`${path}/${id}`, { key: identity.keys.auditor })).status).toBe(200);
  });

  it('are not approved by another key of the same officer', async () => {
    const key = (actor: string) => identity.process.keys.makeEphemeral(actor, ['administrator'], testOfficer);
    const [one, another] = [key('key:1'), key('key:2')].map((own) => new TestApi(identity.process.url, own));
    const { id } = (await one!.post(keysPath, orderOf())).body.approval;
    expect(await another!.post(`${path}/${id}/approve`)).toMatchObject({ body: { code: 'APPROVER_IS_ASKER' } });
  });

  it('are refused, and withdrawn', async () => {
    const [one, another] = [orderOf(), orderOf()];
    const [refused, withdrawn] = [await ask(one), await ask(another)];
    expect((await second.post(`${path}/${refused}/refuse`, { note: 'Not him.' })).status).toBe(200);
    expect((await identity.api.post(keysPath, one, named(refused))).body.code).toBe('APPROVAL_REFUSED');
    expect((await second.post(`${path}/${withdrawn}/withdraw`)).body.code).toBe('APPROVAL_OF_ANOTHER');
    expect((await identity.api.post(`${path}/${withdrawn}/withdraw`)).status).toBe(200);
    expect((await second.post(`${path}/${withdrawn}/approve`)).body.code).toBe('APPROVAL_WITHDRAWN');
  });

  it('say which approval cannot be', async () => {
    const bad = await identity.api.post(keysPath, orderOf(), named('seven'));
    expect([bad.status, bad.body.errors]).toMatchObject([400, [{ path: 'Ecou-Approval' }]]);
    const unknown = await identity.api.post(keysPath, orderOf(), named(randomUUID()));
    expect(unknown).toMatchObject({ status: 404, body: { code: 'APPROVAL_UNKNOWN' } });
    const incomplete = { name: 'x', roles: ['administrator', 'officer'] };
    expect(await identity.api.post(keysPath, incomplete)).toMatchObject({ status: 400 });
  });

  it('expire after three days', async () => {
    const id = await ask(orderOf());
    identity.clock.advance(72 * hour);
    expect((await second.post(`${path}/${id}/approve`)).body.code).toBe('APPROVAL_EXPIRED');
    await until(() => identity.noTimerIsDue('identity'), 'every timer to fire');
    await identity.settle();
    const { items } = (await identity.api.get(`${path}?status=expired`)).body;
    expect(items).toContainEqual(expect.objectContaining({ id, status: 'expired', usedAt: null }));
  });

  it.each(identityContext.views.map(({ name }) => name))('the view %s equals its replay', (view) =>
    identity.replayEqualsIncremental('identity', view),
  );
});

describe('where one person is enough', () => {
  it('the order is carried out at once, and each time is on record', async () => {
    const alone = await startTestProcess([identityContext], { env: { ECOU_APPROVALS: 'single' } });
    expect((await alone.api.post(keysPath, { name: 'Ana', roles: ['administrator'] })).status).toBe(201);
    await alone.settle();
    expect((await alone.api.get(path)).body.items).toMatchObject([
      { status: 'used', isWaived: true, decidedBy: null, says: expect.stringContaining('Ana') },
    ]);
    const { body } = await alone.visitor.get('/health/ready');
    expect(body.contexts.identity.parts.approvals).toEqual({
      state: 'up',
      troubles: ['One person alone is enough for orders that need two (ECOU_APPROVALS).'],
    });
    expect(alone.process.config.doubts).toMatchObject([expect.stringContaining('ECOU_APPROVALS=single')]);
    await alone.stop();
  });
});
