import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { testDatabase, until } from '@ecou/event-sourcing/testing';
import { feedbackContext } from '@ecou/feedback';
import { identityContext } from '@ecou/identity';
import { startProcess, type RunningProcess } from '@ecou/runtime';
import { replayEqualsIncremental, TestApi } from '@ecou/runtime/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';

const requests = '/identity/v1/rights-requests';

let database: Awaited<ReturnType<typeof testDatabase>>;
let folder: string;
let running: RunningProcess | undefined;
let [first, second, visitor]: TestApi[] = [];
beforeAll(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), 'ecou-rights-'));
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

async function start(list: string): Promise<RunningProcess> {
  running = await startProcess({
    contexts: [identityContext, feedbackContext],
    env: {
      ...{ PORT: '0', HOST: '127.0.0.1', DATABASE_URL: database.url, LOG_LEVEL: 'silent', ECOU_LIMITS: 'off' },
      ECOU_SECRET: 'a secret of tests only, long enough',
      ECOU_FILES_DIR: join(folder, 'files'),
      ECOU_ERASED_LIST: join(folder, list),
    },
  });
  const { keys, url } = running;
  [first, second] = ['key:1', 'key:2'].map((actor) => new TestApi(url, keys.makeEphemeral(actor, ['administrator'])));
  visitor = new TestApi(url);
  const name = { ro: 'Sintetic' };
  await first?.put('/feedback/v1/directory/departments/synthetic', { name });
  await first?.put('/feedback/v1/directory/categories/synthetic', { name, department: 'synthetic' });
  return running;
}

/** Asks again where a connection was cut. */
async function insist(
  ask: () => Promise<{ status: number; body: { id: string } } | undefined>,
): Promise<{ id: string }> {
  return until(async () => {
    const answer = await ask();
    return answer !== undefined && answer.status < 300 && answer.body;
  }, 'an answer');
}

async function petition(contact: string): Promise<void> {
  const petitioner = { name: 'Ana Exemplu', channel: 'email', contact };
  const body = { id: randomUUID(), kind: 'complaint', category: 'synthetic', petitioner, text: 'Text sintetic.' };
  await insist(async () => visitor?.post('/feedback/v1/petitions', body));
}

const subjectOf = (contact: string): Promise<string> =>
  until(async () => {
    const { body } = (await first?.post('/feedback/v1/subjects/search', { contact })) ?? {};
    return body?.items?.[0]?.subject as string | undefined;
  }, `${contact} to be known`);

async function erase(subjects: string[]): Promise<string> {
  const id = randomUUID();
  const asked = { id, kind: 'erase', name: 'Ana', contact: 'ana@example.org', verifiedBy: 'known-contact' };
  await insist(async () => first?.post(requests, asked));
  await insist(async () => first?.post(`${requests}/${id}/subjects`, { subjects }));
  await insist(async () => second && first?.postApproved(`${requests}/${id}/erase`, undefined, second));
  return id;
}

const isConfirmed = async (id: string): Promise<boolean> =>
  (await first?.get(`${requests}/${id}`))?.body?.erasure?.confirmed?.feedback !== undefined;

/** Ends every session of the database, in the middle of whatever it does. */
async function cutAll(): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  await client.end();
}

async function numberOf(sql: string, values: unknown[] = []): Promise<number> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<{ n: number }>(sql, values);
  await client.end();
  return rows[0]?.n ?? -1;
}

describe('an erasure that is broken off', () => {
  it('is carried out whole, whenever sessions are cut', async () => {
    const { contexts } = await start('cut.jsonl');
    const contacts = Array.from({ length: 10 }, (_, index) => `taiat.${index}@example.org`);
    for (const contact of contacts) await petition(contact);
    const subjects = await Promise.all(contacts.map(subjectOf));
    const cutting = new AbortController();
    let cuts = 0;
    const cutter = (async () => {
      for (; !cutting.signal.aborted && cuts < 12; cuts += 1) {
        await cutAll();
        await sleep(400);
      }
    })();
    const ids: string[] = [];
    for (const subject of subjects) ids.push(await erase([subject]));
    for (const id of ids) await until(() => isConfirmed(id), 'the erasure to be confirmed', 120_000);
    cutting.abort();
    await cutter;
    expect(cuts).toBeGreaterThan(3);
    const of = 'WHERE subject = ANY($1::uuid[])';
    expect(await numberOf(`SELECT count(*)::int AS n FROM feedback.subject_tokens ${of}`, [subjects])).toBe(0);
    expect(
      await numberOf(`SELECT count(*)::int AS n FROM identity.subject_keys ${of} AND wrapped IS NOT NULL`, [subjects]),
    ).toBe(0);
    expect(await numberOf('SELECT count(*)::int AS n FROM feedback.petition_tokens')).toBe(0);
    expect(await numberOf(`SELECT count(*)::int AS n FROM feedback.events WHERE type = 'SubjectErased'`)).toBe(10);
    const feedback = contexts.get('feedback');
    if (feedback) await replayEqualsIncremental(feedback, 'petition_list');
  });
});

describe('a database that was restored', () => {
  it('learns of an erasure from the list that is kept apart, before it serves', async () => {
    await start('restored.jsonl');
    await petition('restaurat@example.org');
    const subject = await subjectOf('restaurat@example.org');
    const text = async () => JSON.stringify((await first?.get(`/feedback/v1/subjects/${subject}`))?.body);
    expect(await text()).toContain('restaurat@example.org');
    await running?.stop();

    // As a backup that was made before the erasure leaves it.
    const erasureId = randomUUID();
    const line = JSON.stringify({ erasureId, subjects: [subject], orderedAt: '2027-03-01T10:00:00.000Z' });
    await writeFile(join(folder, 'restored.jsonl'), `{"erasureId":"broken off\n${line}\n`);
    await start('restored.jsonl');
    expect(await text()).not.toContain('restaurat@example.org');
    expect(await text()).toContain('[erased]');
    const cleaned = 'SELECT count(*)::int AS n FROM feedback.erased_subjects WHERE subject = $1';
    await until(async () => (await numberOf(cleaned, [subject])) === 1, 'feedback to clean up');
    const events = `SELECT count(*)::int AS n FROM identity.events WHERE type = 'ErasureRecovered'`;
    expect(await numberOf(events)).toBe(1);
    await running?.stop();
    await start('restored.jsonl');
    expect(await numberOf(events)).toBe(1);
  });
});
