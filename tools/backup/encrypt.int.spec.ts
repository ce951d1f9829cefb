import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { columnTypes } from '@ecou/event-sourcing';
import { testDatabase, until, type TestDatabase } from '@ecou/event-sourcing/testing';
import { eventsContext } from '@ecou/events';
import { facilitiesContext } from '@ecou/facilities';
import { feedbackContext } from '@ecou/feedback';
import { identityContext } from '@ecou/identity';
import { notificationsContext } from '@ecou/notifications';
import { startProcess, type RunningProcess } from '@ecou/runtime';
import { replayEqualsIncremental, TestApi } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';

const contexts = [eventsContext, feedbackContext, facilitiesContext, notificationsContext, identityContext];
const loader = join(import.meta.dirname, '../../libs/messaging/src/testing/ts-loader.mjs');
const address = 'canar.unu@example.org';
const officerId = randomUUID();
const bodies = {
  petition: {
    kind: 'complaint',
    petitioner: { name: 'Canar Unu', channel: 'email', contact: address },
    text: 'Canar în text.',
  },
  officer: { name: 'Canar Ofițer', phone: '021 000 0000', department: 'synthetic' },
  steward: { name: 'Canar Administrator', email: 'canar.it@example.org' },
  person: { id: randomUUID(), name: 'Canar Înscris', contact: { channel: 'email', address }, category: 'citizen' },
};
const onlyOnce = { headers: { 'idempotency-key': 'once' } };

let database: TestDatabase;
/** A stranger's: the command refuses to work beside Ecou. */
let pool: pg.Pool;
let folder: string;
let env: Readonly<Record<string, string>>;
let running: RunningProcess | undefined;
let [api, second, visitor]: TestApi[] = [];

async function start(encryption: 'on' | 'off'): Promise<RunningProcess> {
  running = await startProcess({
    contexts,
    env: {
      ...env,
      ECOU_ENCRYPTION: encryption,
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'error',
      ECOU_LIMITS: 'off',
      ECOU_LINKS: 'off',
    },
  });
  const { keys, url } = running;
  [api, second] = ['key:1', 'key:2'].map((actor) => new TestApi(url, keys.makeEphemeral(actor, ['administrator'])));
  visitor = new TestApi(url);
  return running;
}

async function stop(): Promise<void> {
  await running?.stop();
  running = undefined;
}

/** Waits until views and messages have settled. */
async function settle(): Promise<void> {
  for (const service of running?.contexts.values() ?? []) {
    const head = await service.head();
    for (const { name } of service.definition.views)
      await until(() => service.waitFor(name, head, 1_000), `the view ${name}`, 60_000);
  }
}

