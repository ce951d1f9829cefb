import type { Clock } from '@ecou/event-sourcing';
import { hash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { identitySchema } from './api-keys.js';

/** The time that somebody has to sign in, milliseconds. */
export const signInMs = 600_000;

const hashOf = (token: string): Buffer => hash('sha256', token, 'buffer');

/** Sign-ins that wait for their answer, each bound to the browser that began it by a token in its cookie. Each can be taken once. */
export class BegunSignIns {
  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
  ) {}

  /** Keeps what was begun for ten minutes; answers the token of the browser. */
  async keep(kind: string, begun: object): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const now = this.clock.now();
    await this.pool.query(`DELETE FROM ${identitySchema}.sign_ins WHERE expires_at < $1`, [now]);
    await this.pool.query(
      `INSERT INTO ${identitySchema}.sign_ins (hash, kind, begun, expires_at) VALUES ($1, $2, $3, $4)`,
      [hashOf(token), kind, begun, new Date(Date.parse(now) + signInMs).toISOString()],
    );
    return token;
  }

  /** Takes what this browser has begun; `undefined` where there is none, it is too old, or it was taken before. */
  async take<Begun extends object>(kind: string, token: string | undefined): Promise<Begun | undefined> {
    if (token === undefined) return undefined;
    const { rows } = await this.pool.query<{ begun: Begun }>(
      `DELETE FROM ${identitySchema}.sign_ins WHERE hash = $1 AND kind = $2 AND expires_at >= $3 RETURNING begun`,
      [hashOf(token), kind, this.clock.now()],
    );
    return rows[0]?.begun;
  }
}
