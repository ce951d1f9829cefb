import { permissionsOf } from '@ecou/runtime';
import { startTestProcess, TestClock, walkRoutes, type Answer, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHmac, createPublicKey } from 'node:crypto';
import { identityContext } from '../context.js';
import { audience, clientId, clientSecret, newKey, TestProvider, type SigningKey } from '../testing/provider.js';
import { Browser } from '../testing/browser.js';

const publicUrl = 'http://localhost:39999';

let test: TestProcess;
let provider: TestProvider;
let key: SigningKey;

const clock = new TestClock(new Date().toISOString());
const seconds = () => Math.floor(Date.parse(clock.now()) / 1000);
const minutes = (count: number) => {
  clock.advance(count * 60_000);
};

const env = () => ({
  ...{ PUBLIC_URL: publicUrl, OIDC_ISSUER: provider.issuer, OIDC_AUDIENCE: audience },
  ...{ OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_KEYS_COOLDOWN_SECONDS: '0' },
});

beforeAll(async () => {
  provider = new TestProvider(`${publicUrl}/identity/v1/callback`);
  key = await newKey('one');
  await provider.start(key);
  test = await startTestProcess([identityContext], { env: env(), clock });
});
afterAll(async () => {
  await test.stop();
  await provider.stop();
});

async function invite(account: string, roles: readonly string[] = ['administrator']): Promise<string> {
  const first = roles.filter((role) => role !== 'administrator');
  const body = { name: 'Ana Exemplu', email: `${account}@example.org`, roles: first };
  const { status, body: made } = await test.api.post('/identity/v1/people', body);
  expect(status).toBe(201);
  const id = made.id as string;
  if (roles.includes('administrator')) await makeAdministrator(id);
  return id;
}

async function makeAdministrator(id: string): Promise<void> {
  const other = test.api.with(test.process.keys.makeEphemeral('key:another'));
  const path = `/identity/v1/people/${id}/grant-role`;
  const grant = { role: 'administrator' };
  expect((await test.api.post(path, grant)).status).toBe(202);
  expect((await test.api.postApproved(path, grant, test.api)).body.code).toBe('APPROVAL_PENDING');
  expect((await test.api.postApproved(path, grant, other)).status).toBe(200);
}

async function tie(id: string, subject: string): Promise<void> {
  expect((await test.api.post(`/identity/v1/people/${id}/tie-identity`, { subject })).status).toBe(200);
  await test.settle();
}

const bearer = (token: string) => test.visitor.get('/identity/v1/people', { key: token });

