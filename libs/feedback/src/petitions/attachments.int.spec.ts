import type { Sealed } from '@ecou/event-sourcing';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../context.js';
import { complaint, defineDirectory, officerId } from './petitions.samples.js';
import { handIn } from './testing/hand-in.js';

const base = '/feedback/v1/petitions';

let test: TestProcess;
beforeAll(async () => {
  test = await startTestProcess([feedbackContext]);
  await defineDirectory(test.api);
});
afterAll(() => test.stop());

const register = (more: object) => test.visitor.post(base, { ...complaint, ...more });
const seen = async (id: string) => (await test.api.get(`${base}/${id}`)).body.personal;
const download = (id: string, file: string) => test.api.get(`${base}/${id}/files/${file}`);

/** The number of events that callers have caused; policies may write meanwhile. */
async function writtenByCallers(): Promise<number> {
  const { rows } = await test
    .context('feedback')
    .pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM feedback.events WHERE metadata->>'actor' NOT LIKE 'policy:%'`,
    );
  return rows[0]?.count ?? 0;
}

describe('files of a petition', () => {
  it('come with it, with messages of both sides and with the answer, and are downloaded by staff', async () => {
    const [first, question, answered] = [
      await handIn(test, 'poză'),
      await handIn(test, 'formular'),
      await handIn(test, 'raport'),
    ];
    const { status, body } = await register({ attachments: [{ file: first, name: 'Dovada din stradă.png' }] });
    expect(status).toBe(201);
    const id = body.id as string;
    await test.api.post(`${base}/${id}/assign`, { officer: officerId });
    await test.api.post(`${base}/${id}/request-information`, {
      text: 'Completați.',
      attachments: [{ file: question }],
    });
    const reply = {
      text: 'Gata.',
      legalBasis: 'OG 27/2002, art. 8',
      attachments: [{ file: answered, name: 'raport' }],
    };
    expect((await test.api.post(`${base}/${id}/answer`, reply)).status).toBe(200);

    const told = await seen(id);
    const file = { type: 'text/plain', removed: false };
    expect(told.attachments).toEqual([
      expect.objectContaining({ ...file, id: first, name: 'Dovada din stradă.txt', size: 5 }),
    ]);
    expect(told.thread[0].attachments).toEqual([expect.objectContaining({ ...file, id: question, name: 'file.txt' })]);
    expect(told.replies[0].attachments).toEqual([
      expect.objectContaining({ ...file, id: answered, name: 'raport.txt' }),
    ]);
    const { status: found, headers, body: text } = await download(id, first);
    expect([found, text, headers.get('content-type')]).toEqual([200, 'poză', 'text/plain']);
    expect(headers.get('content-disposition')).toContain("filename*=UTF-8''Dovada%20din%20strad%C4%83.txt");
  });

  it('have their names sealed, and are told to nobody outside', async () => {
    const file = await handIn(test, 'poză');
    const { body } = await register({ attachments: [{ file, name: 'Buletin Ana Exemplu.pdf' }] });
    const events = await test.context('feedback').store.readStream(`petition-${body.id}`);
    const [{ attachments }] = events.map(({ data }) => data) as [{ attachments: { name: Sealed<string> }[] }];
    expect(await test.opened(attachments[0]?.name)).toBe('Buletin Ana Exemplu.txt');
    await sleep(300);
    const { rows } = await test
      .context('feedback')
      .pool.query<{ data: object }>('SELECT data FROM feedback.outbox WHERE key = $1', [body.id]);
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toMatch(/Buletin|attachments/);
  });

  it('stay when their time would be over, and one that nothing claimed goes', async () => {
    const [kept, left] = [await handIn(test, 'one'), await handIn(test, 'other')];
    const { body } = await register({ attachments: [{ file: kept }] });
    test.clock.advance(2 * 24 * 60 * 60 * 1000);
    const { files } = test.context('feedback').parts;
    await until(async () => !(await files.exists(left)), 'the file to go');
    expect((await download(body.id as string, kept)).body).toBe('one');
    const late = await register({ attachments: [{ file: left }] });
    expect(late).toMatchObject({ status: 400, body: { errors: [{ code: 'FILE_GONE', path: 'attachments.0.file' }] } });
  });

  it('are the same when the same petition or message is sent again', async () => {
    const [id, message] = [randomUUID(), randomUUID()];
    const [first, second] = [await handIn(test, 'one'), await handIn(test, 'two')];
    const sent = { id, attachments: [{ file: first, name: 'x' }] };
    const one = await register(sent);
    const again = await register(sent);
    expect([one.status, again.status, again.body.version]).toEqual([201, 200, one.body.version]);
    const other = await register({ ...sent, attachments: [] });
    expect(other.status).toBe(409);
    const said = { id: message, text: 'Încă una.', attachments: [{ file: second }] };
    const versions = [
      await test.api.post(`${base}/${id}/messages`, said),
      await test.api.post(`${base}/${id}/messages`, said),
    ];
    expect(versions.map(({ status, body }) => [status, body.version])).toEqual([
      [200, 2],
      [200, 2],
    ]);
  });

  it('belong to one petition, however many ask for them at once', async () => {
    const file = await handIn(test, 'one');
    const answers = await Promise.all(Array.from({ length: 6 }, () => register({ attachments: [{ file }] })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400, 400, 400, 400]);
    const codes = answers.flatMap(({ body }) => (body.errors ? [body.errors[0].code as string] : []));
    expect(new Set(codes)).toEqual(new Set(['FILE_TAKEN']));
  });

  it('are removed for good, and that they were there stays', async () => {
    const file = await handIn(test, 'se vede cineva');
    const { body } = await register({ attachments: [{ file, name: 'cineva' }] });
    const id = body.id as string;
    const path = `${base}/${id}/files/${file}`;
    const removed = await test.api.post(`${path}/remove`, { reason: 'Se vede o persoană.' });
    const again = await test.api.post(`${path}/remove`, { reason: 'Se vede o persoană.' });
    expect([removed.status, again.status, again.body.version]).toEqual([200, 200, removed.body.version]);
    expect((await seen(id)).attachments).toEqual([
      expect.objectContaining({ id: file, name: 'cineva.txt', removed: true }),
    ]);
    expect(await download(id, file)).toMatchObject({ status: 404, body: { code: 'ATTACHMENT_REMOVED' } });
    const { files } = test.context('feedback').parts;
    await until(async () => !(await files.exists(file)), 'the file to go');
  });
});

describe('files that are refused', () => {
  const unknown = '00000000-0000-4000-8000-000000000009';
  const cases: readonly (readonly [what: string, body: object, answered: string, path: string])[] = [
    ['unknown', { attachments: [{ file: unknown }] }, '400 FILE_UNKNOWN', 'attachments.0.file'],
    ['twice', { attachments: [{ file: unknown }, { file: unknown }] }, '400 FILE_TWICE', 'attachments.1.file'],
    ['no id', { attachments: [{ file: 'x' }] }, '400 INVALID_FORMAT', 'attachments.0.file'],
    [
      'with a field that is not known',
      { attachments: [{ file: unknown, size: 1 }] },
      '400 UNKNOWN_FIELD',
      'attachments.0.size',
    ],
    ['with an empty name', { attachments: [{ file: unknown, name: ' ' }] }, '400 TOO_SMALL', 'attachments.0.name'],
    [
      'eleven',
      { attachments: Array.from({ length: 11 }, () => ({ file: randomUUID() })) },
      '400 TOO_BIG',
      'attachments',
    ],
    ['no list', { attachments: 'x' }, '400 INVALID_TYPE', 'attachments'],
  ];
  it.each(cases)('%s: with code and path, and nothing is stored', async (_what, more, answered, path) => {
    const [status, code] = answered.split(' ');
    const before = await writtenByCallers();
    const answer = await register(more);
    expect(answer).toMatchObject({ status: Number(status), body: { errors: [{ code, path }] } });
    expect(await writtenByCallers()).toBe(before);
  });

  it.each([
    ['a file of another petition', 'GET', '', '404 ATTACHMENT_UNKNOWN'],
    ['removing it', 'POST', '/remove', '409 ATTACHMENT_UNKNOWN'],
  ])('%s', async (_what, method, verb, answered) => {
    const [file, { body }] = [await handIn(test, 'other'), await register({})];
    await register({ attachments: [{ file }] });
    const [status, code] = answered.split(' ');
    const sent = method === 'GET' ? undefined : { reason: 'x' };
    const answer = await test.api.call(method, `${base}/${body.id}/files/${file}${verb}`, sent);
    expect(answer).toMatchObject({ status: Number(status), body: { code } });
  });

  it('of a petition that there is none of', async () => {
    const answer = await download(randomUUID(), randomUUID());
    expect(answer).toMatchObject({ status: 404, body: { code: 'PETITION_UNKNOWN' } });
  });
});
