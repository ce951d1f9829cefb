import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, textOf, type TestApi, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { contexts } from './platform.js';

const requests = '/identity/v1/rights-requests';
const people = ['events', 'feedback', 'facilities', 'notifications', 'integrations', 'identity'];
const folder = mkdtempSync(join(tmpdir(), 'ecou-rights-'));
const list = join(folder, 'erased.jsonl');
const mails = join(folder, 'mail');

let test: TestProcess;
let second: TestApi;
beforeAll(async () => {
  test = await startTestProcess(contexts, { env: { ECOU_ERASED_LIST: list, ECOU_MAIL_DIR: mails } });
  second = test.api.with(test.process.keys.makeEphemeral('key:second', ['administrator']));
  const name = { ro: 'Sintetic' };
  await test.api.put('/feedback/v1/directory/departments/synthetic', { name });
  await test.api.put('/feedback/v1/directory/categories/synthetic', { name, department: 'synthetic' });
});
afterAll(async () => {
  await test.stop();
  rmSync(folder, { recursive: true });
});

async function handIn(content: string): Promise<string> {
  const form = new FormData();
  form.append('files', new Blob([content], { type: 'text/plain' }), 'dovada.txt');
  return (await test.visitor.post('/feedback/v1/files', form)).body.files[0].id;
}

/** A petition of somebody who has this address. */
async function petition(address: string, attachments: object[] = [], name = 'Ana Exemplu'): Promise<string> {
  const petitioner = { name, channel: 'email', contact: address };
  const body = { kind: 'complaint', category: 'synthetic', petitioner, text: 'Text sintetic cu canar.', attachments };
  const answer = await test.visitor.post('/feedback/v1/petitions', body);
  expect([answer.status, answer.body]).toEqual([201, expect.anything()]);
  return answer.body.id;
}

async function subscribe(address: string): Promise<void> {
  const { version: consentVersion } = (await test.visitor.get('/notifications/v1/consent')).body;
  const body = { id: randomUUID(), address, topics: ['everything'], consentVersion };
  expect((await test.visitor.post('/notifications/v1/subscriptions', body)).status).toBe(202);
}

const search = async (context: string, body: object): Promise<{ subject: string; streams: string[] }[]> =>
  (await test.api.post(`/${context}/v1/subjects/search`, body)).body.items;

/** The ids that a contact has in these contexts, once there are so many: it is one for each petition, and one for each subscriber. */
const subjectsBy = (contact: string, known: readonly string[], least = 1): Promise<string[]> =>
  until(async () => {
    const found = await Promise.all(known.map((context) => search(context, { contact })));
    const ids = [...new Set(found.flat().map(({ subject }) => subject))];
    return ids.length >= least && ids;
  }, `${contact} to be known`);

/** The files of the mails to an address. */
const mailsTo = async (address: string): Promise<string[]> => {
  const { items } = (await test.api.get('/notifications/v1/mails?limit=200')).body;
  return items.filter(({ to }: { to: string }) => to === address).map(({ file }: { file: string }) => file);
};

async function request(kind: string, subjects: string[]): Promise<string> {
  const body = { kind, name: 'Ana Exemplu', contact: 'post@example.org', verifiedBy: 'identity-document' };
  const { status, body: made } = await test.api.post(requests, body);
  expect(status).toBe(201);
  expect((await test.api.post(`${requests}/${made.id}/subjects`, { subjects })).status).toBe(200);
  return made.id;
}

const get = async (id: string) => (await test.api.get(`${requests}/${id}`)).body;

async function erase(subjects: string[]): Promise<string> {
  const id = await request('erase', subjects);
  expect((await test.api.postApproved(`${requests}/${id}/erase`, undefined, second)).status).toBe(200);
  return id;
}

const confirmed = (id: string) =>
  until(async () => (await get(id)).erasure.missing.length === 0, 'every context to confirm the erasure', 120_000);

const rows = async (context: string, sql: string): Promise<Record<string, unknown>[]> =>
  (await test.context(context).pool.query(sql)).rows;