describe('an account of the provider', () => {
  it('signs in by a browser, at first by the verified address of an invitation', async () => {
    const id = await invite('dan', ['registry']);
    const browser = new Browser(test.process.url, publicUrl);
    const way = await browser.signIn(provider, 'dan');
    expect([way.status, way.headers.get('location')]).toEqual([303, '/identity/v1/session']);
    expect(browser.setCookie).toMatch(/^ecou-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    const { status, body } = await browser.get('/identity/v1/session');
    expect([status, body]).toEqual([
      200,
      {
        ...{ actor: `person:${id}`, person: id, name: 'Ana Exemplu', roles: ['registry'], officer: null },
        session: { startedAt: expect.any(String), endsAt: expect.any(String), csrf: expect.any(String) },
      },
    ]);
    const page = await browser.get('/identity/v1/session?format=html&lang=en');
    expect(page.body).toContain('You are signed in as <strong>Ana Exemplu</strong>');
    const { rows } = await test.context('identity').pool.query('SELECT hash FROM identity.sessions');
    expect(JSON.stringify(rows)).not.toContain(browser.session);
  });

  it.each([
    ['whom nobody invited', 'eve'],
    ['whose address is not verified', 'unverified'],
  ])('of somebody %s signs nobody in', async (_name, account) => {
    if (account === 'unverified') await invite(account, ['registry']);
    const browser = new Browser(test.process.url, publicUrl);
    expect(await browser.signIn(provider, account)).toMatchObject({ status: 401, body: { code: 'PERSON_UNKNOWN' } });
  });

  it('acts by an access token that the provider gave a program', async () => {
    const id = await invite('ioana');
    await tie(id, 'ioana');
    const { status, body } = await test.visitor.get('/identity/v1/session', {
      key: await provider.accessToken('ioana'),
    });
    expect([status, body]).toMatchObject([200, { actor: `person:${id}`, roles: ['administrator'], session: null }]);
    const written = await test.visitor.post(
      '/identity/v1/people',
      { name: 'Radu Exemplu', email: 'radu@example.org' },
      { key: await provider.accessToken('ioana') },
    );
    const { rows } = await test
      .context('identity')
      .pool.query(`SELECT metadata->>'actor' AS actor FROM identity.events WHERE stream_id = $1`, [
        `person-${written.body.id}`,
      ]);
    expect(rows).toEqual([{ actor: `person:${id}` }]);
  });

  it('is tied to one person', async () => {
    const [one, other] = [await invite('maria', []), await invite('elena', [])];
    await tie(one, 'maria');
    const refused = await test.api.post(`/identity/v1/people/${other}/tie-identity`, { subject: 'maria' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'IDENTITY_TAKEN' } });
    const sameAddress = { name: 'Alta', email: 'MARIA@example.org' };
    expect(await test.api.post('/identity/v1/people', sameAddress)).toMatchObject({
      status: 409,
      body: { code: 'EMAIL_TAKEN' },
    });
  });
});

