import { randomBytes } from 'node:crypto';
import { appendFile, chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { saysBuilt } from '../build.ts';
import { blocksOf } from '../testing/guides.ts';
import { freePort, until } from '../processes.ts';
import { launch, stopAll } from '../testing/program.ts';
import { withClient } from './database.ts';

const minute = 60_000;
const root = join(import.meta.dirname, '../..');

interface Ended {
  readonly code: number | undefined;
  readonly out: string;
  readonly err: string;
}

describe('the steps of docs/operating.md', () => {
  let dir: string;
  let dataDir: string;
  let backup: string;
  let port: number;
  let steps: readonly string[];
  let key: string;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'ecou-operating-'));
    // PostgreSQL, which does not run as root, has to get in.
    await chmod(dir, 0o755);
    [dataDir, backup] = [join(dir, '.ecou'), join(dir, 'backup')];
    port = await freePort();
    // Into a folder of this spec instead.
    const named = /^BACKUP=\/var\/backups\/ecou\/\$\(date \+%F\)\n/;
    const [first = '', ...more] = blocksOf('docs/operating.md').map(({ code }) => code);
    expect(first).toMatch(named);
    steps = [first.replace(named, ''), ...more];
    expect(steps).toHaveLength(13);
  });

  afterEach(() => stopAll());

  afterAll(() => rm(dir, { recursive: true, force: true }));

  const start = (data = dataDir) =>
    launch(['tools/start.ts', '--empty'], { ECOU_DATA_DIR: data, PORT: String(port) }).ready();

  /** Runs a step as it is written. */
  async function step(index: number, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    const { PATH = '', HOME = '' } = process.env;
    const given = {
      ...{ PATH, HOME, ...saysBuilt(), ECOU_DATA_DIR: dataDir },
      ...{ BACKUP: backup, ECOU: `http://127.0.0.1:${port}`, KEY: key },
    };
    const child = await execa('bash', ['-eu', '-c', steps[index] ?? ''], {
      ...{ cwd: root, env: { ...given, ...env }, extendEnv: false, reject: false, stripFinalNewline: false },
    });
    return { code: child.exitCode, out: child.stdout, err: child.stderr };
  }

  const [
    backUp,
    check,
    restore,
    replace,
    rotate,
    finish,
    rewrap,
    findPlain,
    encrypt,
    drop,
    anotherKey,
    analyst,
    parked,
  ] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

  const api = async (path: string, body?: object, more: Readonly<Record<string, string>> = {}) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }), ...more },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as { items: { title: { ro: string } }[] } };
  };

  const programme = (title: string) => api('/events/v1/programmes', { title: { ro: title, en: title } });

  const programmes = async () => (await api('/events/v1/programmes')).body.items.map(({ title }) => title.ro).sort();

  it(
    'copy a deployment that runs, and put it back, in its place and elsewhere',
    async () => {
      const first = await start();
      key = /ecou_[\w-]{43}/.exec(first.written.out)?.[0] ?? '';
      expect((await programme('before')).status).toBe(201);
      // An attachment, as the store of files keeps it, and one that is being written.
      const file = join(dataDir, 'files/ab/abcdef01-2345-4678-89ab-cdef01234567');
      await mkdir(join(dataDir, 'files/ab'), { recursive: true });
      await writeFile(file, 'an attachment');
      await writeFile(`${file}.part`, 'half of another');

      const made = await step(analyst);
      const asAnalyst = /^psql +psql '([^']+)'$/m.exec(made.out)?.[1] ?? '';
      const figures = () =>
        withClient(asAnalyst, async (client) => (await client.query('SELECT status FROM programme')).rows);
      expect(await figures()).toEqual([]);

      const copied = await step(backUp);
      expect(copied).toMatchObject({ code: 0, err: '' });
      expect(copied.out).toMatch(/: 1 databases with [1-9]\d* rows in \d+ tables, 1 files, and the secret\.$/m);
      expect(await step(check)).toMatchObject({ code: 0 });
      expect(await step(backUp)).toMatchObject({ code: 1, err: `${backup} is not empty: name a folder that is.\n` });

      expect((await programme('after')).status).toBe(201);
      expect(await step(restore)).toMatchObject({
        ...{ code: 1, err: `Ecou already runs with the data in ${dataDir}. Stop it first.\n` },
      });
      expect(await first.stop()).toBe(0);
      const refused = await step(restore);
      expect(refused.code).toBe(1);
      expect(refused.err).toMatch(
        /^The database ecou holds the schemas analytics, events, facilities, .* --replace puts the copy/,
      );
      await writeFile(file, 'something else');
      expect(await step(replace)).toMatchObject({ code: 0, err: '' });

      const second = await start();
      expect(second.written.out).not.toContain('KEY=');
      const printed = await step(anotherKey, { PORT: String(port) });
      expect(printed).toMatchObject({ code: 0, err: '' });
      const line = new RegExp(`^  export ECOU=http://localhost:${port} KEY=(ecou_[\\w-]{43})$`, 'm');
      const [known, another = ''] = [key, line.exec(printed.out)?.[1]];
      key = another;
      expect((await api('/identity/v1/keys')).status).toBe(200);
      // The copy does not know it.
      key = known;
      expect(await programmes()).toEqual(['before']);
      expect(await readFile(file, 'utf8')).toBe('an attachment');
      expect((await programme('later')).status).toBe(201);
      await until(
        async () => ((await programmes()).length === 2 ? true : undefined),
        20_000,
        'the list to be caught up',
      );
      expect(await programmes()).toEqual(['before', 'later']);
      expect(await until(figures, 20_000, 'the figures to be there again')).toEqual([]);
      expect((await step(parked)).out).toBe('{"items":[],"next":null}');
      expect(await second.stop()).toBe(0);

      const elsewhere = join(dir, 'elsewhere');
      expect(await step(restore, { ECOU_DATA_DIR: elsewhere })).toMatchObject({ code: 0, err: '' });
      const secrets = async (data: string) =>
        (JSON.parse(await readFile(join(data, 'secrets.json'), 'utf8')) as { deployment: string }).deployment;
      expect(await secrets(elsewhere)).toBe(await secrets(dataDir));
      expect(await readdir(join(elsewhere, 'files/ab'))).toEqual(['abcdef01-2345-4678-89ab-cdef01234567']);
      const third = await start(elsewhere);
      expect(await programmes()).toEqual(['before']);
      expect(await third.stop()).toBe(0);
    },
    10 * minute,
  );

  it('replace the secret of a deployment that runs, and nothing that was keyed is void', async () => {
    const secretOf = async () =>
      (JSON.parse(await readFile(join(dataDir, 'secrets.json'), 'utf8')) as { deployment: string }).deployment;
    // Known by a hash that is keyed with the deployment's secret.
    const once = { 'idempotency-key': 'once' };
    const name = { title: { ro: 'rotated', en: 'rotated' } };
    const first = await start();
    const made = await api('/events/v1/programmes', name, once);
    const before = await secretOf();
    expect(await step(rotate)).toMatchObject({ code: 0, err: '' });
    const after = await secretOf();
    expect(after).not.toBe(before);
    expect(await api('/events/v1/programmes', name, once)).toEqual(made);
    expect(await first.stop()).toBe(0);

    const second = await start();
    expect(await api('/events/v1/programmes', name, once)).toEqual(made);
    const finished = await step(finish);
    expect(finished).toMatchObject({ code: 0, err: '' });
    expect(finished.out).toMatch(/no more: 1\./);
    expect(await second.stop()).toBe(0);

    const ECOU_KEK = randomBytes(32).toString('base64');
    const rewrapped = await step(rewrap, { ECOU_KEK });
    expect(rewrapped).toMatchObject({ code: 0, err: '' });
    expect(rewrapped.out).toMatch(/^Keys that key:[0-9a-f]{16} wraps from now on: \d+\.$/m);
    const back = await step(rewrap, { ECOU_KEK_PREVIOUS: ECOU_KEK });
    expect(back.out).toMatch(/^Keys that deployment wraps from now on: \d+\.$/m);

    const refused = launch(['tools/start.ts', '--empty'], {
      ...{ ECOU_DATA_DIR: dataDir, PORT: String(port), ECOU_SECRET: before },
    });
    expect(await refused.ended()).toBe(1);
    expect(refused.written.err).toContain('ECOU_SECRET does not open the secret of this deployment');
  });

  it('encrypt what was stored before values were encrypted, of a deployment that is stopped', async () => {
    // The attachment.
    expect((await step(findPlain)).out).toMatch(/^.*\/files: 1 file$/m);
    const encrypted = await step(encrypt);
    expect(encrypted).toMatchObject({ code: 0, err: '' });
    expect(encrypted.out).toMatch(/^.*\/files: 1 file$/m);
    expect(encrypted.out).toContain('No value stands unencrypted in databases and files.');
    expect(await step(drop)).toMatchObject({ code: 0, err: '' });
    expect((await step(findPlain)).out).not.toContain('files');
  });

  it('restore services beside Kafka: what came after the copy is brought to consumers again, and nothing twice', async () => {
    const [data, copy] = [join(dir, 'services'), join(dir, 'copy of services')];
    const env = { ECOU_DATA_DIR: data, BACKUP: copy };
    const startServices = async () => {
      // Others may have taken the one before meanwhile.
      port = await freePort();
      return launch(['tools/services.ts', '--empty'], { ...env, PORT: String(port) }).ready();
    };
    const first = await startServices();
    key = /ecou_[\w-]{43}/.exec(first.written.out)?.[0] ?? '';
    const { findEmbeddedPostgres } = await import('@ecou/platform/embedded-postgres');
    /** Addresses of deliverables that notifications has heard of, as often as it began to tell of each. */
    const announced = async () => {
      const postgres = await findEmbeddedPostgres(data);
      return withClient(postgres?.url('ecou_notifications') ?? '', async (client) => {
        const { rows } = await client.query<{ address: string }>(
          `SELECT data->'details'->>'address' AS address FROM notifications.events WHERE type = 'AnnouncementStarted' ORDER BY global_position`,
        );
        return rows.map(({ address }) => address.slice(-1));
      });
    };
    const heard = async (count: number) => ((await announced()).length >= count ? true : undefined);

    const { body } = await programme('beside Kafka');
    const deliverables = `/events/v1/programmes/${(body as unknown as { id: string }).id}/deliverables`;
    const publish = async (name: string) => {
      const title = { ro: name, en: name };
      const { status } = await api(deliverables, { kind: 'study', title, address: `https://example.org/${name}` });
      expect(status).toBe(201);
    };
    await publish('1');
    await until(() => heard(1), 30_000, 'the first to be announced');
    expect(await step(backUp, env)).toMatchObject({ code: 0, err: '' });
    await publish('2');
    await until(() => heard(2), 30_000, 'the second to be announced');
    expect(await first.stop()).toBe(0);
    expect(await step(replace, env)).toMatchObject({ code: 0, err: '' });

    const second = await startServices();
    await publish('3');
    await until(() => heard(3), 60_000, 'what the topics remember, and the third, to be announced');
    // Whatever came twice would have come with what is published next.
    await publish('4');
    await until(() => heard(4), 30_000, 'the fourth to be announced');
    expect(await announced()).toEqual(['1', '2', '3', '4']);
    for (const context of ['events', 'notifications'])
      expect((await api(`/${context}/ops/v1/parked`)).body).toEqual({ items: [], next: null });
    expect(await second.stop()).toBe(0);
  });

  it('refuse a copy that is not whole', async () => {
    const target = join(dir, 'nowhere');
    await appendFile(join(backup, 'databases/ecou/events.events_p0.gz'), 'x');
    for (const index of [check, restore]) {
      const { code, err } = await step(index, { ECOU_DATA_DIR: target });
      expect(code).toBe(1);
      expect(err).toMatch(
        /^The copy is not whole: databases\/ecou\/events\.events_p0\.gz has \d+ bytes instead of \d+\.$/m,
      );
    }
    await rm(join(backup, 'manifest.json'));
    expect((await step(check)).err).toBe(`${backup} is no whole copy: it has no manifest.json.\n`);
  });
});
