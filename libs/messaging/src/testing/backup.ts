import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** Databases as they stood at a time, for specs of restores; each is a database of its own. */
export class Backups {
  private readonly made: string[] = [];

  /** Any database of the server that is neither copied nor dropped here. */
  constructor(private readonly server: string) {}

  /** Copies a database that nobody is connected to; answers the copy's URL. */
  async copy(url: string): Promise<string> {
    const name = `ecou_restored_${randomBytes(6).toString('hex')}`;
    const from = new URL(url).pathname.slice(1);
    await this.ask(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${from}'`);
    await this.ask(`CREATE DATABASE ${name} TEMPLATE ${from}`);
    this.made.push(name);
    const copy = new URL(url);
    copy.pathname = `/${name}`;
    return copy.href;
  }

  async drop(): Promise<void> {
    for (const name of this.made.splice(0)) await this.ask(`DROP DATABASE ${name} WITH (FORCE)`);
  }

  private async ask(statement: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.server });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  }
}
