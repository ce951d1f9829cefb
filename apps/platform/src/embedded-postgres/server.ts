import { spawn, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { StartError } from '../start-error.js';
import { findPlace, giveTo, type Place } from './place.js';
import { findPostmaster, isAlive, stopPostmaster } from './postmaster.js';
import { settingsFor, type Reach } from './reach.js';
import { secretsOf, type Secrets } from './secrets.js';

export interface EmbeddedPostgresOptions {
  /** The place of the data; it may be moved (`notice`). */
  readonly dir: string;
  /** Databases to have. */
  readonly databases: readonly string[];
  /** Settings of the server, such as `{ fsync: 'off' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The one that it had before, or one that is free, where none is given. */
  readonly port?: number;
  /** Without it, only this machine reaches the server. */
  readonly reach?: Reach;
  /** Gets a line when the server has ended by itself. It is started again then, after growing pauses; without this it is not watched. */
  readonly tell?: (line: string) => void;
}

const USER = 'ecou';
/**
 * Keys are random, so that rows of an index stand on pages all over it. After each checkpoint the first change of a page writes it whole: fewer checkpoints and
 * more pages in memory make that rare. Statements are short: compiling them takes longer than it saves.
 */
const forEvents = { shared_buffers: '256MB', max_wal_size: '4GB', checkpoint_timeout: '15min', jit: 'off' } as const;
const READY_WITHIN = 60_000;
/** The time that a process which is ending may still hold it. */
const FREE_WITHIN = 5_000;
/** Held by the process that a server belongs to: its end, also by SIGKILL, frees it. */
const OWNER_LOCK = "hashtextextended('ecou/owner', 0)";
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;
/** A server that runs for so long has started well. */
const LASTING = 10_000;
const LOOK_EVERY = 250;

/**
 * Starts PostgreSQL on a data directory, or takes over the one that a killed process left running there, and waits until it
 * serves. It has a session of its own, so that Ctrl-C in a terminal does not reach it before its clients are done.
 * Throws `StartError` where another living process has it.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const place = await findPlace(options.dir);
  const server = new EmbeddedPostgres(place, secretsOf(place.dataDir), options);
  await server.start();
  if (options.tell) void server.watch(options.tell);
  return server;
}

/** The address of a database of an embedded PostgreSQL. */
export const urlOf = (at: { readonly port: number; readonly password: string; readonly database: string }): string =>
  `postgres://${USER}:${at.password}@127.0.0.1:${at.port}/${at.database}`;

/** A PostgreSQL that belongs to this process. */
export class EmbeddedPostgres {
  readonly #place: Place;
  readonly #secrets: Secrets;
  readonly #options: EmbeddedPostgresOptions;
  #port: number;
  #pid = 0;
  #owner: pg.Client | undefined;
  /** It is to run. */
  #wanted = false;

  constructor(place: Place, secrets: Secrets, options: EmbeddedPostgresOptions) {
    this.#place = place;
    this.#secrets = secrets;
    this.#options = options;
    this.#port = options.port ?? 0;
  }

  /** The place in which the data directory came to be. */
  get dataDir(): string {
    return this.#place.dataDir;
  }

  /** One line for whoever starts it, where the data is elsewhere than asked for. */
  get notice(): string | undefined {
    return this.#place.notice;
  }

  /** A secret that stays the same for this data directory. */
  get secret(): string {
    return this.#secrets.deployment;
  }

  get pid(): number {
    return this.#pid;
  }

  url(database: string): string {
    return urlOf({ port: this.#port, password: this.#secrets.postgresPassword, database });
  }

  /** Starts it again, on its port, after `stop` or `kill` too. */
  async start(): Promise<void> {
    this.#wanted = true;
    await this.#begin();
  }

  async #begin(): Promise<void> {
    initialize(this.#place, this.#secrets);
    for (const end = performance.now() + FREE_WITHIN; !(await this.#startOnce());) {
      await sleep(100);
      if (performance.now() > end)
        throw new StartError(`Ecou already runs with the data in ${this.#place.dataDir}. Stop it first.`);
    }
    for (const database of this.#options.databases) await createDatabase(this.#owner, database);
  }

  /** Starts it again whenever it ends by itself, until it is stopped. */
  async watch(tell: (line: string) => void): Promise<void> {
    let pause = FIRST_PAUSE;
    let since = performance.now();
    while (this.#isWanted()) {
      if (isAlive(this.#pid)) {
        // It ends all its sessions where one of them has crashed, and with them the lock.
        if (!this.#owner) await this.#own().catch(() => undefined);
        await sleep(LOOK_EVERY, undefined, { ref: false });
        continue;
      }
      if (performance.now() - since > LASTING) pause = FIRST_PAUSE;
      tell(`PostgreSQL (process ${this.#pid}) ended by itself: it is started again.`);
      await sleep(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE);
      since = performance.now();
      if (this.#isWanted()) await this.#startAgain(tell);
    }
  }

  /** Breaks off connections, writes a checkpoint and ends; waits for the end. */
  async stop(): Promise<void> {
    this.#wanted = false;
    // Owned to the end: nobody takes over what is about to stop.
    await stopPostmaster(this.#pid);
    await this.#disown();
  }

  /** As a power cut: nothing is written any more. */
  async kill(): Promise<void> {
    this.#wanted = false;
    process.kill(this.#pid, 'SIGQUIT');
    while (isAlive(this.#pid)) await sleep(10);
    await this.#disown();
  }

  #isWanted(): boolean {
    return this.#wanted;
  }

  async #startAgain(tell: (line: string) => void): Promise<void> {
    try {
      await this.#disown();
      await this.#begin();
      tell(`PostgreSQL serves again (process ${this.#pid}).`);
    } catch (error) {
      tell((error as Error).message);
    }
  }

  get #data(): string {
    return join(this.#place.dataDir, 'postgres');
  }

  get #log(): string {
    return join(this.#place.dataDir, 'postgres.log');
  }

  get #portFile(): string {
    return join(this.#place.dataDir, 'postgres.port');
  }

  /** The port that it had before, where that is free: analysts keep its address. */
  async #keptPort(): Promise<number | undefined> {
    if (!existsSync(this.#portFile)) return undefined;
    const port = Number(readFileSync(this.#portFile, 'utf8'));
    return (await isFree(port)) ? port : undefined;
  }

  /** Answers whether it runs and is ours; one that runs may still be another process's, which ends it. */
  async #startOnce(): Promise<boolean> {
    const running = findPostmaster(this.#data);
    if (running) {
      this.#pid = running.pid;
      this.#port = running.port;
    } else await this.#spawn();
    try {
      return await this.#own();
    } catch (error) {
      if (running && !isAlive(running.pid)) return false;
      throw error;
    }
  }

  async #spawn(): Promise<void> {
    const { binaries, identity } = this.#place;
    this.#port ||= (await this.#keptPort()) ?? (await freePort());
    writeFileSync(this.#portFile, String(this.#port));
    const { settings: others, reach, databases } = this.#options;
    const settings = {
      listen_addresses: '127.0.0.1',
      port: String(this.#port),
      unix_socket_directories: '',
      max_connections: '200',
      ...forEvents,
      ...(reach && settingsFor(reach, this.#place, databases)),
      ...others,
    };
    const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const log = openSync(this.#log, 'a', 0o600);
    const child = spawn(join(binaries.native, 'bin', 'postgres'), ['-D', this.#data, ...args], {
      ...identity,
      cwd: '/',
      detached: true,
      stdio: ['ignore', log, log],
    });
    child.once('error', () => undefined);
    closeSync(log);
    if (child.pid === undefined)
      throw new StartError('The embedded PostgreSQL cannot be run. Set DATABASE_URL instead.');
    child.unref();
    this.#pid = child.pid;
  }

  /** Waits until it serves, then takes the lock that says whose it is; answers whether it could. */
  async #own(): Promise<boolean> {
    const client = await this.#connected();
    const { rows } = await client.query<{ own: boolean }>(`SELECT pg_try_advisory_lock(${OWNER_LOCK}) AS own`);
    if (!rows[0]?.own) {
      await client.end();
      return false;
    }
    this.#owner = client;
    client.once('end', () => {
      if (this.#owner === client) this.#owner = undefined;
    });
    return true;
  }

  async #connected(): Promise<pg.Client> {
    for (const end = performance.now() + READY_WITHIN; ;) {
      const client = new pg.Client({ connectionString: this.url('postgres'), application_name: 'ecou owner' });
      client.on('error', () => undefined);
      try {
        await client.connect();
        return client;
      } catch (error) {
        if (!isAlive(this.#pid) || performance.now() > end) throw this.#whyNot(error);
        await sleep(15);
      }
    }
  }

  #whyNot(cause: unknown): StartError {
    const lines = readFileSync(this.#log, 'utf8').trim().split('\n');
    const line = lines.findLast((text) => /FATAL|PANIC/.test(text)) ?? lines.at(-1) ?? '';
    return new StartError(`PostgreSQL did not start: ${line} (see ${this.#log}).`, { cause });
  }

  async #disown(): Promise<void> {
    await this.#owner?.end().catch(() => undefined);
    this.#owner = undefined;
  }
}

async function createDatabase(client: pg.Client | undefined, name: string): Promise<void> {
  const known = await client?.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  if (known?.rowCount === 0) await client?.query(`CREATE DATABASE "${name}"`);
}

/** Makes the data folder, once; under another name until it is whole. */
function initialize({ dataDir, binaries, identity }: Place, { postgresPassword }: Secrets): void {
  const data = join(dataDir, 'postgres');
  if (existsSync(data)) return;
  const partial = `${data}.new`;
  const passwordFile = join(dataDir, 'password.new');
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { mode: 0o700 });
  writeFileSync(passwordFile, postgresPassword, { mode: 0o600 });
  for (const path of [partial, passwordFile]) giveTo(identity, path);
  const args = ['-D', partial, '-U', USER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8'];
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const { status, stderr, error } = spawnSync(join(binaries.native, 'bin', 'initdb'), [...args, ...locale], {
    ...identity,
    cwd: '/',
  });
  rmSync(passwordFile, { force: true });
  if (status !== 0) throw new StartError(`PostgreSQL's data could not be made: ${reason(error, stderr)}`);
  renameSync(partial, data);
}

const reason = (error: Error | undefined, stderr: Buffer): string =>
  error?.message ?? stderr.toString().trim().split('\n')[0] ?? '';

/** Below those that systems give to outgoing connections. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(15_000, 32_000);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const free = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (free) await new Promise((resolve) => server.close(resolve));
  return free;
}