describe('the rights of access and portability', () => {
  it('tell everything across contexts, as JSON and as a document, and what the person gave', async () => {
    const address = 'acces@example.org';
    const file = await handIn('dovada din dosar');
    await petition(address, [{ file, name: 'dovada.txt' }]);
    await subscribe(address);
    const id = await request('access', await subjectsBy(address, ['feedback', 'notifications'], 2));
    const { status, body } = await test.api.get(`${requests}/${id}/dossier`);
    expect(status).toBe(200);
    expect(body.contexts.map(({ context }: { context: string }) => context)).toEqual([
      'feedback',
      'notifications',
      'identity',
    ]);
    expect(JSON.stringify(body)).toContain('Text sintetic cu canar.');
    expect(body.files).toEqual([{ name: 'dovada.txt', path: expect.stringContaining(file) }]);
    expect((await test.api.get(body.files[0].path)).body).toBe('dovada din dosar');

    const answer = await fetch(`${test.process.url}${requests}/${id}/dossier.pdf?lang=ro`, {
      headers: { authorization: `Bearer ${test.keys.administrator}` },
    });
    const read = (await textOf(new Uint8Array(await answer.arrayBuffer()))).replace(/\s+/g, ' ');
    expect(read).toContain('Datele cu caracter personal ale persoanei');
    expect(read).toContain('Text sintetic cu canar.');

    const given = (await test.api.get(`${requests}/${id}/portable`)).body;
    expect(given).toMatchObject({ format: 'ecou.person.v1', files: [{ name: 'dovada.txt', size: 16 }] });
    expect(given.given.map(({ what }: { what: string }) => what)).toEqual(
      expect.arrayContaining(['PetitionRegistered', 'SubscriberRegistered']),
    );
    expect((await test.api.get(`${requests}/${id}/dossier`, { key: test.keys.operator })).status).toBe(403);
  });
});

