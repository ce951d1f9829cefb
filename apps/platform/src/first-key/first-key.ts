import { ApiKeys } from '@ecou/runtime';
import pg from 'pg';

/**
 * The first administrator's key of a deployment whose services have started once, made now; `undefined` where any key was made
 * before. `identityDatabaseUrl` is what the services have as IDENTITY_DATABASE_URL.
 */
export const firstKey = (identityDatabaseUrl: string): Promise<string | undefined> =>
  withKeys(identityDatabaseUrl, (keys) => keys.makeFirst());

/** One more administrator's key, for whoever has the database and lost the others. */
export const anotherKey = (identityDatabaseUrl: string): Promise<string> =>
  withKeys(identityDatabaseUrl, async (keys) => {
    const { key } = await keys.create({ name: 'another administrator', roles: ['administrator'], by: 'system' });
    return key;
  });

/** Does something as an administrator, with a key of that name that is ended afterwards. */
export const temporaryKey = (
  identityDatabaseUrl: string,
  name: string,
  act: (key: string) => Promise<unknown>,
): Promise<void> =>
  withKeys(identityDatabaseUrl, async (keys) => {
    const { id, key } = await keys.create({ name, roles: ['administrator'], by: 'system' });
    await act(key).finally(() => keys.revoke(id));
  });

async function withKeys<T>(identityDatabaseUrl: string, use: (keys: ApiKeys) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: identityDatabaseUrl, max: 1 });
  pool.on('error', () => undefined);
  try {
    return await use(new ApiKeys(pool));
  } finally {
    await pool.end();
  }
}
