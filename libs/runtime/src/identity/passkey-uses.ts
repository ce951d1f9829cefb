import type { Clock } from '@ecou/event-sourcing';
import type { Pool } from 'pg';
import { identitySchema } from './api-keys.js';

/** The counters of passkeys, which their authenticators count up with each use, in the schema `identity`. No fact: they are overwritten. */
export class PasskeyUses {
  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
  ) {}

  /**
   * Notes a use with the counter that came with it; answers false where that is not above the one before, so that somebody has a copy. Some
   * authenticators do not count, and say 0 each time. Of two uses at once with the same counter one is refused.
   */
  async note(passkey: string, counter: number): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `INSERT INTO ${identitySchema}.passkey_uses AS u (passkey, counter, used_at) VALUES ($1, $2, $3)
       ON CONFLICT (passkey) DO UPDATE SET counter = excluded.counter, used_at = excluded.used_at
       WHERE excluded.counter > u.counter OR (excluded.counter = 0 AND u.counter = 0)`,
      [passkey, counter, this.clock.now()],
    );
    return rowCount === 1;
  }

  /** The times of the last uses (ISO 8601), by the ids of the passkeys. */
  async lastOf(passkeys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { rows } = await this.pool.query<{ passkey: string; used_at: Date | string }>(
      `SELECT passkey, used_at FROM ${identitySchema}.passkey_uses WHERE passkey = ANY ($1)`,
      [passkeys],
    );
    return new Map(rows.map(({ passkey, used_at: at }) => [passkey, new Date(at).toISOString()]));
  }
}
