import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import * as openid from 'openid-client';
import type { ProviderSettings } from '../config/sign-in-settings.js';
import { Problem } from '../problems/problem.js';
import { providerAway, unauthorised } from './refusals.js';

/** A sign-in that was begun: what binds the answer of the provider to it. */
export interface Begun {
  readonly state: string;
  readonly nonce: string;
  /** The code verifier (RFC 7636). */
  readonly verifier: string;
}

/** Whoever the provider says has signed in. */
export interface SignedIn {
  readonly issuer: string;
  readonly subject: string;
  /** The session there (`sid`), where it names one. */
  readonly session: string | null;
  /** Answers an e-mail address that the provider has verified; asks it where the ID token has none. Personal. */
  readonly email: () => Promise<string | null>;
}

interface Known {
  readonly client: openid.Configuration;
  readonly keys: JWTVerifyGetKey;
  readonly until: number;
}

const timeoutSeconds = 5;
/** The time for which what the provider says of itself is taken. */
const knownMs = 3_600_000;
/** The time after a failure in which the provider is not asked again. */
const pauseMs = 2_000;
/** The time for which its keys are taken without asking again. */
const keysMs = 600_000;

/** The provider of OpenID Connect that the settings name. What it says of itself, its keys too, comes from its discovery document only. */
export class Provider {
  private known: Promise<Known> | undefined;
  private readonly isLocal: boolean;
  private pausedUntil = 0;

  constructor(
    readonly settings: ProviderSettings,
    /** The address to which the provider sends people back. */
    private readonly redirectUri: string,
  ) {
    this.isLocal = settings.issuer.startsWith('http:');
  }

  /** The keys that it signs with, looked up by the header of a token. Throws 503 where the provider is away. */
  async keys(): Promise<JWTVerifyGetKey> {
    return (await this.discovered()).keys;
  }

