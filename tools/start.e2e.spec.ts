import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

  it('serves every context, prints the key once, and keeps it over a stop, SIGKILLs of each and a stop', async () => {
    const first = await start(settings()).ready();
    const key = keyIn(first.written.out);
    expect(first.written.out).toContain(`http://localhost:${port}/docs`);
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
    const other = spawn('sleep', ['600'], { argv0: 'postgres' });
    await writeFile(join(dataDir, 'postgres/postmaster.pid'), `${other.pid}\n/elsewhere\n0\n5432\n`);
    const second = await start(settings()).ready();
    other.kill();
    expect(keyIn(second.written.out)).toBeUndefined();
    expect((await get('/identity/v1/keys', key)).status).toBe(200);
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
    await until(again, 30_000, 'PostgreSQL to serve again');
    expect(third.written.out).toMatch(/^PostgreSQL \(process \d+\) ended by itself: it is started again\.$/m);

    const fourth = start({ ...settings(), PORT: String(await freePort()) });
    expect(await fourth.ended()).toBe(1);
    expect(fourth.written.err).toBe(`Ecou already runs with the data in ${dataDir}. Stop it first.\n`);
    expect((await get('/health/ready')).status).toBe(200);

    expect(await third.kill('SIGTERM')).toBe(0);
    expect(isAlive(server)).toBe(false);
  }, 180_000);

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
    }, 60_000);

    it('a data directory that cannot be written', async () => {
      const wanted = join(dir, 'file/.ecou');
      expect(await refused({ ECOU_DATA_DIR: wanted })).toBe(
        `The data directory ${wanted} cannot be written (ENOTDIR). Set ECOU_DATA_DIR to another one.\n`,
      );
    }, 60_000);

    it('a configuration with faults, each of which it names, before anything is started', async () => {
      const untouched = join(dir, 'untouched');
      const line = await refused({ ECOU_DATA_DIR: untouched, PORT: 'http', SMTP_URL: 'mail', LOG_LEVEL: 'loud' });
      expect(line).toMatch(/^Configuration: [^\n]*\n$/);
      for (const name of ['PORT', 'SMTP_URL', 'LOG_LEVEL']) expect(line).toContain(name);
      expect(existsSync(untouched)).toBe(false);
    }, 60_000);

    it('a database of its own without a secret', async () => {
      expect(await refused({ DATABASE_URL: 'postgres://127.0.0.1/ecou' })).toBe(
        'Configuration: ECOU_SECRET is missing.\n',
      );
    }, 60_000);
  });
});
