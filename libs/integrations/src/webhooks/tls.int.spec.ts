import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { integrationsContext } from '../context.js';
import { certificates } from '../testing/certificates.js';
import { publishers } from '../testing/publishers.js';
import { Receiver } from '../testing/receiver.js';

const base = '/integrations/v1/endpoints';
const { ca, server, client } = certificates();
const other = certificates();

const receiver = new Receiver({ ...server, ca });
let test: TestProcess;

beforeAll(async () => {
  await receiver.start();
  test = await startTestProcess([...publishers, integrationsContext], {
    env: { ECOU_WEBHOOKS_NETWORKS: '127.0.0.0/8' },
  });
});
afterAll(async () => {
  await test.stop();
  await receiver.stop();
});

const settings = (change: object) => ({ url: receiver.url('/tls'), contact: 'a@example.org', ...change });
const mine = { ca, clientCertificate: client.cert, clientKey: client.key };

async function endpoint(change: object): Promise<string> {
  const { status, body } = await test.api.post(base, settings(change));
  expect(status).toBe(201);
  await receiver.tell('/tls', { secret: body.secret });
  return body.id;
}

const tested = async (id: string) => (await test.api.post(`${base}/${id}/test`)).body;

describe('over TLS, an endpoint', () => {
  it('shows a certificate of its own authority, and is shown one', async () => {
    const id = await endpoint(mine);
    expect(await tested(id)).toMatchObject({ isTaken: true, status: 200, error: null });
    expect(receiver.got('/tls').at(-1)?.isGenuine).toBe(true);
    expect((await test.api.get(`${base}/${id}`)).body).toMatchObject({ hasCa: true, hasClientCertificate: true });
  });

  it.each([
    ['whose authority nobody knows', { ca: null }, /certificate/],
    ['of another authority than that which was named', { ca: other.ca }, /certificate/],
    [
      'that is shown no certificate',
      { clientCertificate: null, clientKey: null },
      /alert|ECONNRESET|socket hang up|EPIPE/,
    ],
    [
      'that is shown one of somebody else',
      { clientCertificate: other.client.cert, clientKey: other.client.key },
      /alert|ECONNRESET|socket hang up|EPIPE/,
    ],
  ])('%s gets nothing', async (_name, change, error) => {
    const before = receiver.got().length;
    const answer = await tested(await endpoint({ ...mine, ...change }));
    expect(answer).toMatchObject({ isTaken: false, status: null, error: expect.stringMatching(error) });
    expect(receiver.got()).toHaveLength(before);
  });

  it('has a key that is shown nowhere, and stays where a change leaves it out', async () => {
    const id = await endpoint(mine);
    const { rows } = await test.context('integrations').pool.query('SELECT data FROM integrations.events');
    expect(JSON.stringify(rows)).not.toContain('PRIVATE KEY');
    expect(JSON.stringify((await test.api.get(`${base}/${id}`)).body)).not.toContain('KEY');
    const change = (more: object) => test.api.put(`${base}/${id}`, settings(more), { headers: { 'if-match': '*' } });
    expect(await change(mine)).toMatchObject({ status: 200, body: { version: 1 } });
    expect(await change({ ...mine, clientKey: null })).toMatchObject({ status: 200, body: { version: 1 } });
    expect(await tested(id)).toMatchObject({ isTaken: true });
    expect((await change({ ca })).status).toBe(200);
    expect(await tested(id)).toMatchObject({ isTaken: false });
  });

  it('is refused with a key of another certificate', async () => {
    const { status, body } = await test.api.post(base, settings({ ...mine, clientKey: other.client.key }));
    expect([status, body.code]).toEqual([400, 'KEY_INVALID']);
  });
});
