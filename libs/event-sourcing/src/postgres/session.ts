import pg from 'pg';
import { cut } from './pool.js';

const retryMs = 500;
/** Longest time of a statement before the connection counts as broken, as on a network that has gone silent; a slow disk may take 5 s. */
const answerMs = 8_000;
/** A connection that only listens is asked so often whether it is still there. */
const askMs = 10_000;

/**
 * One dedicated connection that is opened again whenever it breaks: for LISTEN, and for what lives as long as a session does.
 */
export class Session {
  private client: pg.Client | undefined;
  private opening: Promise<pg.Client> | undefined;
  private stopped = false;
  private asking: NodeJS.Timeout | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private readonly channels = new Map<string, (payload?: string) => void>();

  constructor(
    private readonly connectionString: string,
    private readonly applicationName: string,
  ) {}

  /** Calls back on notifications of a channel, and whenever the connection was made anew (some may have been missed). Never throws. */
  async listen(channel: string, wake: (payload?: string) => void): Promise<void> {
    this.channels.set(channel, wake);
    // Whoever only listens would not notice that nobody is there any more.
    this.asking ??= setInterval(() => void this.query('SELECT').catch(() => undefined), askMs).unref();
    try {
      await this.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    } catch {
      this.reopen();
    }
  }

  /** Runs a statement on the connection, after those that were asked for before. */
  query<R extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<R[]> {
    const answer = this.last.then(() => this.run<R>(text, values));
    this.last = answer.catch(() => undefined);
    return answer;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.asking);
    await this.opening?.catch(() => undefined);
    await this.client?.end().catch(() => undefined);
  }

  private async run<R extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<R[]> {
    const client = await this.connect();
    try {
      return (await client.query<R>(text, values)).rows;
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
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      query_timeout: answerMs,
    });
    const lost = () => {
      if (this.client !== client) return;
      this.client = undefined;
      this.reopen();
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', ({ channel, payload }) => this.channels.get(channel)?.(payload));
    try {
      await client.connect();
      for (const channel of this.channels.keys()) await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      client.end().catch(() => undefined);
      throw error;
    }
    this.client = client;
    for (const wake of this.channels.values()) wake();
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
