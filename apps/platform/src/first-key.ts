import { ApiKeys } from '@ecou/runtime';
import pg from 'pg';

/**
 * The first administrator's key of a deployment whose services have started once, made now; `undefined` where any key was made
 * before. `identityDatabaseUrl` is what the services have as IDENTITY_DATABASE_URL.
 */
export async function firstKey(identityDatabaseUrl: string): Promise<string | undefined> {
  const pool = new pg.Pool({ connectionString: identityDatabaseUrl, max: 1 });
  pool.on('error', () => undefined);
  try {
    return await new ApiKeys(pool).makeFirst();
  } finally {
    await pool.end();
  }
}