describe('attacks', () => {
  let ana: string;
  let rogue: SigningKey;
  const signed = (options: Parameters<TestProvider['sign']>[1] = {}, by: SigningKey = key) =>
    provider.sign(by, { now: Date.parse(clock.now()), ...options });
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = () => ({ iss: provider.issuer, aud: audience, sub: 'ana', iat: seconds(), exp: seconds() + 300 });

  beforeAll(async () => {
    ana = await invite('ana');
    await tie(ana, 'ana');
    rogue = await newKey('one');
  });

  it('start from a token that is taken', async () => {
    expect((await bearer(await signed())).status).toBe(200);
  });

  it.each<readonly [attack: string, code: string, token: () => Promise<string>]>([
    [
      'alg none',
      'TOKEN_ALGORITHM_REFUSED',
      () => Promise.resolve(`${part({ alg: 'none', typ: 'at+jwt' })}.${part(claims())}.`),
    ],
    ['HS256 keyed by the public key (PEM)', 'TOKEN_ALGORITHM_REFUSED', () => confused(key, part, claims())],
    ['another audience', 'TOKEN_AUDIENCE_WRONG', () => signed({ claims: { aud: 'https://other.example.ro' } })],
    ['an ID token', 'TOKEN_AUDIENCE_WRONG', () => signed({ claims: { aud: clientId } })],
    ['another issuer', 'TOKEN_ISSUER_WRONG', () => signed({ claims: { iss: 'https://login.example.com' } })],
    ['typ JWT', 'TOKEN_TYPE_WRONG', () => signed({ header: { typ: 'JWT' } })],
    ['no typ', 'TOKEN_TYPE_WRONG', () => signed({ header: { typ: undefined } })],
    ['expired', 'TOKEN_EXPIRED', () => signed({ claims: { exp: seconds() - 31 } })],
    ['no end', 'TOKEN_MALFORMED', () => signed({ claims: { exp: undefined } })],
    ['nobody', 'TOKEN_MALFORMED', () => signed({ claims: { sub: undefined } })],
    ['not yet valid', 'TOKEN_NOT_YET_VALID', () => signed({ claims: { nbf: seconds() + 31 } })],
    ['jku', 'TOKEN_HEADER_REFUSED', () => signed({ header: { jku: 'https://eve.example.com/keys' } }, rogue)],
    ['x5u', 'TOKEN_HEADER_REFUSED', () => signed({ header: { x5u: 'https://eve.example.com/cert' } }, rogue)],
    ['jwk', 'TOKEN_HEADER_REFUSED', () => signed({ header: { jwk: rogue.publicJwk } }, rogue)],
    ['the same key id of another provider', 'TOKEN_SIGNATURE_WRONG', () => signed({}, rogue)],
    ['a key of another provider', 'TOKEN_KEY_UNKNOWN', () => signed({ header: { kid: 'other' } }, rogue)],
    [
      'claims that were changed',
      'TOKEN_SIGNATURE_WRONG',
      async () => changed(await signed(), part({ ...claims(), sub: 'dan' })),
    ],
    ['somebody whom nobody knows', 'PERSON_UNKNOWN', () => signed({ claims: { sub: 'eve' } })],
    ['what is no token', 'TOKEN_MALFORMED', () => Promise.resolve('a.b.c')],
  ])('by a token are refused: %s (%s)', async (_name, code, token) => {
    const answer = await bearer(await token());
    expect([answer.status, answer.body.code]).toEqual([401, code]);
  });

  it('within the skew of clocks are none', async () => {
    expect((await bearer(await signed({ claims: { exp: seconds() - 29, nbf: seconds() + 29 } }))).status).toBe(200);
  });

  it.each<readonly [attack: string, code: string, run: () => Promise<Answer>]>([
    ['a code that was used', 'SIGN_IN_UNKNOWN', replayedInOneBrowser],
    ['a code that was used, by another browser’s sign-in', 'CODE_REFUSED', replayedElsewhere],
    ['the state of another', 'STATE_MISMATCH', () => stateOf('other')],
    ['no state', 'STATE_MISMATCH', () => stateOf(null)],
    ['a sign-in of another browser', 'SIGN_IN_UNKNOWN', inAnotherBrowser],
    [
      'a cookie that was made up',
      'SESSION_UNKNOWN',
      () => new Browser(test.process.url, publicUrl, 'x'.repeat(43)).get('/identity/v1/people'),
    ],
    ['the token of before the sign-in (fixation)', 'SESSION_UNKNOWN', fixed],
  ])('by a browser are refused: %s (%s)', async (_name, code, run) => {
    const answer = await run();
    expect([answer.status, answer.body.code]).toEqual([401, code]);
  });

  const newBrowser = () => new Browser(test.process.url, publicUrl);

  async function replayedInOneBrowser(): Promise<Answer> {
    const browser = newBrowser();
    const back = await browser.goToProvider(provider, 'ana');
    expect((await browser.comeBack(back)).status).toBe(303);
    return browser.comeBack(back);
  }
  async function replayedElsewhere(): Promise<Answer> {
    const [one, other] = [newBrowser(), newBrowser()];
    const used = await one.goToProvider(provider, 'ana');
    expect((await one.comeBack(used)).status).toBe(303);
    const back = await other.goToProvider(provider, 'ana');
    back.searchParams.set('code', used.searchParams.get('code') ?? '');
    return other.comeBack(back);
  }
  async function stateOf(state: string | null): Promise<Answer> {
    const browser = newBrowser();
    const back = await browser.goToProvider(provider, 'ana');
    if (state === null) back.searchParams.delete('state');
    else back.searchParams.set('state', state);
    return browser.comeBack(back);
  }
  async function inAnotherBrowser(): Promise<Answer> {
    return newBrowser().comeBack(await newBrowser().goToProvider(provider, 'ana'));
  }
  async function fixed(): Promise<Answer> {
    const browser = newBrowser();
    await browser.signIn(provider, 'ana');
    const older = browser.session;
    await browser.signIn(provider, 'ana');
    expect(browser.session).not.toBe(older);
    expect((await browser.get('/identity/v1/people')).status).toBe(200);
    return new Browser(test.process.url, publicUrl, older).get('/identity/v1/people');
  }

  describe('by pages of other sites', () => {
    let browser: Browser;
    let proof: string;
    const wish = () => browser.post('/identity/v1/people', { name: 'Nou', email: `${Math.random()}@example.org` });
    beforeAll(async () => {
      browser = newBrowser();
      await browser.signIn(provider, 'ana');
      proof = (await browser.get('/identity/v1/session')).body.session.csrf as string;
    });

    it.each<readonly [string, Readonly<Record<string, string>>, number]>([
      ['without any proof', {}, 403],
      ['from another site', { 'sec-fetch-site': 'cross-site', origin: publicUrl }, 403],
      ['from another host of the domain', { 'sec-fetch-site': 'same-site' }, 403],
      ['from another origin', { origin: 'http://eve.example.com' }, 403],
      ['from an origin that is hidden', { origin: 'null' }, 403],
      ['with the proof of another session', { 'ecou-csrf': 'x'.repeat(43), 'sec-fetch-site': 'same-origin' }, 403],
      ['(none: a page of ours)', { 'sec-fetch-site': 'same-origin' }, 201],
      ['(none: a page of ours in an old browser)', { origin: publicUrl }, 201],
      ['(none: a program with the proof)', { 'ecou-csrf': 'proof' }, 201],
    ])('what changes something is refused %s', async (_name, headers, status) => {
      const own = headers['ecou-csrf'] === 'proof' ? { 'ecou-csrf': proof } : headers;
      browser.headers = own;
      const answer = await wish();
      browser.headers = {};
      expect([answer.status, answer.body.code]).toEqual([status, status === 403 ? 'CSRF_PROOF_MISSING' : undefined]);
    });
    it('nobody is signed out', async () => {
      expect(await browser.post('/identity/v1/logout', {})).toMatchObject({ status: 403 });
      expect((await browser.get('/identity/v1/session')).status).toBe(200);
    });
  });

  describe('by what is over', () => {
    const people = '/identity/v1/people';
    async function signedIn(): Promise<Browser> {
      minutes(1);
      const browser = newBrowser();
      await browser.signIn(provider, 'ana');
      expect((await browser.get(people)).status).toBe(200);
      browser.headers = { 'sec-fetch-site': 'same-origin' };
      return browser;
    }

    it.each<readonly [string, string, () => Promise<Answer>]>([
      [
        'after signing out',
        'SESSION_UNKNOWN',
        async () => {
          const browser = await signedIn();
          const token = browser.session;
          expect((await browser.post('/identity/v1/logout', {})).body).toMatchObject({ signedOut: true });
          return new Browser(test.process.url, publicUrl, token).get(people);
        },
      ],
      [
        'after signing out everywhere, in another browser',
        'SIGNED_OUT',
        async () => {
          const [one, other] = [await signedIn(), await signedIn()];
          expect((await one.post('/identity/v1/logout', { everywhere: true })).status).toBe(200);
          await test.settle();
          return other.get(people);
        },
      ],
      [
        'after an idle time',
        'SESSION_IDLE',
        async () => {
          const browser = await signedIn();
          minutes(29);
          expect((await browser.get(people)).status).toBe(200);
          minutes(30);
          return browser.get(people);
        },
      ],
      [
        'after the longest time',
        'SESSION_OVER',
        async () => {
          const browser = await signedIn();
          for (let done = 0; done < 28; done += 1) {
            minutes(25);
            expect((await browser.get(people)).status).toBe(200);
          }
          minutes(25);
          return browser.get(people);
        },
      ],
      [
        'once the person is disabled',
        'PERSON_DISABLED',
        async () => {
          const browser = await signedIn();
          expect((await test.api.post(`${people}/${ana}/disable`)).status).toBe(200);
          await test.settle();
          return browser.get(people);
        },
      ],
      ['a token of a person who is disabled', 'PERSON_DISABLED', async () => bearer(await signed())],
      [
        'a session of before the person was enabled again',
        'SIGNED_OUT',
        async () => {
          expect((await test.api.post(`${people}/${ana}/enable`)).status).toBe(200);
          await test.settle();
          const browser = await signedIn();
          const older = await signed();
          minutes(1);
          await test.api.post(`${people}/${ana}/disable`);
          await test.api.post(`${people}/${ana}/enable`);
          await test.settle();
          expect(await bearer(older)).toMatchObject({ status: 401, body: { code: 'SIGNED_OUT' } });
          return browser.get(people);
        },
      ],
    ])('are refused: %s (%s)', async (_name, code, run) => {
      const answer = await run();
      expect([answer.status, answer.body.code]).toEqual([401, code]);
    });
  });
});

