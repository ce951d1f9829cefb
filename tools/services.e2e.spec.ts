import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import { startBroker } from './kafka/broker.ts';
import { freePort, until } from './processes.ts';
import { launch, stopAll } from './testing/program.ts';

describe('npm run services', () => {
  let dir: string;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'ecou-services-'));
    // PostgreSQL, which does not run as root, has to get in.
    await chmod(dir, 0o755);
  });

  afterEach(() => stopAll());

  afterAll(() => rm(dir, { recursive: true, force: true }));

  it('serves every context behind one address, starts a killed service and PostgreSQL again, and leaves nothing running', async () => {
    const port = await freePort();
    const env = { ECOU_DATA_DIR: dir, PORT: String(port), KAFKA_BROKERS: process.env['ECOU_TEST_KAFKA_BROKERS'] ?? '' };
    const program = await launch(['tools/services.ts', '--empty'], env).ready();
    const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
    const addresses = [...program.written.out.matchAll(/^ {2}(\w+) +(http:\/\/127\.0\.0\.1:\d+)$/gm)];
    expect(addresses.map(([, context]) => context)).toEqual([
      'events',
      'feedback',
      'facilities',
      'notifications',
      'integrations',
      'analytics',
      'identity',
    ]);
    const [key] = /(?<=^ {2}export ECOU=http:\/\/localhost:\d+ KEY=)ecou_[\w-]{43}$/m.exec(program.written.out) ?? [];
    const headers = { authorization: `Bearer ${key}` };
    for (const path of [
      '/events/v1/programmes',
      '/feedback/v1/questionnaires',
      '/facilities/v1/facilities',
      '/notifications/v1/messages',
    ])
      expect(await (await fetch(`http://127.0.0.1:${port}${path}`, { headers })).json()).toEqual({
        items: [],
        next: null,
      });
    expect(await (await get('/health/ready')).json()).toMatchObject({ ready: true });

    const [pid] = /(?<=^facilities is process )\d+/m.exec(program.written.out) ?? [];
    process.kill(Number(pid), 'SIGKILL');
    await until(() => /^facilities ended \(SIGKILL\)/m.exec(program.written.out) ?? undefined, 60_000, 'the end');
    expect((await get('/facilities/v1/facilities')).status).toBe(503);
    const again = async () => ((await get('/health/ready')).status === 200 ? true : undefined);
    expect(await until(again, 60_000, 'the service to be back')).toBe(true);
    expect((await get('/facilities/v1/facilities')).status).toBe(200);

    const server = Number((await readFile(join(dir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);
    process.kill(server, 'SIGKILL');
    const serves = () => /^PostgreSQL serves again/m.exec(program.written.out) ?? undefined;
    await until(serves, 60_000, 'PostgreSQL to be started again');
    expect(program.written.out).toContain(`PostgreSQL (process ${server}) ended by itself: it is started again.`);
    expect(await until(again, 60_000, 'every service to be back')).toBe(true);

    expect(await program.kill('SIGTERM')).toBe(0);
    for (const [, , url] of addresses) await expect(fetch(`${url}/health/live`)).rejects.toThrow();
  });

  it('starts a killed broker again, on its port', async () => {
    const told: string[] = [];
    const broker = await startBroker({ dir: join(dir, 'kafka'), tell: (line) => told.push(line) });
    const [pid, address] = [broker.pid, broker.brokers];
    process.kill(pid, 'SIGKILL');
    const again = () => (told.filter((line) => line.startsWith('Kafka is process')).length === 2 ? true : undefined);
    await until(again, 60_000, 'the broker to be started again');
    expect(told).toContain('Kafka ended (SIGKILL): it is started again.');
    expect([broker.pid === pid, broker.brokers]).toEqual([false, address]);
    const admin = new Kafka({ brokers: [address], logLevel: logLevel.NOTHING }).admin();
    const topics = () =>
      admin
        .connect()
        .then(() => admin.listTopics())
        .catch(() => undefined);
    expect(await until(topics, 60_000, 'the broker to serve')).toEqual([]);
    await admin.disconnect();
    await broker.stop();
  });
});
