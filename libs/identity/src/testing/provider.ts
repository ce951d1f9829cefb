import { hash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import Provider from 'oidc-provider';

/** The audience of access tokens for the API, in specs. */
export const audience = 'https://api.ecou.example.ro';
export const clientId = 'ecou';
export const clientSecret = 'a secret of the client, long enough for HS256';

/** The client of a program, which gets access tokens for the API. */
const app = {
  id: 'app',
  secret: 'a secret of the app, which is long enough, too',
  redirectUri: 'https://app.example.ro/',
};

export interface SigningKey {
  readonly kid: string;
  readonly alg: 'RS256' | 'ES256';
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
  readonly jwk: JWK;
}

/** A new key, as a provider has it. */
export async function newKey(kid: string, alg: SigningKey['alg'] = 'RS256'): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const more = { kid, alg, use: 'sig' };
  return {
    ...{ kid, alg, privateKey },
    ...{ publicJwk: { ...(await exportJWK(publicKey)), ...more }, jwk: { ...(await exportJWK(privateKey)), ...more } },
  };
}

const verifier = 'a-verifier-of-tests-that-is-long-enough-to-be-taken';

/** Claims of an access token of Ana's, as the provider writes it. */
const claimsOf = (issuer: string, now: number) => ({
  ...{ iss: issuer, aud: audience, sub: 'ana', client_id: app.id, jti: 'one' },
  ...{ iat: now, exp: now + 300 },
});

/** A provider of OpenID Connect (`oidc-provider`) on this machine, whose accounts take any password. */
export class TestProvider {
  private server: Server | undefined;
  private port = 0;

  constructor(private readonly redirectUri: string) {}

  get issuer(): string {
    return `http://localhost:${this.port}`;
  }

  /** Begins to serve with these keys, at the same address each time. */
  async start(...keys: readonly SigningKey[]): Promise<void> {
    const server = createServer();
    server.listen(this.port, 'localhost');
    await once(server, 'listening');
    this.port = (server.address() as AddressInfo).port;
    const provider = this.provider(keys);
    const answer = provider.callback();
    server.on('request', (request, response) => void answer(request, response));
    this.server = server;
  }

  async stop(): Promise<void> {
    const { server } = this;
    if (!server) return;
    this.server = undefined;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }

  /** A token that a key signs: Ana's for the API unless said otherwise. Claims that are `undefined` are left out. */
  sign(
    key: Pick<SigningKey, 'privateKey' | 'kid' | 'alg'>,
    { claims = {}, header = {}, now = Date.now() }: { claims?: object; header?: object; now?: number } = {},
  ): Promise<string> {
    const all: Readonly<Record<string, unknown>> = { ...claimsOf(this.issuer, Math.floor(now / 1000)), ...claims };
    const said = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
    return new SignJWT(said)
      .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'at+jwt', ...header })
      .sign(key.privateKey);
  }

  /** Signs an account in at the address to which Ecou sent its browser; answers the address to which the provider sends it back. */
  async signIn(address: string, account: string): Promise<URL> {
    const browser = new ProviderBrowser();
    let next: Step = { url: new URL(address) };
    for (let step = 0; step < 12; step += 1) {
      const { location, page } = await browser.go(next);
      if (location === undefined) next = { url: next.url, form: formOf(page, account) };
      else if (location.origin === this.issuer) next = { url: location };
      else return location;
    }
    throw new Error('The provider leads nowhere.');
  }

  /** An access token for the API that the provider gives a program which an account has allowed. */
  async accessToken(account: string): Promise<string> {
    const query = new URLSearchParams({
      ...{
        client_id: app.id,
        response_type: 'code',
        scope: 'openid',
        redirect_uri: app.redirectUri,
        resource: audience,
      },
      ...{ code_challenge: hash('sha256', verifier, 'base64url'), code_challenge_method: 'S256' },
    });
    const back = await this.signIn(`${this.issuer}/auth?${query.toString()}`, account);
    const response = await fetch(`${this.issuer}/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${app.id}:${encodeURIComponent(app.secret)}`).toString('base64')}`,
      },
      body: new URLSearchParams({
        ...{ grant_type: 'authorization_code', code: back.searchParams.get('code') ?? '' },
        ...{ redirect_uri: app.redirectUri, resource: audience, code_verifier: verifier },
      }),
    });
    return ((await response.json()) as { access_token: string }).access_token;
  }

  private provider(keys: readonly SigningKey[]): Provider {
    const signed = { id_token_signed_response_alg: keys[0]?.alg ?? 'RS256' };
    return new Provider(this.issuer, {
      clients: [
        {
          ...{ client_id: clientId, client_secret: clientSecret, redirect_uris: [this.redirectUri], ...signed },
          // It names its session (`sid`) to a client that it could tell of its end.
          backchannel_logout_uri: new URL('backchannel-logout', this.redirectUri).href,
          backchannel_logout_session_required: true,
        },
        { client_id: app.id, client_secret: app.secret, redirect_uris: [app.redirectUri], ...signed },
      ],
      jwks: { keys: keys.map(({ jwk }) => jwk) },
      ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
      cookies: { keys: ['a key of tests'] },
      claims: { openid: ['sub'], email: ['email', 'email_verified'] },
      findAccount: (_context, id) => ({
        accountId: id,
        claims: () => ({ sub: id, email: `${id}@example.org`, email_verified: id !== 'unverified' }),
      }),
      features: {
        devInteractions: { enabled: true },
        backchannelLogout: { enabled: true },
        resourceIndicators: {
          enabled: true,
          useGrantedResource: () => true,
          getResourceServerInfo: () => ({
            scope: '',
            audience,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: keys[0]?.alg ?? 'RS256' } },
          }),
        },
      },
    });
  }
}

interface Step {
  readonly url: URL;
  readonly form?: URLSearchParams;
}

/** The question on the page of the provider: for the account, or for its consent. */
const formOf = (page: string, account: string): URLSearchParams =>
  new URLSearchParams(
    page.includes('name="login"') ? { prompt: 'login', login: account, password: 'x' } : { prompt: 'consent' },
  );

/** A browser at the provider, with its cookies. */
class ProviderBrowser {
  private readonly cookies = new Map<string, string>();

  async go({ url, form }: Step): Promise<{ readonly location: URL | undefined; readonly page: string }> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      ...{ method: form ? 'POST' : 'GET', redirect: 'manual', headers: { cookie } },
      ...(form && { body: form }),
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      this.cookies.set(name, value);
    }
    const [location, page] = [response.headers.get('location'), await response.text()];
    if (response.status >= 400) throw new Error(`The provider answered ${response.status}: ${page}`);
    return { location: location === null ? undefined : new URL(location, url), page };
  }
}
