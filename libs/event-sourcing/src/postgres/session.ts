import pg from 'pg';
import { answeringConnection, answerMs, cut, sessionOptions } from './pool.js';

const retryMs = 500;
/** A connection that only listens is asked so often whether it is still there. */
const askMs = 10_000;

/** Sessions beside pools that are in use. */
const beside = new WeakMap<pg.Pool, Session>();

/**
 * One dedicated connection that is opened again whenever it breaks: for LISTEN, and for what must not wait for a pool that is busy.
 */
export class Session {
  /** One of a pool's database, shared by all who ask for it; it ends with the last of them that stops it. */
  static beside(pool: pg.Pool): Session {
    const { connectionString, application_name: name = 'ecou' } = pool.options;
    const known = beside.get(pool);
    const session = known?.stopped === false ? known : new Session(String(connectionString), `${name} session`);
    session.users += 1;
    beside.set(pool, session);
    return session;
  }

  private users = 0;
  private client: pg.Client | undefined;
  private opening: Promise<pg.Client> | undefined;
  private stopped = false;
  private asking: NodeJS.Timeout | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private readonly channels = new Map<string, Set<(payload?: string) => void>>();

  constructor(
    private readonly connectionString: string,
    private readonly applicationName: string,
  ) {}

  /** Calls back on notifications of a channel, and whenever the connection was made anew (some may have been missed). Never throws. */
  async listen(channel: string, wake: (payload?: string) => void): Promise<void> {
    const wakers = this.channels.get(channel) ?? new Set();
    this.channels.set(channel, wakers.add(wake));
    // Whoever only listens would not notice that nobody is there any more.
    this.asking ??= setInterval(() => void this.query('SELECT').catch(() => undefined), askMs).unref();
    try {
      await this.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    } catch {
      this.reopen();
    }
  }

  /** Runs a statement on the connection, after those that were asked for before. One that is not answered in `withinMs` ends the connection. */
  query<R extends pg.QueryResultRow>(text: string, values: unknown[] = [], withinMs = answerMs): Promise<R[]> {
    const answer = this.last.then(() => this.run<R>({ text, values, query_timeout: withinMs }));
    this.last = answer.catch(() => undefined);
    return answer;
  }

  async stop(): Promise<void> {
    this.users -= 1;
    if (this.users > 0) return;
    this.stopped = true;
    clearInterval(this.asking);
    await this.opening?.catch(() => undefined);
    await this.client?.end().catch(() => undefined);
  }

  private async run<R extends pg.QueryResultRow>(query: pg.QueryConfig & { query_timeout: number }): Promise<R[]> {
    const client = await this.connect();
    try {
      return (await client.query<R>(query)).rows;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) this.drop(client);
      throw error;
    }
  }

  /** Gives a connection up that no longer answers. */
  private drop(client: pg.Client): void {
    if (this.client === client) this.client = undefined;
    cut(client);
    this.reopen();
  }

  private connect(): Promise<pg.Client> {
    if (this.client) return Promise.resolve(this.client);
    this.opening ??= this.open().finally(() => {
      this.opening = undefined;
    });
    return this.opening;
  }

  private async open(): Promise<pg.Client> {
    if (this.stopped) throw new Error('The session was stopped.');
    const client = new pg.Client({
      connectionString: this.connectionString,
      application_name: this.applicationName,
      ...answeringConnection,
      options: sessionOptions(),
      query_timeout: answerMs,
    });
    const lost = () => {
      if (this.client !== client) return;
      this.client = undefined;
      this.reopen();
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', ({ channel, payload }) => {
      for (const wake of this.channels.get(channel) ?? []) wake(payload);
    });
    try {
      await client.connect();
      for (const channel of this.channels.keys()) await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      client.end().catch(() => undefined);
      throw error;
    }
    this.client = client;
    for (const wakers of this.channels.values()) for (const wake of wakers) wake();
    return client;
  }

  private reopen(): void {
    if (this.stopped || this.channels.size === 0) return;
    setTimeout(() => {
      this.connect().catch(() => {
        this.reopen();
      });
    }, retryMs).unref();
  }
}
