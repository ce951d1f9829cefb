import type { Answer } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Said } from '../testing/authenticator.js';
import type { Browser } from '../testing/browser.js';
import { PasskeyTown } from '../testing/passkey-town.js';

const v1 = '/identity/v1';
const people = `${v1}/people`;
const town = new PasskeyTown();
const { eventsOf, invite, member, minutes, newAuthenticator, newBrowser, person, signedIn, signIn, take } = town;

beforeAll(() => town.start());
afterAll(() => town.stop());

describe('what an authenticator says', () => {
  it.each<readonly [attack: string, words: RegExp, said: Said]>([
    ['another origin', /origin/, { origin: 'http://localhost:666' }],
    ['another site, which looks alike', /origin/, { origin: 'http://localhost.example.com' }],
    ['another name of the host', /RP ID/i, { rpId: 'example.com' }],
    ['no user who was verified', /verif/, { isVerified: false }],
    ['another challenge', /challenge/, { challenge: Buffer.from('x'.repeat(32)).toString('base64url') }],
    ['a sign-in in place of a registration', /type/, { type: 'webauthn.get' }],
    ['certificates that nobody asked for', /attestation/i, { format: 'packed' }],
  ])('is not registered: %s', async (_name, words, said) => {
    const id = await person();
    const link = await invite(id);
    const answer = await take(newBrowser(), link, newAuthenticator(), said);
    expect(answer).toMatchObject({ status: 401, body: { code: 'PASSKEY_INVALID' } });
    expect(answer.body.detail).toMatch(words);
    expect(await eventsOf(id)).not.toContain('PasskeyRegistered');
    expect((await take(newBrowser(), link, newAuthenticator())).status).toBe(201);
  });

  it.each<readonly [attack: string, words: RegExp, said: Said]>([
    ['another origin', /origin/, { origin: 'http://localhost:666' }],
    ['another name of the host', /RP ID/i, { rpId: 'example.com' }],
    ['no user who was verified', /verif/, { isVerified: false }],
    ['another challenge', /challenge/, { challenge: Buffer.from('x'.repeat(32)).toString('base64url') }],
    ['a registration in place of a sign-in', /type/, { type: 'webauthn.create' }],
    ['the user handle of somebody else', /user handle/, { userHandle: Buffer.from('somebody').toString('base64url') }],
  ])('signs nobody in: %s', async (_name, words, said) => {
    const { authenticator } = await member();
    const browser = newBrowser();
    const answer = await signIn(browser, authenticator, said);
    expect(answer).toMatchObject({ status: 401, body: { code: 'PASSKEY_INVALID' } });
    expect(answer.body.detail).toMatch(words);
    expect(browser.session).toBe('');
    expect((await signIn(browser, authenticator)).status).toBe(200);
  });

  it.each<readonly [attack: string, code: string, run: () => Promise<Answer>]>([
    ['a challenge that was used', 'CHALLENGE_UNKNOWN', replayed],
    ['a challenge of another browser', 'CHALLENGE_UNKNOWN', ofAnotherBrowser],
    ['a challenge that is too old', 'CHALLENGE_UNKNOWN', expired],
    ['a challenge of a registration', 'CHALLENGE_UNKNOWN', ofRegistration],
    ['a credential that nobody has here', 'PASSKEY_UNKNOWN', foreign],
    ['the credential of one, signed by another', 'PASSKEY_INVALID', forged],
    ['a passkey of somebody who is disabled', 'PERSON_DISABLED', disabled],
  ])('signs nobody in: %s (%s)', async (_name, code, run) => {
    const answer = await run();
    expect([answer.status, answer.body.code]).toEqual([401, code]);
  });

  const begin = async (browser: Browser) => (await browser.post(`${v1}/login/options`, {})).body.options;
  const finish = (browser: Browser, credential: object) => browser.post(`${v1}/login/passkey`, { credential });

  async function replayed(): Promise<Answer> {
    const { authenticator } = await member();
    const browser = newBrowser();
    const credential = authenticator.get(await begin(browser));
    expect((await finish(browser, credential)).status).toBe(200);
    return finish(browser, credential);
  }
  async function ofAnotherBrowser(): Promise<Answer> {
    const { authenticator } = await member();
    return finish(newBrowser(), authenticator.get(await begin(newBrowser())));
  }
  async function expired(): Promise<Answer> {
    const { authenticator } = await member();
    const browser = newBrowser();
    const options = await begin(browser);
    minutes(11);
    return finish(browser, authenticator.get(options));
  }
  async function ofRegistration(): Promise<Answer> {
    const { authenticator } = await member();
    const browser = newBrowser();
    const { body } = await browser.post(`${v1}/invitation/options`, await invite(await person()));
    return finish(browser, authenticator.get({ challenge: body.options.challenge, rpId: 'localhost' }));
  }
  async function foreign(): Promise<Answer> {
    const authenticator = newAuthenticator();
    authenticator.create({ challenge: 'x', rp: { id: 'localhost' }, user: { id: 'x' } });
    return signIn(newBrowser(), authenticator);
  }
  async function forged(): Promise<Answer> {
    const [ana, eve] = [await member(), await member()];
    const browser = newBrowser();
    const options = await begin(browser);
    const { id } = ana.authenticator.copy().get(options) as { id: string };
    const { response } = eve.authenticator.get(options) as { response: object };
    const { userHandle: _, ...signed } = response as { userHandle: string };
    return finish(browser, { id, response: signed });
  }
  async function disabled(): Promise<Answer> {
    const { id, authenticator } = await member();
    await town.test.api.post(`${people}/${id}/disable`);
    await town.test.settle();
    return signIn(newBrowser(), authenticator);
  }

  it.each<readonly [string, object]>([
    ['no JSON', { clientDataJSON: 'AA' }],
    ['no object', { clientDataJSON: Buffer.from('null').toString('base64url') }],
    ['no CBOR', { attestationObject: '_w' }],
    ['an attestation of nothing', { attestationObject: 'oA' }],
  ])('is refused where it is malformed, and fails nowhere: %s', async (_name, change) => {
    const link = await invite(await person());
    const browser = newBrowser();
    const { body } = await browser.post(`${v1}/invitation/options`, link);
    const { id, response } = newAuthenticator().create(body.options) as { id: string; response: object };
    const credential = { id, response: { ...response, ...change } };
    const answer = await browser.post(`${v1}/invitation/passkeys`, { ...link, name: 'Telefon', credential });
    expect([answer.status, answer.body.code]).toEqual([401, 'PASSKEY_INVALID']);
  });

  it('is not registered for whom another link invites', async () => {
    const [ana, eve] = [await invite(await person()), await invite(await person())];
    const browser = newBrowser();
    const { body } = await browser.post(`${v1}/invitation/options`, eve);
    const credential = newAuthenticator().create(body.options);
    const answer = await browser.post(`${v1}/invitation/passkeys`, { ...ana, name: 'Telefon', credential });
    expect([answer.status, answer.body.code]).toEqual([401, 'CHALLENGE_OF_ANOTHER']);
  });
});