describe('the right to restriction', () => {
  it('stops what would be sent, until it is lifted', async () => {
    const address = 'restrictie@example.org';
    await petition(address);
    const [subject = ''] = await subjectsBy(address, ['feedback']);
    const id = await request('restrict', [subject]);
    expect((await test.api.post(`${requests}/${id}/restrict`, { reason: 'Contestă exactitatea.' })).status).toBe(200);
    const isRestricted = async () => (await test.api.get(`/notifications/v1/subjects/${subject}`)).body.restricted;
    await until(isRestricted, 'notifications to hear of it');
    const stream = (await search('feedback', { contact: address }))[0]?.streams[0] ?? '';
    const petitionId = stream.slice(-36);
    await test.api.post(`/feedback/v1/petitions/${petitionId}/request-information`, { text: 'Completați.' });
    const { pool } = test.context('notifications');
    const withheld = `SELECT data->>'reason' AS reason FROM notifications.events WHERE type = 'MessageWithheld' AND data->'promise'->>'id' = $1`;
    const reasons = await until(async () => {
      const { rows: found } = await pool.query<{ reason: string }>(withheld, [petitionId]);
      return found.length > 0 && found.map(({ reason }) => reason);
    }, 'the message to be withheld');
    expect(reasons).toEqual(['recipient-restricted']);
    await test.api.post(`${requests}/${id}/lift-restriction`, { reason: 'S-a verificat.' });
    await until(async () => !(await isRestricted()), 'notifications to hear that it was lifted');
  });

  it('takes words and place of the person from what Open311 shows, until it is lifted', async () => {
    const open311 = '/feedback/open311/v2';
    const shows = { place: true, words: true };
    expect((await test.api.put('/feedback/v1/open311-services/synthetic', { shows })).status).toBe(200);
    const email = 'harta@example.org';
    const fields = { service_code: 'synthetic', lat: '44.39', long: '26.11', email, description: 'Felinarul e stins.' };
    const handed = await test.visitor.post(
      `${open311}/requests.json`,
      new URLSearchParams({ api_key: test.keys.reporter, ...fields }).toString(),
      { headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' } },
    );
    expect([handed.status, handed.body]).toEqual([200, [expect.anything()]]);
    const shown = async () =>
      (await test.visitor.get(`${open311}/requests/${handed.body[0].service_request_id}.json`)).body[0];
    const open = { description: 'Felinarul e stins.', lat: 44.39, long: 26.11 };
    await until(async () => (await shown())?.description === open.description, 'the request to be shown');
    expect(await shown()).toMatchObject(open);

    const id = await request('restrict', await subjectsBy(email, ['feedback']));
    await test.api.post(`${requests}/${id}/restrict`, { reason: 'Contestă exactitatea.' });
    await until(async () => (await shown()).description === null, 'the words to be hidden');
    expect(await shown()).toMatchObject({ description: null, lat: null, long: null });
    await test.api.post(`${requests}/${id}/lift-restriction`, { reason: 'S-a verificat.' });
    await until(async () => (await shown()).description !== null, 'the words to be shown again');
    expect(await shown()).toMatchObject(open);
  });
});

describe('the right to erasure', () => {
  it('takes what stands beside the events in every context, and lets the contact be used anew', async () => {
    const address = 'canar.unu@example.org';
    const file = await handIn('canarul din dosar');
    await petition(address, [{ file, name: 'canar.txt' }], 'Cana Riul');
    await subscribe(address);
    const subjects = await subjectsBy(address, ['feedback', 'notifications'], 2);
    const kept = await until(
      async () => {
        const files = await mailsTo(address);
        return files.length === 2 && files;
      },
      'both mails to be kept',
      60_000,
    );

    const id = await erase(subjects);
    await confirmed(id);

    for (const context of people) expect(await search(context, { contact: address })).toEqual([]);
    expect(await search('feedback', { name: 'Cana Riul' })).toEqual([]);
    const left = await readdir(mails);
    expect(kept.filter((file) => left.includes(file))).toEqual([]);
    const [facts] = await Promise.all(
      subjects.map(async (one) => (await test.api.get(`/feedback/v1/subjects/${one}`)).body).slice(0, 1),
    );
    expect(facts.erased).toBe(true);
    const told = await Promise.all(
      people.flatMap((context) => subjects.map((one) => test.api.get(`/${context}/v1/subjects/${one}`))),
    );
    const said = JSON.stringify(told.map(({ body }) => body));
    expect(said).toContain('[erased]');
    expect(said).not.toMatch(/canar|Riul/);
    const files = await Promise.all(subjects.map((one) => test.api.get(`/feedback/v1/subjects/${one}/files/${file}`)));
    expect(files.map(({ status }) => status)).toEqual(subjects.map(() => 404));
    const ids = subjects.map((subject) => `'${subject}'`).join();
    const streams = (schema: string) => `SELECT stream_id FROM ${schema}.subjects WHERE subject IN (${ids})`;
    const contacts = `scope LIKE 'subscriber address%' AND stream_id IN (${streams('notifications')})`;
    expect(await rows('notifications', `SELECT FROM notifications.claims WHERE ${contacts}`)).toEqual([]);
    const petitions = `SELECT right(stream_id, 36) FROM (${streams('feedback')}) s`;
    expect(await rows('feedback', `SELECT FROM feedback.petition_tokens WHERE petition_id IN (${petitions})`)).toEqual(
      [],
    );
    const lines = readFileSync(list, 'utf8').split('\n').filter(Boolean);
    expect(lines.map((line) => JSON.parse(line).erasureId)).toContain(id);
    expect((await test.api.get(`${requests}/${id}`)).body.erasure.confirmed).toEqual(
      Object.fromEntries(people.map((context) => [context, expect.any(String)])),
    );

    await subscribe(address);
    expect(await subjectsBy(address, ['notifications'])).not.toEqual(expect.arrayContaining(subjects));
  });

  it('needs a second person, and waits while the data must be kept', async () => {
    await petition('canar.doi@example.org');
    const id = await request('erase', await subjectsBy('canar.doi@example.org', ['feedback']));
    const hold = { reason: 'Proces în curs.', legalBasis: 'art. 17(3)(e)' };
    expect((await test.api.post(`${requests}/${id}/hold`, hold)).status).toBe(200);
    expect((await test.api.post(`${requests}/${id}/erase`)).body.code).toBe('LEGAL_HOLD');
    await test.api.post(`${requests}/${id}/lift-hold`, { reason: 'S-a încheiat.' });
    const path = `${requests}/${id}/erase`;
    expect((await test.api.post(path)).status).toBe(202);
    for (const nobody of [test.api, test.api.with(test.keys.staff)])
      expect((await test.api.postApproved(path, undefined, nobody)).body.code).toBe('APPROVAL_PENDING');
    expect(await search('feedback', { contact: 'canar.doi@example.org' })).toHaveLength(1);
  });

  it('reaches what somebody writes meanwhile: each of 50 erasures is whole, and views equal their rebuild', async () => {
    const addresses = Array.from({ length: 50 }, (_, index) => `canar.${index}@many.example.org`);
    const writing = new AbortController();
    const writer = (async () => {
      for (let index = 0; !writing.signal.aborted; index += 1) {
        await petition(`scrie.${index}@example.org`);
        await sleep(50);
      }
    })();
    for (const address of addresses) await petition(address);
    const eraseOne = async (address: string) => erase(await subjectsBy(address, ['feedback']));
    const done: string[] = [];
    while (done.length < addresses.length)
      done.push(...(await Promise.all(addresses.slice(done.length, done.length + 10).map(eraseOne))));
    for (const id of done) await confirmed(id);
    writing.abort();
    await writer;
    for (const address of addresses) expect(await search('feedback', { contact: address })).toEqual([]);
    expect(await search('feedback', { contact: 'scrie.0@example.org' })).toHaveLength(1);
    for (const view of ['petition_list', 'petition_answers', 'open311_request'])
      await test.replayEqualsIncremental('feedback', view);
    await test.replayEqualsIncremental('identity', 'rights_request_list');
  });

  it('is refused where nobody says what for, and never found by a stranger', async () => {
    expect((await test.api.post(requests, { kind: 'erase' })).status).toBe(400);
    expect((await test.api.post(`${requests}/${randomUUID()}/erase`)).status).toBe(404);
    expect((await test.visitor.get(requests)).status).toBe(401);
  });
});