  /** The address at which somebody signs in. */
  async signInUrl({ state, nonce, verifier }: Begun): Promise<URL> {
    const { client } = await this.discovered();
    return openid.buildAuthorizationUrl(client, {
      redirect_uri: this.redirectUri,
      scope: this.settings.scopes,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
  }

  /** The address at which somebody signs out there too; `undefined` where it has none. */
  async signOutUrl(backTo: string): Promise<string | undefined> {
    const { client } = await this.discovered();
    if (client.serverMetadata().end_session_endpoint === undefined) return undefined;
    return openid.buildEndSessionUrl(client, { post_logout_redirect_uri: backTo }).href;
  }

  /**
   * Whoever the answer of the provider says has signed in. `query`: what it sent back. Throws 401 where it does not belong to what was begun, or
   * its code was used before; 503 where the provider is away.
   */
  async signedIn(query: string, { state, nonce, verifier }: Begun): Promise<SignedIn> {
    const { client, keys } = await this.discovered();
    const answer = new URL(`${this.redirectUri}?${query}`);
    const tokens = await openid
      .authorizationCodeGrant(client, answer, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      })
      .catch((error: unknown) => {
        throw refusalOf(error);
      });
    const claims = await this.checked(tokens.id_token ?? '', keys);
    const { sub = '', sid } = claims;
    const asked = () => openid.fetchUserInfo(client, tokens.access_token, sub).catch(() => ({}));
    const email = async () => verifiedIn(claims) ?? verifiedIn(await asked());
    return { issuer: this.settings.issuer, subject: sub, session: typeof sid === 'string' ? sid : null, email };
  }

  /** The claims of an ID token; they were compared with the sign-in, and its signature is checked here. */
  private async checked(idToken: string, keys: JWTVerifyGetKey): Promise<JWTPayload> {
    const { issuer, clientId, algorithms, skewSeconds } = this.settings;
    const { payload } = await jwtVerify(idToken, keys, {
      issuer,
      audience: clientId,
      algorithms: [...algorithms],
      clockTolerance: skewSeconds,
      requiredClaims: ['sub', 'exp'],
    }).catch((error: unknown) => {
      throw isProviderAway(error) ? providerAway() : invalid();
    });
    return payload;
  }

  /** Whose sessions the provider has ended (OpenID Connect Back-Channel Logout 1.0, 2.6). Throws 400 for what is no word of the provider. */
  async signedOut(logoutToken: string): Promise<{ readonly subject: string | null; readonly session: string | null }> {
    const { issuer, clientId, algorithms, skewSeconds } = this.settings;
    const { keys } = await this.discovered();
    const { payload } = await jwtVerify(logoutToken, keys, {
      issuer,
      audience: clientId,
      algorithms: [...algorithms],
      clockTolerance: skewSeconds,
      maxTokenAge: 300,
    }).catch((error: unknown) => {
      throw isProviderAway(error) ? providerAway() : noLogout();
    });
    const { events, sub, sid, nonce } = payload;
    const isLogout = typeof events === 'object' && events !== null && logoutEvent in events && nonce === undefined;
    if (!isLogout || (sub === undefined && sid === undefined)) throw noLogout();
    return { subject: sub ?? null, session: typeof sid === 'string' ? sid : null };
  }

  private discovered(): Promise<Known> {
    if (performance.now() < this.pausedUntil) return Promise.reject(providerAway());
    this.known ??= this.discover();
    return this.known.then((known) => {
      if (known.until < performance.now()) this.known = undefined;
      return known;
    });
  }

  private async discover(): Promise<Known> {
    const { issuer, clientId, clientSecret, keysCooldownSeconds } = this.settings;
    try {
      const client = await openid.discovery(
        new URL(issuer),
        clientId,
        clientSecret,
        clientSecret === undefined ? openid.None() : openid.ClientSecretBasic(clientSecret),
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- for a trial on http://localhost only
        { timeout: timeoutSeconds, execute: this.isLocal ? [openid.allowInsecureRequests] : [] },
      );
      const { jwks_uri: address } = client.serverMetadata();
      if (address === undefined) throw new Error('The provider names no keys.');
      const keys = createRemoteJWKSet(new URL(address), {
        timeoutDuration: timeoutSeconds * 1000,
        cooldownDuration: keysCooldownSeconds * 1000,
        cacheMaxAge: keysMs,
      });
      return { client, keys, until: performance.now() + knownMs };
    } catch {
      this.known = undefined;
      this.pausedUntil = performance.now() + pauseMs;
      throw providerAway();
    }
  }
}

/** The address in claims that the provider has verified. */
const verifiedIn = ({ email, email_verified: isVerified }: Readonly<Record<string, unknown>>): string | null =>
  isVerified === true && typeof email === 'string' ? email : null;

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';

const noLogout = () => new Problem(400, 'LOGOUT_TOKEN_INVALID', 'This is no logout token of the provider.');

const invalid = () => unauthorised('SIGN_IN_INVALID', 'What the provider sent does not belong to this sign-in.');

/** True where a token could not be checked since its keys could not be had. */
export const isProviderAway = (error: unknown): boolean =>
  !(error instanceof errors.JOSEError) ||
  error instanceof errors.JWKSTimeout ||
  error instanceof errors.JWKSInvalid ||
  error.code === errors.JOSEError.code;

const awayCodes: readonly (string | undefined)[] = ['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM'];

/** The refusal of an answer of the provider that leads to nobody. */
function refusalOf(error: unknown): unknown {
  if (error instanceof openid.AuthorizationResponseError)
    return unauthorised('SIGN_IN_REFUSED', 'The provider did not let this person sign in.');
  if (error instanceof openid.ResponseBodyError)
    return unauthorised('CODE_REFUSED', 'The provider does not take this code: it was used before, or is too old.');
  return error instanceof openid.ClientError && !awayCodes.includes(error.code) ? invalid() : providerAway();
}
