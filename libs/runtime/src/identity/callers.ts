import type { Clock } from '@ecou/event-sourcing';
import type { Pool } from 'pg';
import type { Config } from '../config/config.js';
import { Problem } from '../problems/problem.js';
import { ApiKeys } from './api-keys.js';
import { BegunSignIns } from './begun-sign-ins.js';
import { Cookies } from './cookies.js';
import { PasskeyUses } from './passkey-uses.js';
import { People } from './people.js';
import { anyone, type Caller, type PermissionTable } from './permissions.js';
import { Provider } from './provider.js';
import { unauthorised } from './refusals.js';
import { Sessions, type Session } from './sessions.js';
import { AccessTokens } from './tokens.js';

/** The name of the cookie of a session. */
export const sessionCookie = 'session';

/** The path to which the provider sends people back. */
export const callbackPath = '/identity/v1/callback';

/** Headers that say who calls, and from where. */
type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A request by a browser with a session. */
export interface BrowserCall {
  readonly method: string;
  readonly headers: Headers;
  /** True where everybody may call: a session that is none, or has no proof, counts as nobody there. */
  readonly isPublic: boolean;
}

/** The caller by a browser: somebody with a session, or anyone and why. */
export type CalledByBrowser =
  | { readonly caller: Caller; readonly session: Session; readonly refusal?: undefined }
  | { readonly caller: Caller; readonly session?: undefined; readonly refusal: Problem };

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD';

const textOf = (headers: Headers, name: string): string | undefined => {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
};

/** Finds who calls: by a key, by an access token of the provider, or by the session of a browser. */
export class Callers {
  readonly keys: ApiKeys;
  readonly cookies: Cookies;
  readonly sessions: Sessions;
  readonly begun: BegunSignIns;
  readonly people: People;
  readonly passkeyUses: PasskeyUses;
  /** True where people sign in with passkeys of Ecou's own. */
  readonly takesPasskeys: boolean;
  /** True where a verified e-mail address of an invitation ties an account of the provider to it. */
  readonly tiesByEmail: boolean;
  /** `undefined` where the town has none. */
  readonly provider: Provider | undefined;
  private readonly tokens: AccessTokens;
  private readonly origin: string;

  constructor(
    pool: Pool,
    config: Pick<Config, 'signIn' | 'publisher' | 'secret'>,
    clock: Clock,
    table: PermissionTable,
  ) {
    const { signIn, publisher, secret } = config;
    this.keys = new ApiKeys(pool, table);
    this.cookies = new Cookies(publisher.publicUrl);
    this.origin = new URL(publisher.publicUrl).origin;
    this.sessions = new Sessions(pool, clock, signIn, secret);
    this.begun = new BegunSignIns(pool, clock);
    this.people = new People(pool, table);
    this.passkeyUses = new PasskeyUses(pool, clock);
    this.takesPasskeys = signIn.passkeys;
    this.tiesByEmail = signIn.tiesByEmail;
    this.provider = signIn.provider && new Provider(signIn.provider, `${publisher.publicUrl}${callbackPath}`);
    this.tokens = new AccessTokens(this.provider, this.people, clock);
  }

  /** The caller with a key or a token; `undefined` for a key that opens nothing. Throws 401 or 503 for a token that does not. */
  byBearer(text: string): Promise<Caller | undefined> {
    return AccessTokens.isToken(text) ? this.tokens.callerOf(text) : this.keys.find(text);
  }

  /**
   * The caller whose browser sends the cookie of a session; anyone without one. Throws 401 where it is at an end, and 403 where it lacks the proof that
   * a page of ours sent the request; on a public route, answers anyone with that `refusal`, since browsers send cookies unasked.
   */
  async bySession(call: BrowserCall): Promise<CalledByBrowser> {
    const token = this.tokenIn(call.headers);
    if (token === undefined) return { caller: anyone, refusal: notSignedIn() };
    try {
      this.refuseWithoutProof(call, token);
      const session = await this.sessions.find(token);
      return { caller: this.people.callerOf(session.person, session.startedAt), session };
    } catch (error) {
      if (call.isPublic && error instanceof Problem && error.status < 500) return { caller: anyone, refusal: error };
      throw error;
    }
  }

  /** The token of the session whose cookie a browser sends. */
  tokenIn(headers: Headers): string | undefined {
    return this.cookies.read(textOf(headers, 'cookie'), sessionCookie);
  }

  /** Refuses what would change something unless it was sent by a page of ours, or by a program that knows the session's proof. */
  private refuseWithoutProof({ method, headers }: BrowserCall, token: string): void {
    if (isRead(method) || this.isProved(headers, token)) return;
    throw new Problem(
      403,
      'CSRF_PROOF_MISSING',
      'This came from another site, or does not say from where: send it from a page of ours, or with Ecou-Csrf.',
    );
  }

  private isProved(headers: Headers, token: string): boolean {
    const proof = textOf(headers, 'ecou-csrf');
    if (proof !== undefined) return this.sessions.isProof(proof, token);
    // Browsers alone write these two; what a page says cannot change them.
    const site = textOf(headers, 'sec-fetch-site');
    if (site !== undefined) return site === 'same-origin';
    return textOf(headers, 'origin') === this.origin;
  }
}

/** The refusal of whoever is not signed in. */
export const notSignedIn = (): Problem => unauthorised('NOT_SIGNED_IN', 'Nobody is signed in here.');
