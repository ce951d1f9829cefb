import { randomUUID } from 'node:crypto';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { identityContext } from '../context.js';

const base = '/identity/v1/rights-requests';
const asked = { name: 'Ana Exemplu', contact: 'ana@example.org', verifiedBy: 'identity-document' };

let test: TestProcess;
beforeAll(async () => {
  test = await startTestProcess([identityContext]);
});
afterAll(() => test.stop());

async function receive(kind: string, more: object = {}): Promise<string> {
  const { status, body } = await test.api.post(base, { kind, ...asked, ...more });
  expect(status).toBe(201);
  return body.id as string;
}

const get = async (id: string) => (await test.api.get(`${base}/${id}`)).body;

describe('a request of a person', () => {
  it('is to be answered within a month, or the last day of a shorter one, in the time of the municipality', async () => {
    const id = await receive('access', { receivedAt: '2027-01-31T12:00:00+02:00', words: 'Ce știți despre mine?' });
    expect(await get(id)).toMatchObject({
      ...asked,
      dueAt: '2027-02-28T21:59:59.999Z',
      outcome: 'open',
      erasure: null,
    });
  });

  it('is extended once, and raised where nobody answered in time', async () => {
    const now = test.clock.now();
    const [late, extended] = [
      await receive('access', { receivedAt: now }),
      await receive('access', { receivedAt: now }),
    ];
    const { dueAt } = await get(late);
    const body = { months: 2, reason: 'Cerere complexă.' };
    expect((await test.api.post(`${base}/${extended}/extend`, body)).status).toBe(200);
    expect((await test.api.post(`${base}/${extended}/extend`, { ...body, months: 3 })).status).toBe(400);
    expect((await test.api.post(`${base}/${extended}/extend`, { ...body, months: 1 })).body.code).toBe(
      'ALREADY_EXTENDED',
    );
    test.clock.set(new Date(Date.parse(dueAt) + 1000).toISOString());
    await until(async () => (await get(late)).overdue, 'the request to be overdue');
    expect((await get(extended)).overdue).toBe(false);
  });

  it('is refused with reasons, and closed then; its list tells both', async () => {
    const id = await receive('erase');
    const refusal = { reasons: 'Arhivare în interes public.', legalBasis: 'art. 17(3)(d)' };
    expect((await test.api.post(`${base}/${id}/refuse`, refusal)).status).toBe(200);
    expect((await test.api.post(`${base}/${id}/subjects`, { subjects: [randomUUID()] })).body.code).toBe(
      'RIGHTS_REQUEST_CLOSED',
    );
    await test.settle();
    const { items } = (await test.api.get(`${base}?kind=erase&outcome=refused`)).body;
    expect(items.map((item: { id: string }) => item.id)).toEqual([id]);
  });

  it('for rectification notes what was put right', async () => {
    const id = await receive('rectify');
    await test.api.post(`${base}/${id}/rectify`, { what: 'Numele, în petiția sintetică.' });
    await test.api.post(`${base}/${id}/answer`, { summary: 'S-a corectat.' });
    expect(await get(id)).toMatchObject({ rectifications: ['Numele, în petiția sintetică.'], outcome: 'answered' });
  });

  it('is handled by those who may, and approved by an administrator', async () => {
    const id = await receive('erase');
    const { auditor, registry, staff } = test.keys;
    for (const key of [auditor, registry]) expect((await test.api.get(`${base}/${id}`, { key })).status).toBe(403);
    expect((await test.api.get(`${base}/${id}`, { key: staff })).status).toBe(200);
    await test.api.post(`${base}/${id}/subjects`, { subjects: [randomUUID()] });
    const asked = await test.api.post(`${base}/${id}/erase`, undefined, { key: staff });
    expect(asked).toMatchObject({ status: 202, body: { approval: { kind: 'erase-subjects' } } });
    const approve = `/identity/v1/approvals/${asked.body.approval.id}/approve`;
    for (const key of [auditor, registry, staff, test.keys.operator])
      expect((await test.api.post(approve, undefined, { key })).status).toBe(403);
  });
});