describe('a copy of an authenticator', () => {
  it('is noticed by its counter: neither signs in any more, and sessions are at an end', async () => {
    const { id, authenticator } = await member();
    const copy = authenticator.copy();
    const browser = await signedIn(authenticator);
    minutes(1);
    expect(await signIn(newBrowser(), copy)).toMatchObject({ status: 401, body: { code: 'PASSKEY_COPIED' } });
    expect(await signIn(newBrowser(), authenticator)).toMatchObject({
      status: 401,
      body: { code: 'PASSKEY_BLOCKED' },
    });
    expect((await browser.get(`${v1}/session`)).body.code).toBe('SIGNED_OUT');
    expect(await eventsOf(id)).toContain('PasskeyBlocked');
    expect((await town.test.api.get(`${people}/${id}`)).body).toMatchObject({ passkeys: 0 });
  });

  it('is not seen in a counter that goes back by one or stands still, other than 0', async () => {
    for (const counter of [1, 2, 5]) {
      const { authenticator } = await member();
      expect((await signIn(newBrowser(), authenticator, { counter: 5 })).status).toBe(200);
      const again = await signIn(newBrowser(), authenticator, { counter });
      expect([counter, again.body.code]).toEqual([counter, 'PASSKEY_COPIED']);
    }
  });

  it('is not looked for where an authenticator does not count', async () => {
    const authenticator = newAuthenticator();
    const link = await invite(await person());
    expect((await take(newBrowser(), link, authenticator, { counter: 0 })).status).toBe(201);
    await signedIn(authenticator);
    await signedIn(authenticator);
  });
});
