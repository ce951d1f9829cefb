import { Clock, type CommandContext } from '@ecou/event-sourcing';
import {
  Callers,
  Limits,
  Problem,
  sessionCookie,
  signInMs,
  unauthorised,
  type Begun,
  type Limit,
  type Provider,
  type SignedIn,
} from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { randomBytes } from 'node:crypto';
import { PersonCommand } from '../people/person/person.command.js';
import { FirstSignIn } from './first-sign-in.js';

/** A sign-in that waits for the answer of the provider. */
interface Waiting extends Begun {
  /** The path to go to then. */
  readonly to: string;
}

/** The way to go, and the cookies that go with it. */
export interface Way {
  readonly to: string;
  readonly cookies: readonly string[];
  /** The actor, for the audit; absent while nobody has signed in. */
  readonly signedIn?: string;
}

const cookie = 'sign-in';
const kind = 'provider';
const random = (): string => randomBytes(32).toString('base64url');

/** Signs people in by the provider of OpenID Connect, and begins their sessions. */
@Injectable()
export class SignIns {
  private readonly limit: Limit;

  constructor(
    private readonly callers: Callers,
    private readonly commands: CommandBus,
    private readonly first: FirstSignIn,
    private readonly clock: Clock,
    limits: Limits,
  ) {
    const detail = 'Too many sign-ins were begun from this address. Try again later.';
    this.limit = limits.make({ name: 'sign-in', times: 1_000, seconds: 600, detail });
  }

  /** Begins a sign-in at the provider. Throws 404 where there is none, 503 where it is away. */
  async begin(to: string, address: string): Promise<Way> {
    const provider = this.provider();
    await this.limit.spend(address);
    const begun = { state: random(), nonce: random(), verifier: random() };
    const url = await provider.signInUrl(begun);
    const token = await this.callers.begun.keep(kind, { ...begun, to } satisfies Waiting);
    return { to: url.href, cookies: [this.callers.cookies.set(cookie, token, signInMs / 1000)] };
  }

  /** Ends a sign-in that this browser began, by what the provider sent back. Throws 401 where it leads to nobody. */
  async finish(query: string, cookies: string | undefined): Promise<Way> {
    const provider = this.provider();
    const waiting = await this.callers.begun.take<Waiting>(kind, this.callers.cookies.read(cookies, cookie));
    if (!waiting) throw unauthorised('SIGN_IN_UNKNOWN', 'This browser began no sign-in, or too long ago: begin again.');
    if (new URLSearchParams(query).get('state') !== waiting.state)
      throw unauthorised('STATE_MISMATCH', 'This answer of the provider belongs to another sign-in: begin again.');
    const signedIn = await provider.signedIn(query, waiting);
    const person = await this.personOf(signedIn);
    const session = await this.beginSession(person, cookies, signedIn.session);
    return {
      to: waiting.to,
      cookies: [session, this.callers.cookies.clear(cookie)],
      signedIn: `person:${person}`,
    };
  }

  /** Begins a session of a person, and ends the one that the browser had; answers `Set-Cookie`. The token is new each time. */
  async beginSession(person: string, cookies: string | undefined, atProvider: string | null = null): Promise<string> {
    const { sessions, cookies: jar } = this.callers;
    const older = this.callers.tokenIn({ cookie: cookies });
    if (older !== undefined) await sessions.end(older);
    return jar.set(sessionCookie, await sessions.begin(person, atProvider));
  }

  /** Ends what the provider says has ended there. */
  async endByProvider(logoutToken: string, context: CommandContext): Promise<void> {
    const provider = this.provider();
    const { subject, session } = await provider.signedOut(logoutToken);
    if (session !== null) return this.callers.sessions.endOfProvider(session);
    const person = await this.callers.people.bySubject(provider.settings.issuer, subject ?? '');
    if (person)
      await this.commands.execute(new PersonCommand(person.id, { type: 'EndSessions', at: context.now }, context));
  }

  private async personOf(signedIn: SignedIn): Promise<string> {
    const { issuer, subject } = signedIn;
    const known = await this.callers.people.bySubject(issuer, subject);
    if (!known) return this.first.tie(signedIn);
    // Throws where they may not act.
    this.callers.people.callerOf(known, this.clock.now());
    return known.id;
  }

  private provider(): Provider {
    const { provider, cookies } = this.callers;
    if (!provider) throw new Problem(404, 'PROVIDER_MISSING', 'No provider of accounts is configured (OIDC_ISSUER).');
    if (!cookies.areSafe)
      throw new Problem(409, 'HTTPS_MISSING', 'People sign in over https only: PUBLIC_URL must say so.');
    return provider;
  }
}
