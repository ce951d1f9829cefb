import { randomBytes } from 'node:crypto';
import pg from 'pg';

/**
 * Classes of SQL errors that say that the connection (08, but for a breach of the protocol) or the server (57) went away, that it is out
 * of resources (53), or that it cannot write for now: the database is read-only (25006), the session was idle for too long (25P03). The
 * same may succeed a little later.
 */
const outageCode = /^(08(?!P01)|53|57|25006|25P03)/;
/** Errors of a socket, and of looking up a name. */
const networkCode = /^(ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|EAI_)/;

/** The words of pg for a statement that was not answered in time: its connection has gone silent. */
const silent = 'Query read timeout';

/** True for an error which means that the database cannot be reached (any more), rather than that it said no. */
export function isOutage(error: unknown): boolean {
  // An error of a socket may be of another realm than this module's `Error`.
  if (!Error.isError(error)) return false;
  const { code } = error as { code?: string };
  if (code !== undefined) return outageCode.test(code) || networkCode.test(code);
  return /connection terminated|query read timeout|timeout exceeded when trying to connect|client has encountered a connection error|not queryable/i.test(
    error.message,
  );
}

const int8 = 20;
const timestamptz = 1184;

/** int8 as number (positions stay far below 2^53), timestamptz as ISO 8601 in UTC. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary'): unknown => {
    if (oid === int8) return Number;
    if (oid === timestamptz) return (text: string) => new Date(text).toISOString();
    return (pg.types.getTypeParser as (oid: number, format?: string) => unknown)(oid, format);
  }) as typeof pg.types.getTypeParser,
};

export interface PoolOptions {
  readonly max?: number;
  readonly applicationName?: string;
  /** Server settings of its sessions, as in `{ synchronous_commit: 'off' }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Of every connection: a server that cannot be reached is given up, and the network is asked whether the other side is still there. */
export const answeringConnection = {
  connectionTimeoutMillis: 5_000,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
} as const;

/**
 * The start-up options of every session: settings by their names, and that the server asks the network as well. It would keep the sessions
 * of a host that has vanished for two hours, and they count among those that it may have.
 */
export const sessionOptions = (settings: Readonly<Record<string, string>> = {}): string =>
  Object.entries({
    tcp_keepalives_idle: '10',
    tcp_keepalives_interval: '5',
    tcp_keepalives_count: '3',
    ...settings,
  })
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');

/**
 * The query, for a subquery that a statement reads from, by which its transaction ends without waiting for the disk. For what a crash may
 * undo: the last moments before it.
 */
export const lazily = `SELECT set_config('synchronous_commit', 'off', true) AS lazily`;

/** Milliseconds in which a statement is answered; a slow disk may take 5 s. After that the connection counts as lost. */
export const answerMs = 8_000;

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
    types: columnTypes,
    application_name: withMark(applicationName),
    ...answeringConnection,
    query_timeout: answerMs,
    idle_in_transaction_session_timeout: 30_000,
    options: sessionOptions(settings),
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

/**
 * A client whose connection ends with the first statement that is not answered in time, which would keep those after it waiting. One that breaks, idle
 * or lent out, does not end the process.
 */
export class BoundedClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }

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
