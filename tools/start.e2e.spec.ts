import { chmod, copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@ecou/platform/embedded-postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, until } from './processes.ts';
import { launch, stopAll } from './testing/program.ts';

const start = (env: Readonly<Record<string, string>>) => launch(['tools/start.ts', '--empty'], env);

describe('npm start', () => {
  let dir: string;
  let dataDir: string;
  let port: number;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'ecou-start-'));
    // PostgreSQL, which does not run as root, has to get in.
    await chmod(dir, 0o755);
    dataDir = join(dir, '.ecou');
    port = await freePort();
  });

  afterEach(() => stopAll());

  afterAll(() => rm(dir, { recursive: true, force: true }));

  const settings = () => ({ ECOU_DATA_DIR: dataDir, PORT: String(port) });
  const get = (path: string, key?: string) =>
    fetch(`http://127.0.0.1:${port}${path}`, key ? { headers: { authorization: `Bearer ${key}` } } : {});
  const keyIn = (text: string) => /ecou_[\w-]{43}/.exec(text)?.[0];
  const postgres = async () =>
    Number((await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);
  const isAlive = (pid: number) => existsSync(`/proc/${pid}`);
  /** A process in which a server answers a session with a database; that of its owner is with `postgres`. */
  const sessionOf = async (server: number, database: 'ecou' | 'postgres') => {
    const children = (await readFile(`/proc/${server}/task/${server}/children`, 'utf8')).trim().split(' ');
    for (const pid of children) {
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      if (command.startsWith(`postgres: ecou ${database} `)) return Number(pid);
    }
    return undefined;
  };

  it('serves every context, prints the key once, and keeps it over a stop, SIGKILLs of each and a stop', async () => {
    const first = await start(settings()).ready();
    const key = keyIn(first.written.out);
    const ecou = `http://localhost:${port}`;
    const { out } = first.written;
    expect(out).toContain(`Paste this line into another terminal:\n\n  export ECOU=${ecou} KEY=${key}\n\n`);
    expect(out.slice(out.indexOf('Ecou is ready'))).toBe(
      `Ecou is ready at ${ecou}
  All public pages            ${ecou}/
  Consultation sessions       ${ecou}/events/v1/civic-events?format=html
  Map of digital facilities   ${ecou}/facilities/v1/facilities?format=html
  Status of a petition        ${ecou}/feedback/v1/status
  API, with pages to try it   ${ecou}/docs   (OpenAPI: ${ecou}/openapi.json)
  Messages for other systems  ${ecou}/integrations/v1/contracts?format=html   (AsyncAPI: ${ecou}/asyncapi.json)
  Health                      ${ecou}/health/ready
Lost the administrator's key? npm run key makes another.
Ctrl-C stops everything.
`,
    );
    for (const [, path = ''] of out.matchAll(/http:\/\/localhost:\d+(\/[^\s)]*)/g)) {
      const answer = await get(path);
      // To its end: a stop waits for what is being answered.
      const text = await answer.text();
      expect([path, answer.status, answer.ok ? '' : text]).toEqual([path, 200, '']);
    }
    for (const path of [
      '/events/v1/programmes',
      '/feedback/v1/questionnaires',
      '/facilities/v1/facilities',
      '/notifications/v1/messages',
    ])
      expect(await (await get(path, key)).json()).toEqual({ items: [], next: null });
    let server = await postgres();
    expect(await first.kill('SIGINT')).toBe(0);
    expect(isAlive(server)).toBe(false);

    // Another PostgreSQL has got the process id of ours since.
    const other = await startEmbeddedPostgres({ dir: join(dir, 'other'), databases: [] });
    await copyFile(join(other.dataDir, 'postgres/postmaster.pid'), join(dataDir, 'postgres/postmaster.pid'));
    const second = await start(settings()).ready();
    expect([isAlive(other.pid), (await postgres()) === other.pid]).toEqual([true, false]);
    await other.stop();
    expect(keyIn(second.written.out)).toBeUndefined();
    expect((await get('/identity/v1/keys', key)).status).toBe(200);
    const another = launch(['tools/backup/key.ts'], settings());
    expect([await another.ended(), another.written.err]).toEqual([0, '']);
    expect(another.written.out).toContain(`\n  export ECOU=${ecou} KEY=${keyIn(another.written.out)}\n`);
    expect((await get('/identity/v1/keys', keyIn(another.written.out))).status).toBe(200);
    server = await postgres();
    await second.kill('SIGKILL');
    expect(isAlive(server)).toBe(true);

    const third = await start(settings()).ready();
    expect(await postgres()).toBe(server);
    expect((await get('/identity/v1/keys', key)).status).toBe(200);

    process.kill(server, 'SIGKILL');
    const again = async () => {
      server = await postgres().catch(() => server);
      const { status } = await get('/identity/v1/keys', key);
      return third.written.out.includes('PostgreSQL serves again') && status === 200 ? true : undefined;
    };
    await until(again, 60_000, 'PostgreSQL to serve again');
    expect(third.written.out).toMatch(/^PostgreSQL \(process \d+\) ended by itself: it is started again\.$/m);

    // A server that has lost one session to a crash ends them all, that of its owner too.
    const owners = await sessionOf(server, 'postgres');
    process.kill((await sessionOf(server, 'ecou')) ?? 0, 'SIGKILL');
    const owned = async () => {
      const session = await sessionOf(server, 'postgres');
      return session === owners ? undefined : session;
    };
    await until(owned, 60_000, 'the server to be owned again');
    const ready = async () => ((await get('/health/ready')).status === 200 ? true : undefined);
    await until(ready, 180_000, 'the platform to be ready again');

    const fourth = start({ ...settings(), PORT: String(await freePort()) });
    expect(await fourth.ended()).toBe(1);
    expect(fourth.written.err).toBe(`Ecou already runs with the data in ${dataDir}. Stop it first.\n`);
    expect((await get('/health/ready')).status).toBe(200);

    expect(await third.kill('SIGTERM')).toBe(0);
    expect(isAlive(server)).toBe(false);
  });

  describe('refuses, in one line and with exit code 1,', () => {
    let other: Server;

    beforeAll(async () => {
      other = createServer();
      await new Promise<void>((resolve) => other.listen(0, resolve));
      await writeFile(join(dir, 'file'), '');
    });

    afterAll(() => new Promise((resolve) => other.close(resolve)));

    const refused = async (env: Readonly<Record<string, string>>) => {
      const program = start({ ...settings(), ...env });
      expect(await program.ended()).toBe(1);
      return program.written.err;
    };

    it('a port that is in use, and leaves nothing running', async () => {
      const taken = (other.address() as AddressInfo).port;
      expect(await refused({ PORT: String(taken) })).toBe(
        `Port ${taken} is in use already. Choose another one with PORT.\n`,
      );
      expect(existsSync(join(dataDir, 'postgres/postmaster.pid'))).toBe(false);
    });

    it('a data directory that cannot be written', async () => {
      const wanted = join(dir, 'file/.ecou');
      expect(await refused({ ECOU_DATA_DIR: wanted })).toBe(
        `The data directory ${wanted} cannot be written (ENOTDIR). Set ECOU_DATA_DIR to another one.\n`,
      );
    });

    it('a configuration with faults, each of which it names, before anything is started', async () => {
      const untouched = join(dir, 'untouched');
      const line = await refused({ ECOU_DATA_DIR: untouched, PORT: 'http', SMTP_URL: 'mail', LOG_LEVEL: 'loud' });
      expect(line).toMatch(/^Configuration: [^\n]*\n$/);
      for (const name of ['PORT', 'SMTP_URL', 'LOG_LEVEL']) expect(line).toContain(name);
      expect(existsSync(untouched)).toBe(false);
    });

    it('a database of its own without a secret', async () => {
      expect(await refused({ DATABASE_URL: 'postgres://127.0.0.1/ecou' })).toBe(
        'Configuration: ECOU_SECRET is missing.\n',
      );
    });
  });
});