describe('a session that the provider says has ended there', () => {
  const path = '/identity/v1/backchannel-logout';
  const event = 'http://schemas.openid.net/event/backchannel-logout';
  const people = '/identity/v1/people';
  let [one, other] = [new Browser('', ''), new Browser('', '')];

  /** A logout token as the provider signs it, which names somebody. */
  const logout = (claims: object, { header = {}, by = key }: { header?: object; by?: SigningKey } = {}) =>
    provider.sign(by, {
      header: { typ: 'logout+jwt', ...header },
      claims: { aud: clientId, client_id: undefined, sub: 'ioana', events: { [event]: {} }, ...claims },
    });
  const told = async (token: string) => {
    const response = await fetch(`${test.process.url}${path}`, {
      method: 'POST',
      body: new URLSearchParams({ logout_token: token }),
    });
    const { code, signedOut } = (await response.json()) as { code?: string; signedOut?: boolean };
    return [response.status, code ?? signedOut, response.headers.get('cache-control')];
  };
  const codes = async () =>
    (await Promise.all([one, other].map((browser) => browser.get(people)))).map(({ status, body }) =>
      status === 200 ? 'OK' : body.code,
    );
  const unsigned = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  beforeAll(async () => {
    minutes(1);
    for (const account of ['ioana', 'ioana']) {
      [one, other] = [other, new Browser(test.process.url, publicUrl)];
      expect((await other.signIn(provider, account)).status).toBe(303);
    }
  });

  it.each<readonly [string, () => Promise<string>]>([
    ['of another audience', () => logout({ aud: audience })],
    ['of another issuer', () => logout({ iss: 'https://login.example.com' })],
    ['of another key', async () => logout({}, { by: await newKey('one') })],
    ['an ID token', () => logout({ events: undefined })],
    ['an ID token dressed up', () => logout({ nonce: 'n' })],
    ['about nobody', () => logout({ sub: undefined })],
    ['of long ago', () => logout({ iat: Math.floor(Date.now() / 1000) - 400 })],
    ['that is over', () => logout({ exp: Math.floor(Date.now() / 1000) - 60 })],
    [
      'without a signature',
      async () => {
        const claims = (await logout({})).split('.')[1] ?? '';
        return `${unsigned({ alg: 'none', typ: 'logout+jwt' })}.${claims}.`;
      },
    ],
    ['what is no token', () => Promise.resolve('a.b.c')],
  ])('goes on where the word is %s', async (_name, token) => {
    expect(await told(await token())).toEqual([400, 'LOGOUT_TOKEN_INVALID', 'no-store']);
    expect(await codes()).toEqual(['OK', 'OK']);
  });

  it('is over, and the other of the person is not', async () => {
    const { rows } = await test
      .context('identity')
      .pool.query('SELECT provider_session AS sid FROM identity.sessions ORDER BY started_at DESC LIMIT 2');
    const [newest, older] = (rows as { sid: string }[]).map(({ sid }) => sid);
    expect(new Set([newest, older]).size).toBe(2);
    expect(await told(await logout({ sub: undefined, sid: newest }))).toEqual([200, true, 'no-store']);
    expect((await codes()).sort()).toEqual(['OK', 'SESSION_UNKNOWN']);
  });

  it('is over with all others, where the provider names the person alone', async () => {
    expect(await told(await logout({ sub: 'nobody' }))).toEqual([200, true, 'no-store']);
    expect(await codes()).toContain('OK');
    minutes(1);
    expect(await told(await logout({}))).toEqual([200, true, 'no-store']);
    await test.settle();
    expect((await codes()).sort()).toEqual(['SESSION_UNKNOWN', 'SIGNED_OUT']);
    minutes(1);
  });
});