/** The command, in a process of its own. */
function command(...args: string[]) {
  const child = fork(join(import.meta.dirname, 'encrypt.ts'), args, {
    env: { PATH: process.env['PATH'], ...env, ECOU_BUILT: 'true' },
    execArgv: ['--import', loader],
    silent: true,
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const [out, err] = [child.stdout, child.stderr].map((stream) => stream && text(stream));
  return {
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    result: async () => ({ code: await ended, out: await out, err: await err }),
  };
}

/** Runs the command until it waits for a lock, and kills it there. */
async function killedAt(lock: string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query(`BEGIN; ${lock}`);
    const { kill, result } = command();
    const waits = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'ecou encrypt' AND wait_event = 'relation'`;
    const looked = async () => (await pool.query(waits)).rowCount === 1;
    await Promise.race([
      until(looked, 'the command to wait', 60_000),
      result().then((ended) => {
        throw new Error(JSON.stringify(ended));
      }),
    ]);
    await kill();
    // Its session would still do what it waited for.
    await pool.query(waits.replace('SELECT FROM', 'SELECT pg_terminate_backend(pid, 2000) FROM'));
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

/** The tables with a text in any row. */
async function tablesWith(words: string): Promise<string[]> {
  const { rows } = await pool.query<{ table: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS table FROM pg_tables WHERE schemaname !~ '^(pg_|information_schema)' ORDER BY 1`,
  );
  const found: string[] = [];
  for (const { table } of rows) {
    const { rowCount } = await pool.query(`SELECT FROM ${table} t WHERE t::text ILIKE $1 LIMIT 1`, [`%${words}%`]);
    if (rowCount) found.push(table);
  }
  return found;
}

/** The files with a text. */
async function filesWith(words: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return contents.filter((content) => content.includes(words)).length;
}

/** Every event, as context, position, stream and type. */
const events = async (): Promise<string[]> => {
  const found = contexts.map(({ name }) =>
    pool.query<{ event: string }>(
      `SELECT concat_ws(' ', $1::text, global_position, stream_id, type) AS event FROM ${name}.events ORDER BY global_position`,
      [name],
    ),
  );
  return (await Promise.all(found)).flatMap(({ rows }) => rows.map(({ event }) => event));
};

/** Every event, once none has come for a while. */
async function eventsAtRest(): Promise<string[]> {
  for (let before = await events(); ;) {
    await sleep(3_000);
    const now = await events();
    if (now.length === before.length) return now;
    before = now;
  }
}

describe('what was stored before values were encrypted', () => {
  let made: { petition: string; file: string; facility: string; session: string; registration: string; token: string };
  let answers: unknown;

  const register = () => visitor!.post(`/events/v1/civic-events/${made.session}/registrations`, bodies.person);
  const handIn = (attachments: object[]) =>
    visitor!.post('/feedback/v1/petitions', { ...bodies.petition, category: 'synthetic', attachments }, onlyOnce);

  /** Everything that is shown of people, in all contexts. */
  const shown = async () => {
    const { items: mails } = (await api!.get('/notifications/v1/mails?limit=200')).body;
    const paths = [
      ...[`/feedback/v1/petitions/${made.petition}`, '/feedback/v1/petitions', '/feedback/v1/directory'],
      ...[`/feedback/v1/petitions/${made.petition}/history`, `/facilities/v1/facilities/${made.facility}/steward`],
      ...[
        `/events/v1/civic-events/${made.session}/registrations`,
        '/notifications/v1/subscriptions',
        '/notifications/v1/mails',
      ],
      ...mails.map(({ file }: { file: string }) => `/notifications/v1/mails/${file}?format=text`),
      `/feedback/v1/petitions/${made.petition}/attachments/${made.file}`,
    ];
    const all = await Promise.all(paths.map(async (path) => ({ path, ...(await api!.get(path)) })));
    return all.map(({ path, status, body }) => ({ path, status, body }));
  };

  beforeAll(async () => {
    [database, folder] = await Promise.all([testDatabase(), mkdtemp(join(tmpdir(), 'ecou-encrypt-'))]);
    pool = new pg.Pool({ connectionString: database.url, types: columnTypes });
    env = {
      ...{
        DATABASE_URL: database.url,
        ECOU_SECRET: 'a secret of tests only, long enough',
        ECOU_MAIL_DIR: join(folder, 'mail'),
      },
      ...{ ECOU_FILES_DIR: join(folder, 'files'), ECOU_ERASED_LIST: join(folder, 'erased.jsonl') },
    };
    await start('off');
    const name = { ro: 'Sintetic' };
    await api!.put('/feedback/v1/directory/departments/synthetic', { name });
    await api!.put('/feedback/v1/directory/categories/synthetic', { name, department: 'synthetic' });
    expect((await api!.put(`/feedback/v1/directory/officers/${officerId}`, bodies.officer)).status).toBe(200);
    const form = new FormData();
    form.append('files', new Blob(['canarul din dosar'], { type: 'text/plain' }), 'canar.txt');
    const file = (await visitor!.post('/feedback/v1/files', form)).body.files[0].id;
    const startsAt = new Date(Date.now() + 30 * 24 * 3_600_000).toISOString();
    const session = (
      await api!.post('/events/v1/civic-events', {
        kind: 'consultation',
        title: name,
        startsAt,
        endsAt: startsAt.replace(/T.*/, 'T23:59:59.000Z'),
      })
    ).body.id;
    await api!.post(`/events/v1/civic-events/${session}/publish`);
    await api!.put(`/events/v1/civic-events/${session}/registration`, { capacity: 8, confirmation: 'none' });
    await api!.post(`/events/v1/civic-events/${session}/registration/open`);
    const facility = (await api!.post('/facilities/v1/facilities', { kind: 'portal', name })).body.id;
    made = { petition: '', file, facility, session, registration: '', token: '' };
    expect((await api!.put(`/facilities/v1/facilities/${facility}/steward`, bodies.steward)).status).toBe(200);
    made.petition = (await handIn([{ file, name: 'canar.txt' }])).body.id;
    const registered = await register();
    expect(registered.status).toBe(201);
    const { version: consentVersion } = (await visitor!.get('/notifications/v1/consent')).body;
    const wish = { id: randomUUID(), address: 'canar.doi@example.org', topics: ['everything'], consentVersion };
    expect((await visitor!.post('/notifications/v1/subscriptions', wish)).status).toBe(202);
    const mails = async () => (await api!.get('/notifications/v1/mails')).body.items.length >= 2;
    await until(mails, 'the mails to be kept', 60_000);
    // Whatever else is to be sent.
    await eventsAtRest();
    await settle();
    answers = await shown();
    await stop();
  });

  afterAll(async () => {
    await stop();
    await pool.end();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  it('is readable, and is counted by a look that changes nothing', async () => {
    const before = await tablesWith('canar');
    expect(before).toEqual(
      expect.arrayContaining([
        'events.events_p0',
        'facilities.events_p0',
        'feedback.events_p0',
        'feedback.outbox',
        'notifications.events_p0',
      ]),
    );
    expect(await filesWith('canar')).toBeGreaterThan(1);
    const { code, out, err } = await command('--dry-run').result();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/: feedback, events PetitionRegistered: \d+ values in 1 event of 1 stream \(petition\)/);
    expect(out).toMatch(/: feedback\.outbox: \d+ values in \d+ rows?/);
    expect(out).toMatch(/files: 1 file\n/);
    expect(await tablesWith('canar')).toEqual(before);
  });

  it('is encrypted by a command that is killed in the middle, and run again', async () => {
    const before = await events();
    // Copied and compared, and not in its place yet.
    await killedAt('LOCK TABLE feedback.events_p0 IN ACCESS SHARE MODE');
    expect(await tablesWith('canar')).toEqual(expect.arrayContaining(['events_plain.events_p0', 'feedback.events_p0']));
    // In its place, and rows of messages are as they were.
    await killedAt('LOCK TABLE feedback.outbox IN SHARE MODE');
    expect(await tablesWith('canar')).toEqual(expect.arrayContaining(['feedback_plain.events_p0', 'feedback.outbox']));
    const { code, out, err } = await command().result();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('Everything is encrypted. ');
    expect(await tablesWith('canar')).toEqual(
      ['events', 'facilities', 'feedback', 'notifications'].map((name) => `${name}_plain.events_p0`),
    );
    expect(await filesWith('canar')).toBe(0);
    expect(await events()).toEqual(before);
    const again = await command().result();
    expect(again.out).toMatch(/^Everything is encrypted\. /);
    expect(await command('--drop').result()).toMatchObject({ code: 0, err: '' });
    expect(await tablesWith('canar')).toEqual([]);
    expect((await command('--dry-run').result()).out).toBe('');
  });

  it('is answered as before, and every view equals its rebuild', async () => {
    await start('on');
    await settle();
    expect(await shown()).toEqual(answers);
    for (const service of running!.contexts.values())
      for (const { name } of service.definition.views) await replayEqualsIncremental(service, name);
    const refused = await command().result();
    expect(refused).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^Ecou runs on the database ecou_test_\w+: stop it first\.\n$/),
    });
  });

  it('is what a repeat says: nothing happens', async () => {
    const before = await eventsAtRest();
    expect((await api!.put(`/feedback/v1/directory/officers/${officerId}`, bodies.officer)).status).toBe(200);
    expect((await api!.put(`/facilities/v1/facilities/${made.facility}/steward`, bodies.steward)).status).toBe(200);
    expect((await register()).status).toBe(200);
    expect((await handIn([{ file: made.file, name: 'canar.txt' }])).body.id).toBe(made.petition);
    expect(await events()).toEqual(before);
    await api!.put(`/facilities/v1/facilities/${made.facility}/steward`, { ...bodies.steward, name: 'Canar Altul' });
    expect(await events()).toHaveLength(before.length + 1);
    expect(await tablesWith('canar')).toEqual([]);
  });

  it('is erased with its person, as what is written today', async () => {
    const found = (await api!.post('/feedback/v1/subjects/search', { contact: address })).body.items;
    const subjects = found.map(({ subject }: { subject: string }) => subject);
    expect(subjects).toHaveLength(1);
    const request = { kind: 'erase', name: 'Canar Unu', contact: 'post@example.org', verifiedBy: 'identity-document' };
    const { id } = (await api!.post('/identity/v1/rights-requests', request)).body;
    const path = `/identity/v1/rights-requests/${id}`;
    expect((await api!.post(`${path}/subjects`, { subjects })).status).toBe(200);
    expect((await api!.postApproved(`${path}/erase`, undefined, second!)).status).toBe(200);
    const confirmed = async () => !(await api!.get(path)).body.erasure.missing.includes('feedback');
    await until(confirmed, 'feedback to confirm', 60_000);
    const { body } = await api!.get(`/feedback/v1/subjects/${subjects[0]}`);
    expect(JSON.stringify(body)).toContain('[erased]');
    expect(JSON.stringify(body)).not.toMatch(/canar/i);
    expect(JSON.stringify((await api!.get(`/feedback/v1/petitions/${made.petition}`)).body)).not.toMatch(/canar/i);
    expect((await api!.get(`/feedback/v1/subjects/${subjects[0]}/files/${made.file}`)).status).toBe(404);
  });
});
