import { randomBytes } from 'node:crypto';
import pg from 'pg';

/**
 * SQL errors that say that the connection or the server went away, or that the server cannot write for now: the disk is full (53100),
 * the database is read-only (25006), a statement took too long (57014). The same may succeed a little later.
 */
const outageCodes = new Set([
  ...['57P01', '57P02', '57P03', '57014'],
  ...['08000', '08003', '08006', '08001', '08004'],
  ...['53100', '53200', '53300', '25006', '25P03'],
]);

/** The words of pg for a statement that was not answered in time: its connection has gone silent. */
const silent = 'Query read timeout';

/** True for an error which means that the database cannot be reached (any more), rather than that it said no. */
export function isOutage(error: unknown): boolean {
  // An error of a socket may be of another realm than this module's `Error`.
  if (!Error.isError(error)) return false;
  const { code } = error as { code?: string };
  if (code !== undefined)
    return outageCodes.has(code) || /^(ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|EAI_)/.test(code);
  return /connection terminated|query read timeout|timeout exceeded when trying to connect|client has encountered a connection error|not queryable/i.test(
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

/** Milliseconds in which a statement of a pool is answered. */
const answerMs = 8_000;

/** For a statement that may take as long as it likes, such as one that makes an index; pg knows no "unbounded" beside a bound of the pool. */
export const unbounded = { query_timeout: 2 ** 31 - 1 } as const;

/**
 * A pool that survives lost connections, also those that go silent: a statement that is not answered in time fails, and with it all idle
 * connections are given up, since the network may have lost them in the same moment. Sessions end by themselves when they are left idle in
 * a transaction.
 */
export function createPool(
  connectionString: string,
  { max = 8, applicationName = 'ecou', settings = {} }: PoolOptions = {},
): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max,
    types,
    application_name: withMark(applicationName),
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    query_timeout: answerMs,
    idle_in_transaction_session_timeout: 30_000,
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  });
  // A connection that breaks, idle or lent out, must not end the process; its query fails, and the next one opens another.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  giveUpSilent(pool);
  return pool;
}

const mark = /#[0-9a-f]{8}/;

/** A name of connections that tells one process, or one context of it, from all others: `ecou events #1f2e3d4c`. */
const withMark = (name: string): string => (mark.test(name) ? name : `${name} #${randomBytes(4).toString('hex')}`);

/** The mark of a pool and its siblings in the names of their connections; other connections of the process may bear it too. */
export const markOf = (pool: pg.Pool): string => mark.exec(pool.options.application_name ?? '')?.[0] ?? '';

/** Idle connections of all pools of the process that are watched over. */
const idle = new Set<pg.PoolClient>();

/** Watches over a pool: with a connection that has gone silent, those are given up that nobody uses, of this pool and of the others. */
export function giveUpSilent(pool: pg.Pool): void {
  pool.on('acquire', (client) => idle.delete(client));
  pool.on('remove', (client) => idle.delete(client));
  pool.on('release', (error: Error | undefined, client) => {
    if (!error) idle.add(client);
    else if (isSilent(error)) for (const lost of [client, ...idle]) cut(lost);
  });
}

/** A client whose connection ends with the first statement that is not answered in time, which would keep those after it waiting. */
export class BoundedClient extends pg.Client {
  private readonly run = super.query.bind(this) as (...args: unknown[]) => unknown;

  override query = ((...args: unknown[]): unknown => {
    const answer = this.run(...args);
    if (answer instanceof Promise)
      answer.catch((error: unknown) => {
        if (isSilent(error)) cut(this);
      });
    return answer;
  }) as pg.Client['query'];
}

/** Ends a connection without a word to a server that may not answer. */
export function cut(client: pg.ClientBase): void {
  const { connection } = client as unknown as { connection: { stream: { destroy(error: Error): void } } };
  connection.stream.destroy(new Error(`Connection terminated: ${silent}.`));
}

const isSilent = (error: unknown): error is Error => Error.isError(error) && error.message.includes(silent);

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
    if (isSilent(error)) broken = error;
    else
      await client.query('ROLLBACK').catch((reason: unknown) => {
        broken = reason as Error;
      });
    throw error;
  } finally {
    client.release(broken);
  }
}
