import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startProcess, type RunningProcess } from '../boot/start-process.js';
import { proofOf, startTestProcess, TestApi, type TestProcess } from '../testing/index.js';
import { countersContext } from '../testing/toy/counter.js';

const env = { ECOU_LIMITS: 'public=3/5/60,pages=2/2/60', ECOU_PROOF_COST: '500' };

let test: TestProcess;
let replica: RunningProcess;
let other: TestApi;

beforeAll(async () => {
  test = await startTestProcess([countersContext], { env });
  replica = await startProcess({
    contexts: [countersContext],
    env: {
      ...{ ...env, PORT: '0', HOST: '127.0.0.1', DATABASE_URL: test.databaseUrl, LOG_LEVEL: 'error' },
      ECOU_SECRET: 'a secret of tests only, long enough',
    },
  });
  other = new TestApi(replica.url);
});
afterAll(async () => {
  await replica.stop();
  await test.stop();
});

let hosts = 0;
const host = () => `198.51.100.${(hosts += 1)}`;
/** A public route that names no bounds. */
const send = (from: string, proof?: string, api = test.visitor, key: string | null = null) =>
  api.post(
    '/counters/v1/counters/slow',
    { ms: 0 },
    {
      key,
      headers: { 'x-forwarded-for': from, ...(proof === undefined ? {} : { 'ecou-proof': proof }) },
    },
  );
const needed = { status: 429, body: { code: 'PROOF_NEEDED' } };
const refused = { status: 429, body: { code: 'TOO_MANY_REQUESTS' } };

async function proofFor(from: string): Promise<string> {
  const { body } = await send(from);
  return proofOf(body.challenge);
}

describe('a public route that names no bounds', () => {
  it('passes some requests of a network, and says what is left', async () => {
    const from = host();
    const answers = [await send(from), await send(from), await send(from)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.map(({ headers }) => headers.get('ratelimit')?.split(';')[1])).toEqual(['r=2', 'r=1', 'r=0']);
    expect(answers[0]?.headers.get('ratelimit-policy')).toBe('"public";q=3;w=60');
    const fourth = await send(from);
    expect(fourth).toMatchObject({ ...needed, body: { challenge: { algorithm: 'SHA-256', maxnumber: 500 } } });
    expect(fourth.headers.get('ratelimit')).toMatch(/^"public";r=0;t=\d+$/);
    expect(Number(fourth.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await send(host())).status).toBe(200);
  });

  it('is counted for all replicas together', async () => {
    const from = host();
    expect((await send(from)).status).toBe(200);
    expect((await send(from, undefined, other)).status).toBe(200);
    expect((await send(from)).status).toBe(200);
    expect(await send(from, undefined, other)).toMatchObject(needed);
  });

  it('takes each proof once, on whichever replica, for its network only, and not for ever', async () => {
    const from = host();
    for (let left = 3; left > 0; left -= 1) await send(from);
    const proof = await proofFor(from);
    expect((await send(from, proof)).status).toBe(200);
    expect(await send(from, proof)).toMatchObject(needed);
    expect(await send(from, proof, other)).toMatchObject(needed);
    const neighbour = host();
    for (let left = 3; left > 0; left -= 1) await send(neighbour);
    const own = await proofFor(neighbour);
    expect(await send(from, own)).toMatchObject(needed);
    expect((await send(neighbour, own, other)).status).toBe(200);
    // The fifth is the last.
    expect((await send(from, await proofFor(from))).status).toBe(200);
    expect(await send(from, await proofFor(from))).toMatchObject(refused);
  });

  it('takes no proof that is none', async () => {
    const from = host();
    for (let left = 3; left > 0; left -= 1) await send(from);
    const right = JSON.parse(Buffer.from(await proofFor(from), 'base64').toString()) as Record<string, unknown>;
    const made = [{ ...right, number: -1 }, { ...right, salt: `${String(right['salt'])}x` }, {}, null, 'x'];
    for (const one of made) {
      const proof = Buffer.from(JSON.stringify(one)).toString('base64');
      expect(await send(from, proof)).toMatchObject(needed);
    }
    expect(await send(from, 'no proof')).toMatchObject({ body: { detail: expect.stringContaining('is wrong') } });
  });

  it('has no bounds for staff, and those of strangers for other keys', async () => {
    const from = host();
    for (let left = 8; left > 0; left -= 1) {
      expect((await send(from, undefined, test.visitor, test.keys.staff)).status).toBe(200);
    }
    for (let left = 3; left > 0; left -= 1) {
      expect((await send(from, undefined, test.visitor, test.keys.analyst)).status).toBe(200);
    }
    expect(await send(from, undefined, test.visitor, test.keys.analyst)).toMatchObject(needed);
  });
});

it('a page without script asks for no proof', async () => {
  const headers = { 'x-forwarded-for': host() };
  const press = () => test.visitor.post('/counters/v1/counters/form', { name: 'one' }, { headers });
  expect([(await press()).status, (await press()).status]).toEqual([200, 200]);
  expect(await press()).toMatchObject(refused);
});