describe('a legal hold', () => {
  const holds = '/identity/v1/legal-holds';
  const why = { reason: 'Proces în curs.', legalBasis: 'GDPR, art. 17(3)(e)' };
  const day = 86_400_000;

  async function erasureOf(subject: string): Promise<string> {
    const id = await receive('erase');
    await test.api.post(`${base}/${id}/subjects`, { subjects: [subject] });
    return id;
  }
  const refusal = async (id: string) => {
    const { status, body } = await test.api.post(`${base}/${id}/erase`);
    return [status, body.code];
  };

  it('on a person blocks every order to erase them until its day, and nobody else', async () => {
    const [held, other] = [randomUUID(), randomUUID()];
    const until = new Date(Date.parse(test.clock.now()) + day).toISOString();
    const placed = await test.api.post(holds, { subjects: [held], until, ...why });
    expect(placed.status).toBe(201);
    const [one, two] = [await erasureOf(held), await erasureOf(held)];
    for (const id of [one, two]) expect(await refusal(id)).toEqual([409, 'LEGAL_HOLD']);
    expect(await refusal(await erasureOf(other))).toEqual([202, undefined]);
    const path = `${holds}/${placed.body.id}`;
    expect((await test.api.get(path)).body).toMatchObject({
      ...{ subjects: [held], things: [], until, active: true, lifted: null, by: 'key:administrator' },
      ...why,
    });
    test.clock.advance(2 * day);
    expect((await test.api.get(path)).body.active).toBe(false);
    expect(await refusal(one)).toEqual([202, undefined]);
  });

  it('of a request blocks the others about the same person, also those who are named later, until it is lifted', async () => {
    const [first, later] = [randomUUID(), randomUUID()];
    const id = await erasureOf(first);
    expect((await test.api.post(`${base}/${id}/hold`, why)).status).toBe(200);
    await test.api.post(`${base}/${id}/subjects`, { subjects: [later] });
    const [one, two] = [await erasureOf(first), await erasureOf(later)];
    for (const other of [one, two]) expect(await refusal(other)).toEqual([409, 'LEGAL_HOLD']);
    const active = (await test.api.get(`${holds}?active=true`)).body.items;
    expect(active).toEqual([expect.objectContaining({ id, subjects: [first, later] })]);
    await test.api.post(`${base}/${id}/lift-hold`, { reason: 'S-a încheiat.' });
    for (const other of [one, two, id]) expect(await refusal(other)).toEqual([202, undefined]);
    expect((await test.api.get(`${holds}?active=true`)).body.items).toEqual([]);
  });

  it('of a request that was lifted among all holds stays so, whatever else the request is told', async () => {
    const id = await erasureOf(randomUUID());
    await test.api.post(`${base}/${id}/hold`, why);
    expect((await test.api.post(`${holds}/${id}/lift`, { reason: 'Greșit.' })).status).toBe(200);
    expect((await test.api.post(`${base}/${id}/extend`, { months: 1, reason: 'Multe dosare.' })).status).toBe(200);
    expect((await test.api.get(`${holds}/${id}`)).body.active).toBe(false);
    expect(await refusal(id)).toEqual([409, 'LEGAL_HOLD']);
  });

  it('is lifted once, is of somebody or something, and is placed by those who handle requests', async () => {
    const placed = await test.api.post(holds, { subjects: [randomUUID()], ...why });
    const path = `${holds}/${placed.body.id}`;
    for (const _ of [1, 2]) expect((await test.api.post(`${path}/lift`, { reason: 'Greșit.' })).status).toBe(200);
    expect((await test.api.get(path)).body).toMatchObject({ active: false, lifted: { reason: 'Greșit.' } });
    expect(await test.api.post(holds, why)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'subjects', code: 'NOTHING_TO_HOLD' }] },
    });
    expect((await test.api.post(`${holds}/${randomUUID()}/lift`, { reason: 'x' })).status).toBe(404);
    for (const key of [test.keys.auditor, test.keys.operator])
      expect((await test.api.post(holds, { subjects: [randomUUID()], ...why }, { key })).status).toBe(403);
  });
});

describe('views of identity', () => {
  it.each(identityContext.views.map(({ name }) => name))('%s equals its rebuild', async (view) => {
    await test.replayEqualsIncremental('identity', view);
  });
});
