import { types as nodeTypes } from 'node:util';
import pg from 'pg';

/** SQL errors that say that the connection or the server went away: the outcome of the statement is not known. */
const connectionCodes = new Set([
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08003',
  '08006',
  '08001',
  '08004',
  '53300',
  '25P03',
]);

/** Whether an error means that the database cannot be reached (any more), rather than that it said no. */
export function isOutage(error: unknown): boolean {
  // An error of a socket may be of another realm than this module's `Error`.
  if (!nodeTypes.isNativeError(error)) return false;
  const { code } = error as { code?: string };
  if (code !== undefined)
    return connectionCodes.has(code) || /^(ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|EAI_)/.test(code);
  return /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|not queryable/i.test(
    error.message,
  );
}

const int8 = 20;
const timestamptz = 1184;

/** int8 as number (positions stay far below 2^53), timestamptz as ISO 8601 in UTC. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number): unknown => {
    if (oid === int8) return Number;
    if (oid === timestamptz) return (text: string) => new Date(text).toISOString();
    return (pg.types.getTypeParser as (oid: number) => unknown)(oid);
  }) as typeof pg.types.getTypeParser,
};

export interface PoolOptions {
  readonly max?: number;
  readonly applicationName?: string;
  /** Server settings of its sessions, as in `{ synchronous_commit: 'off' }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A pool that survives lost connections. Sessions end by themselves when they are left idle in a transaction. */
export function createPool(
  connectionString: string,
  { max = 8, applicationName = 'ecou', settings = {} }: PoolOptions = {},
): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max,
    types,
    application_name: applicationName,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    idle_in_transaction_session_timeout: 30_000,
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  });
  // A connection that breaks, idle or lent out, must not end the process; its query fails, and the next one opens another.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Another pool to the same database with other settings. */
export const siblingPool = (pool: pg.Pool, options: PoolOptions): pg.Pool =>
  createPool(String(pool.options.connectionString), {
    applicationName: pool.options.application_name ?? 'ecou',
    ...options,
  });

/** Runs `work` in a transaction. */
export async function transaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((reason: unknown) => {
      broken = reason as Error;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