describe('the keys of the provider', () => {
  const bearerOf = async (by: SigningKey) =>
    bearer(await provider.sign(by, { now: Date.parse(clock.now()), claims: { sub: 'ioana' } }));

  it('are replaced: a new one is found, and one that is gone opens nothing once the keys were read again', async () => {
    const next = await newKey('two', 'ES256');
    expect((await bearerOf(next)).body.code).toBe('TOKEN_KEY_UNKNOWN');
    await provider.stop();
    await provider.start(key, next);
    expect((await bearerOf(next)).status).toBe(200);
    expect((await bearerOf(key)).status).toBe(200);
    await provider.stop();
    await provider.start(next);
    // Whatever has a key that is not known makes the keys be read again.
    expect((await bearerOf(await newKey('three'))).body.code).toBe('TOKEN_KEY_UNKNOWN');
    expect((await bearerOf(key)).body.code).toBe('TOKEN_KEY_UNKNOWN');
    expect((await bearerOf(next)).status).toBe(200);
    key = next;
  });

  it('are taken while the provider is away; whatever needs it is told to come back', async () => {
    await provider.stop();
    expect((await bearerOf(key)).status).toBe(200);
    const unknown = await bearerOf(await newKey('four'));
    expect([unknown.status, unknown.body.code, unknown.headers.get('retry-after')]).toEqual([
      503,
      'PROVIDER_AWAY',
      '5',
    ]);
    expect((await test.api.get('/identity/v1/people')).status).toBe(200);
    await provider.start(key);
  });

  it('that were never read open nothing while it is away', async () => {
    const issuer = 'http://localhost:9';
    const other = await startTestProcess([identityContext], { env: { ...env(), OIDC_ISSUER: issuer }, clock });
    try {
      const token = await provider.sign(key, { now: Date.parse(clock.now()), claims: { iss: issuer } });
      const answers = [
        await other.visitor.get('/identity/v1/people', { key: token }),
        await other.visitor.get('/identity/v1/login'),
      ];
      for (const { status, body } of answers) expect([status, body.code]).toEqual([503, 'PROVIDER_AWAY']);
    } finally {
      await other.stop();
    }
  });
});

