import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type Answer } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { identityContext } from '../context.js';
import type { Browser } from '../testing/browser.js';
import { linkIn, PasskeyTown } from '../testing/passkey-town.js';

const v1 = '/identity/v1';
const people = `${v1}/people`;
const town = new PasskeyTown();
const { add, invite, member, minutes, newAuthenticator, newBrowser, other, person, signedIn, signIn, take } = town;

beforeAll(() => town.start());
afterAll(() => town.stop());

describe('a person who was invited', () => {
  it('registers a passkey by the link, and signs in with it', async () => {
    const id = await person();
    const issued = await town.test.api.post(`${people}/${id}/invite`);
    expect(issued.body.link).toMatch(`${town.url}${v1}/invitation#${id}.`);
    const browser = newBrowser();
    const { status, body } = await browser.post(`${v1}/invitation/options`, linkIn(issued));
    expect([status, body.options]).toMatchObject([
      200,
      {
        rp: { id: 'localhost' },
        user: { name: 'Ana Exemplu' },
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        attestation: 'none',
      },
    ]);
    const authenticator = newAuthenticator();
    expect(await take(browser, linkIn(issued), authenticator)).toMatchObject({ status: 201 });
    expect((await town.test.api.get(`${people}/${id}`)).body).toMatchObject({
      ...{ state: 'active', passkeys: 1, invitedUntil: null },
    });
    expect((await signIn(browser, authenticator)).status).toBe(200);
    expect(browser.setCookie).toMatch(/^ecou-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    expect((await browser.get(`${v1}/session`)).body).toMatchObject({ actor: `person:${id}`, roles: ['registry'] });
  });

  it('stands in facts without anything that can be read, and without what the link opens', async () => {
    const id = await person();
    const link = await invite(id);
    expect((await take(newBrowser(), link, newAuthenticator())).status).toBe(201);
    const { rows } = await town.test
      .context('identity')
      .pool.query(`SELECT e::text AS text FROM identity.events e WHERE stream_id = $1`, [`person-${id}`]);
    const written = JSON.stringify(rows);
    expect(written).toContain('PasskeyRegistered');
    for (const hidden of ['Telefon', 'Ana Exemplu', link.token]) expect(written).not.toContain(hidden);
  });

  it('finds the pages in both languages, with a script of ours and a policy that lets no other run', async () => {
    for (const path of ['invitation', 'login']) {
      const { status, body, headers } = await town.test.visitor.get(`${v1}/${path}?lang=en`);
      expect([status, headers.get('referrer-policy')]).toEqual([200, 'no-referrer']);
      expect(headers.get('content-security-policy')).toContain("script-src 'self'; connect-src 'self'");
      expect(body).toContain(`<script src="${v1}/passkeys.js" defer`);
      expect((body as string).match(/<script/g)).toHaveLength(1);
      expect((await town.test.visitor.get(`${v1}/${path}?lang=ro`)).body).toContain('cheia de acces');
    }
    const script = await town.test.visitor.get(`${v1}/passkeys.js`);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect((await town.test.visitor.get('/privacy')).headers.get('content-security-policy')).not.toContain(
      'script-src',
    );
  });

  it.each<readonly [attack: string, code: string, run: () => Promise<Answer>]>([
    ['that was used', 'INVITATION_UNKNOWN', usedBefore],
    ['that a newer one replaced', 'INVITATION_UNKNOWN', replaced],
    ['that is too old', 'INVITATION_EXPIRED', tooOld],
    ['of somebody else', 'INVITATION_UNKNOWN', ofAnother],
    [
      'of nobody',
      'INVITATION_UNKNOWN',
      () => take(newBrowser(), { person: randomUUID(), token: 'x'.repeat(22) }, newAuthenticator()),
    ],
    ['of somebody who was disabled since', 'INVITATION_UNKNOWN', disabledSince],
  ])('is not let in by an invitation %s (%s)', async (_name, code, run) => {
    const answer = await run();
    expect([answer.status, answer.body.code]).toEqual([401, code]);
  });

  async function usedBefore(): Promise<Answer> {
    const link = await invite(await person());
    expect((await take(newBrowser(), link, newAuthenticator())).status).toBe(201);
    return take(newBrowser(), link, newAuthenticator());
  }
  async function replaced(): Promise<Answer> {
    const id = await person();
    const link = await invite(id);
    expect((await take(newBrowser(), await invite(id), newAuthenticator())).status).toBe(201);
    return take(newBrowser(), link, newAuthenticator());
  }
  async function tooOld(): Promise<Answer> {
    const link = await invite(await person());
    minutes(72 * 60);
    return take(newBrowser(), link, newAuthenticator());
  }
  async function ofAnother(): Promise<Answer> {
    const [one, two] = [await invite(await person()), await invite(await person())];
    return take(newBrowser(), { ...one, token: two.token }, newAuthenticator());
  }
  async function disabledSince(): Promise<Answer> {
    const id = await person();
    const link = await invite(id);
    await town.test.api.post(`${people}/${id}/disable`);
    await town.test.api.post(`${people}/${id}/enable`);
    return take(newBrowser(), link, newAuthenticator());
  }

  it('uses the invitation up once, of two at once', async () => {
    const link = await invite(await person());
    const answers = await Promise.all([1, 2].map(() => take(newBrowser(), link, newAuthenticator())));
    const [first, second] = answers.map(({ status }) => status).sort((one, two) => one - two);
    expect(first).toBe(201);
    expect([401, 409]).toContain(second);
  });
});

describe('whoever is signed in', () => {
  it('adds, lists and removes passkeys, but not the last one', async () => {
    const { authenticator } = await member();
    const browser = await signedIn(authenticator);
    const second = newAuthenticator();
    expect((await add(browser, second)).status).toBe(201);
    const { body } = await browser.get(`${v1}/passkeys`);
    expect(body).toMatchObject({
      mayChange: true,
      passkeys: [{ name: 'Telefon', isBlocked: false, usedAt: town.clock.now() }, { name: 'Telefon' }],
    });
    const page = await browser.get(`${v1}/passkeys?format=html&lang=en`);
    expect(page.body).toContain('Your passkeys');
    const [first, next] = body.passkeys.map(({ id }: { id: string }) => id) as [string, string];
    const elsewhere = await signedIn(second);
    expect((await browser.post(`${v1}/passkeys/${first}/remove`, {})).body).toEqual({ removed: true });
    expect((await elsewhere.get(`${v1}/session`)).body.code).toBe('SESSION_UNKNOWN');
    expect((await browser.get(`${v1}/session`)).status).toBe(200);
    expect((await signIn(newBrowser(), authenticator)).body.code).toBe('PASSKEY_UNKNOWN');
    expect(await browser.post(`${v1}/passkeys/${next}/remove`, {})).toMatchObject({
      status: 409,
      body: { code: 'PASSKEY_LAST' },
    });
    expect((await signIn(newBrowser(), second)).status).toBe(200);
  });

  it('does not register a passkey twice', async () => {
    const { authenticator } = await member();
    const browser = await signedIn(authenticator);
    const { body } = await browser.post(`${v1}/passkeys/options`, {});
    const { id } = authenticator.copy().get({ challenge: 'x' }) as { id: string };
    expect(body.options.excludeCredentials).toMatchObject([{ id }]);
  });

  it('touches no passkey of another', async () => {
    const [ana, dan] = [await member(), await member()];
    const [browser, victim] = [await signedIn(ana.authenticator), await signedIn(dan.authenticator)];
    const { body } = await victim.get(`${v1}/passkeys`);
    await browser.post(`${v1}/passkeys/${body.passkeys[0].id}/remove`, {});
    expect((await signIn(newBrowser(), dan.authenticator)).status).toBe(200);
  });

  it('signs in again before passkeys are changed in a session that was left open', async () => {
    const { authenticator } = await member();
    const browser = await signedIn(authenticator);
    minutes(16);
    expect((await browser.get(`${v1}/passkeys`)).body.mayChange).toBe(false);
    expect(await add(browser, newAuthenticator())).toMatchObject({
      status: 403,
      body: { code: 'SIGN_IN_AGAIN' },
    });
  });

  it.each<readonly [string, Readonly<Record<string, string>>]>([
    ['without any proof', {}],
    ['from another site', { 'sec-fetch-site': 'cross-site', origin: town.url }],
    ['from another host of the domain', { 'sec-fetch-site': 'same-site' }],
  ])('changes no passkey by a request %s', async (_name, headers) => {
    const { authenticator } = await member();
    const browser = await signedIn(authenticator);
    const { body } = await browser.get(`${v1}/passkeys`);
    browser.headers = headers;
    const answers = [
      await browser.post(`${v1}/passkeys/options`, {}),
      await browser.post(`${v1}/passkeys/${body.passkeys[0].id}/remove`, {}),
    ];
    for (const answer of answers) expect([answer.status, answer.body.code]).toEqual([403, 'CSRF_PROOF_MISSING']);
  });

  it('has a session that is new with each sign-in, so that one that was planted opens nothing', async () => {
    const { authenticator } = await member();
    const planted = await signedIn(authenticator);
    const older = planted.session;
    expect((await signIn(planted, authenticator)).status).toBe(200);
    expect(planted.session).not.toBe(older);
    expect((await newBrowser(older).get(`${v1}/session`)).body.code).toBe('SESSION_UNKNOWN');
    const madeUp = newBrowser('x'.repeat(43));
    expect((await signIn(madeUp, authenticator)).status).toBe(200);
    expect(madeUp.session).not.toBe('x'.repeat(43));
  });

  it.each<readonly [string, string, (browser: Browser, id: string) => Promise<unknown>]>([
    [
      'after an idle time',
      'SESSION_IDLE',
      () => {
        minutes(30);
        return Promise.resolve();
      },
    ],
    ['after the longest time', 'SESSION_OVER', untilTheEnd],
    [
      'after signing out everywhere, in another browser',
      'SIGNED_OUT',
      async (browser) => {
        await browser.post(`${v1}/logout`, { everywhere: true });
        await town.test.settle();
      },
    ],
    [
      'once they are disabled',
      'PERSON_DISABLED',
      async (_browser, id) => {
        await town.test.api.post(`${people}/${id}/disable`);
        await town.test.settle();
      },
    ],
  ])('is out %s (%s)', async (_name, code, run) => {
    const { id, authenticator } = await member();
    const [browser, another] = [await signedIn(authenticator), await signedIn(authenticator)];
    await run(another, id);
    expect((await browser.get(`${v1}/session`)).body.code).toBe(code);
  });

  async function untilTheEnd(browser: Browser): Promise<void> {
    // The session that is looked at later is the same person's, and is kept awake beside it.
    for (let passed = 0; passed < 12 * 60; passed += 25) {
      minutes(25);
      await browser.get(`${v1}/session`);
    }
  }
});

describe('whoever lost their passkeys', () => {
  it('is not invited by one administrator', async () => {
    const { id } = await member();
    expect(await town.test.api.post(`${people}/${id}/invite`)).toMatchObject({
      status: 409,
      body: { code: 'RECOVERY_NEEDED' },
    });
  });

  it('is not invited by one administrator either where a role needs two', async () => {
    const id = await person();
    expect(
      (await town.test.api.postApproved(`${people}/${id}/grant-role`, { role: 'administrator' }, other())).status,
    ).toBe(200);
    expect(await town.test.api.post(`${people}/${id}/invite`)).toMatchObject({
      status: 409,
      body: { code: 'RECOVERY_NEEDED' },
    });
  });

  it('is recovered by two: sessions end at once, and the new passkey takes the place of all others', async () => {
    const { id, authenticator } = await member();
    const browser = await signedIn(authenticator);
    minutes(1);
    const path = `${people}/${id}/recover`;
    const asked = await town.test.api.post(path);
    expect([asked.status, asked.body.approval]).toMatchObject([202, { kind: 'recover-person' }]);
    const approval = asked.body.approval.id as string;
    const approved = { headers: { 'ecou-approval': approval } };
    expect((await town.test.api.post(path, {}, approved)).body.code).toBe('APPROVAL_PENDING');
    expect((await town.test.api.post(`${v1}/approvals/${approval}/approve`)).body.code).toBe('APPROVER_IS_ASKER');
    expect((await other().post(`${v1}/approvals/${approval}/approve`)).status).toBe(200);
    const another = await member();
    expect((await town.test.api.post(`${people}/${another.id}/recover`, {}, approved)).body.code).toBe(
      'APPROVAL_OF_ANOTHER_ORDER',
    );
    const link = linkIn(await town.test.api.post(path, {}, approved));
    expect((await town.test.api.post(path, {}, approved)).body.code).toBe('APPROVAL_USED');
    await town.test.settle();
    expect((await browser.get(`${v1}/session`)).body.code).toBe('SIGNED_OUT');
    // Whoever found the old authenticator may still be in: until the new one is there.
    minutes(1);
    const thief = await signedIn(authenticator);
    minutes(1);
    const renewed = newAuthenticator();
    expect((await take(newBrowser(), link, renewed)).status).toBe(201);
    expect((await thief.get(`${v1}/session`)).body.code).toBe('SIGNED_OUT');
    expect((await signIn(newBrowser(), authenticator)).body.code).toBe('PASSKEY_UNKNOWN');
    minutes(1);
    await signedIn(renewed);
    expect((await town.test.api.get(`${people}/${id}`)).body).toMatchObject({ passkeys: 1 });
  });

  it('is asked for by administrators only', async () => {
    const id = await person();
    for (const path of [`${people}/${id}/invite`, `${people}/${id}/recover`])
      expect((await town.test.visitor.post(path, {}, { key: town.test.keys.staff })).status).toBe(403);
  });
});

describe('the audit', () => {
  const entries = (query: string) =>
    until(async () => {
      const { items } = (await town.test.visitor.get(`${v1}/audit?${query}`, { key: town.test.keys.auditor })).body;
      return (items as readonly object[]).length > 0 && (items as readonly object[]);
    }, `an entry with ${query}`);

  it('has who signed in, and who was refused with a passkey of theirs', async () => {
    const { id, authenticator } = await member();
    const copy = authenticator.copy();
    await signedIn(authenticator);
    await signIn(newBrowser(), copy);
    expect(await entries(`actor=person:${id}&outcome=done`)).toMatchObject([
      { operation: 'identity_PasskeySignIn_signIn', status: 200 },
    ]);
    expect(await entries(`actor=person:${id}&outcome=refused`)).toMatchObject([
      { operation: 'identity_PasskeySignIn_signIn', status: 401, code: 'PASSKEY_COPIED' },
    ]);
  });
});

describe('a deployment', () => {
  it.each<readonly [string, Readonly<Record<string, string>>, number, string]>([
    ['that switched passkeys off', { PUBLIC_URL: town.url, ECOU_PASSKEYS: 'off' }, 404, 'PASSKEYS_OFF'],
    ['over http', { PUBLIC_URL: 'http://ecou.example.ro' }, 409, 'HTTPS_MISSING'],
    ['without a name', { PUBLIC_URL: 'http://127.0.0.1:39997' }, 409, 'HTTPS_MISSING'],
    [
      'with a provider, which says nothing of passkeys',
      { PUBLIC_URL: town.url, OIDC_ISSUER: 'http://localhost:9', OIDC_CLIENT_ID: 'ecou' },
      404,
      'PASSKEYS_OFF',
    ],
  ])('%s takes none (%j)', async (_name, env, status, code) => {
    const process = await startTestProcess([identityContext], { env });
    try {
      const made = await process.api.post(people, { name: 'Ana Exemplu', email: 'ana@example.org' });
      const answers = [
        await process.visitor.post(`${v1}/login/options`, {}),
        await process.api.post(`${people}/${made.body.id}/invite`),
      ];
      for (const answer of answers) expect([answer.status, answer.body.code]).toEqual([status, code]);
    } finally {
      await process.stop();
    }
  });

  it('with a provider offers both where it says so', async () => {
    const env = {
      PUBLIC_URL: town.url,
      OIDC_ISSUER: 'http://localhost:9',
      OIDC_CLIENT_ID: 'ecou',
      ECOU_PASSKEYS: 'on',
    };
    const process = await startTestProcess([identityContext], { env });
    try {
      const { body } = await process.visitor.get(`${v1}/login?lang=en`);
      expect(body).toContain('Sign in with the account of the institution');
      expect((await process.visitor.get(`${v1}/login?by=provider`)).body.code).toBe('PROVIDER_AWAY');
    } finally {
      await process.stop();
    }
  });
});

describe('people with passkeys', () => {
  it('are in a view that equals its rebuild', () => town.test.replayEqualsIncremental('identity', 'people'));
});
