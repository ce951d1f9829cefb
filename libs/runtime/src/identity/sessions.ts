import type { Clock } from '@ecou/event-sourcing';
import { createHmac, hash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Pool } from 'pg';
import type { SignInSettings } from '../config/sign-in-settings.js';
import { identitySchema } from './api-keys.js';
import { columnsOfPerson, peopleFault, personOf, type Person, type PersonRow } from './people.js';
import { unauthorised } from './refusals.js';

/** A session of somebody who signed in by a browser. */
export interface Session {
  /** Names it; opens nothing. */
  readonly id: string;
  readonly person: Person;
  /** ISO 8601. */
  readonly startedAt: string;
  /** ISO 8601: it ends then, whatever is done in it. */
  readonly endsAt: string;
}

interface SessionRow extends PersonRow {
  readonly session: string;
  readonly started_at: Date | string;
  readonly seen_at: Date | string;
  readonly ends_at: Date | string;
}

const form = /^[\w-]{43}$/;
const newToken = (): string => randomBytes(32).toString('base64url');
const hashOf = (token: string): Buffer => hash('sha256', token, 'buffer');

/** The time after which a session is noted as used again. */
const noteMs = 30_000;

/** Sessions of browsers, in the schema `identity`: a random token each, of which only the hash is kept. */
export class Sessions {
  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
    private readonly settings: Pick<SignInSettings, 'idleMs' | 'absoluteMs'>,
    /** The deployment's secret. */
    private readonly secret: string,
  ) {}

  /** Begins a session of a person; answers its token, which is shown nowhere else. What has ended long ago is taken away. */
  async begin(person: string, providerSession: string | null = null): Promise<string> {
    const token = newToken();
    const now = this.clock.now();
    const endsAt = new Date(Date.parse(now) + this.settings.absoluteMs).toISOString();
    await this.pool.query(`DELETE FROM ${identitySchema}.sessions WHERE ends_at < $1`, [now]);
    await this.pool.query(
      `INSERT INTO ${identitySchema}.sessions (id, hash, person, provider_session, started_at, seen_at, ends_at)
       VALUES ($1, $2, $3, $4, $5, $5, $6)`,
      [randomUUID(), hashOf(token), person, providerSession, now, endsAt],
    );
    return token;
  }

  /** The session with a token; notes that it was used. Throws 401, with a code of why it is at an end. */
  async find(token: string): Promise<Session> {
    const row = form.test(token) ? await this.read(token) : undefined;
    if (!row) throw unauthorised('SESSION_UNKNOWN', 'Nobody is signed in here: sign in again.');
    const person = personOf(row);
    const now = Date.parse(this.clock.now());
    const [seen, ends] = [new Date(row.seen_at).getTime(), new Date(row.ends_at).getTime()];
    if (now >= ends) throw unauthorised('SESSION_OVER', 'The session is over: sign in again.');
    if (now - seen >= this.settings.idleMs)
      throw unauthorised('SESSION_IDLE', 'Nothing was done for a while, so the session ended: sign in again.');
    if (now - seen >= noteMs) await this.note(token, now);
    return {
      id: row.session,
      person,
      startedAt: new Date(row.started_at).toISOString(),
      endsAt: new Date(ends).toISOString(),
    };
  }

  /** Ends the session with a token; a repeat changes nothing. */
  async end(token: string): Promise<void> {
    await this.pool.query(`DELETE FROM ${identitySchema}.sessions WHERE hash = $1`, [hashOf(token)]);
  }

  /** Ends all sessions of a person but one. */
  async endOthers(person: string, own: Session['id']): Promise<void> {
    await this.pool.query(`DELETE FROM ${identitySchema}.sessions WHERE person = $1 AND id <> $2`, [person, own]);
  }

  /** Ends what belongs to a session of the provider (back-channel logout). */
  async endOfProvider(providerSession: string): Promise<void> {
    await this.pool.query(`DELETE FROM ${identitySchema}.sessions WHERE provider_session = $1`, [providerSession]);
  }

  /** The text that a program sends in `Ecou-Csrf` with requests that change something. */
  proofOf(token: string): string {
    return createHmac('sha256', this.secret).update(`ecou session proof v1 ${token}`).digest('base64url');
  }

  /** True for the proof of this session. Compares in constant time. */
  isProof(proof: string, token: string): boolean {
    const [given, own] = [Buffer.from(proof), Buffer.from(this.proofOf(token))];
    return given.length === own.length && timingSafeEqual(given, own);
  }

  private async read(token: string): Promise<SessionRow | undefined> {
    const { rows } = await this.pool
      .query<SessionRow>(
        `SELECT s.id AS session, s.started_at, s.seen_at, s.ends_at, ${columnsOfPerson}
         FROM ${identitySchema}.sessions s JOIN ${identitySchema}.people p ON p.id = s.person::text WHERE s.hash = $1`,
        [hashOf(token)],
      )
      .catch((error: unknown) => {
        throw peopleFault(error);
      });
    return rows[0];
  }

  private async note(token: string, now: number): Promise<void> {
    await this.pool.query(`UPDATE ${identitySchema}.sessions SET seen_at = greatest(seen_at, $2) WHERE hash = $1`, [
      hashOf(token),
      new Date(now).toISOString(),
    ]);
  }
}