describe('people', () => {
  it('are in a view that equals its rebuild', () => test.replayEqualsIncremental('identity', 'people'));

  it('are called by every route as their roles allow', async () => {
    const permissions = permissionsOf([identityContext]);
    const steps = await walkRoutes({ url: test.process.url, keys: test.keys, permissions });
    expect(steps.filter(({ fault }) => fault !== null)).toEqual([]);
    expect(steps.filter(({ path }) => path.startsWith('/identity/v1/people')).length).toBeGreaterThan(100);
  });

  it('are listed for administrators', async () => {
    const { body } = await test.api.get('/identity/v1/people?state=invited&limit=1');
    expect(body).toMatchObject({ items: [{ state: 'invited', name: 'Ana Exemplu' }], next: expect.any(String) });
  });
});

/** A token that is signed with the public key of the provider as if it were a shared secret. */
function confused({ publicJwk }: SigningKey, part: (value: object) => string, claims: object): Promise<string> {
  const pem = createPublicKey({ key: publicJwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  const signed = `${part({ alg: 'HS256', typ: 'at+jwt', kid: 'one' })}.${part(claims)}`;
  return Promise.resolve(`${signed}.${createHmac('sha256', pem).update(signed).digest('base64url')}`);
}

/** The token with other claims. */
const changed = (token: string, claims: string): string => {
  const [header, , signature] = token.split('.');
  return `${header}.${claims}.${signature}`;
};
