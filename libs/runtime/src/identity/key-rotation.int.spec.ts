import { startTestProcess, type TestProcess } from '../testing/index.js';
import { countersContext } from '../testing/toy/counter.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';

let test: TestProcess;
const keys = '/identity/v1/keys';
const soon = (ms: number) => new Date(Date.now() + ms).toISOString();
const opens = async (key: string) => (await test.visitor.get(keys, { key })).status === 200;

beforeAll(async () => {
  test = await startTestProcess([countersContext]);
});
afterAll(() => test.stop());

const made = () => test.process.keys.create({ name: 'another system', roles: ['administrator'], by: 'a test' });

describe('a key that is rotated', () => {
  it('is two valid keys of one id, until the older one ends', async () => {
    const first = await made();
    const { status, body } = await test.api.post(`${keys}/${first.id}/rotate`, { olderUntil: soon(2_500) });
    expect([status, body.id, body.key === first.key]).toEqual([200, first.id, false]);
    expect([await opens(first.key), await opens(body.key)]).toEqual([true, true]);
    const third = await test.api.post(`${keys}/${first.id}/rotate`, { olderUntil: soon(60_000) });
    expect(third).toMatchObject({ status: 409, body: { code: 'KEY_ROTATED' } });
    await sleep(2_600);
    expect([await opens(first.key), await opens(body.key)]).toEqual([false, true]);
    expect((await test.api.post(`${keys}/${first.id}/rotate`, { olderUntil: soon(60_000) })).status).toBe(200);
  });

  it('ends with both of them', async () => {
    const first = await made();
    const { body } = await test.api.post(`${keys}/${first.id}/rotate`, { olderUntil: soon(60_000) });
    expect((await test.api.post(`${keys}/${first.id}/revoke`)).status).toBe(200);
    expect([await opens(first.key), await opens(body.key)]).toEqual([false, false]);
    const again = await test.api.post(`${keys}/${first.id}/rotate`, { olderUntil: soon(60_000) });
    expect(again).toMatchObject({ status: 409, body: { code: 'KEY_OVER' } });
  });

  it('expires as before, unless another time is named', async () => {
    const expiresAt = soon(3_600_000);
    const { body } = await test.api.post(keys, { name: 'another system', roles: ['system'], expiresAt });
    const expiry = async () =>
      (await test.api.get(keys)).body.items.find(({ id }: { id: string }) => id === body.id).expiresAt as string | null;
    await test.api.post(`${keys}/${body.id}/rotate`, { olderUntil: soon(100) });
    expect(await expiry()).toBe(expiresAt);
    await sleep(150);
    await test.api.post(`${keys}/${body.id}/rotate`, { olderUntil: soon(100), expiresAt: null });
    expect(await expiry()).toBeNull();
  });

  it.each([
    ['EXPIRES_IN_THE_PAST', { olderUntil: '2020-01-01T00:00:00Z' }],
    ['REQUIRED', {}],
  ])('needs a time to come (%s)', async (_code, body) => {
    const { id } = await made();
    expect((await test.api.post(`${keys}/${id}/rotate`, body)).status).toBe(400);
  });

  it('must be there', async () => {
    const id = '7f3c9a52-64be-4b1e-9d57-30c1e8b2a614';
    const unknown = await test.api.post(`${keys}/${id}/rotate`, { olderUntil: soon(60_000) });
    expect(unknown).toMatchObject({ status: 404, body: { code: 'KEY_UNKNOWN' } });
  });
});
