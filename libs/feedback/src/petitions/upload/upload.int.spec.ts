import type { FileStore } from '@ecou/runtime';
import { TestClock, until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { feedbackContext } from '../../context.js';
import { upload } from './upload.aggregate.js';

let test: TestProcess;
const clock = new TestClock();

beforeAll(async () => {
  test = await startTestProcess([feedbackContext], {
    clock,
    env: { ECOU_LIMITS: 'petitions=1000/1000/60,mailbox=1000/1000/60' },
  });
});

afterAll(() => test.stop());

const day = 24 * 60 * 60 * 1000;

const handIn = async (files: readonly Blob[], key?: string, from = '203.0.113.1') => {
  const form = new FormData();
  for (const file of files) form.append('files', file, 'strada.txt');
  const headers = { 'x-forwarded-for': from, ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) };
  const response = await fetch(`${test.process.url}/feedback/v1/files`, { method: 'POST', body: form, headers });
  return { status: response.status, headers: response.headers, body: (await response.json()) as { files: HandedIn[] } };
};
interface HandedIn {
  readonly id: string;
  readonly expiresAt: string;
}

const text = (content: string) => new Blob([content], { type: 'text/plain' });

/** True where the bytes of a file stand on disk. */
const isKept = async (id: string): Promise<boolean> => {
  const { files } = test.process.config;
  if (files.kind !== 'directory') throw new Error('Files are kept in a directory here.');
  const names = await readdir(join(files.dir, id.slice(0, 2))).catch((): string[] => []);
  return names.includes(id);
};

const typesOf = async (id: string) =>
  (await test.context('feedback').store.readStream(`${upload.category}-${id}`)).map(({ type }) => type);

describe('files that are handed in', () => {
  it('are kept for a day, and told with what they are', async () => {
    const { status, body } = await handIn([text('unu'), text('doi și trei')]);
    expect(status).toBe(201);
    expect(body.files).toEqual([
      expect.objectContaining({
        name: 'strada.txt',
        type: 'text/plain',
        size: 3,
        expiresAt: '2024-03-02T10:00:00.000Z',
      }),
      expect.objectContaining({ size: 12 }),
    ]);
    for (const { id } of body.files) {
      expect(await isKept(id)).toBe(true);
      expect(await typesOf(id)).toEqual(['UploadBegun', 'UploadReceived']);
    }
  });

  it('leave no name in the events', async () => {
    const { body } = await handIn([text('x')]);
    const events = await test.context('feedback').store.readStream(`${upload.category}-${body.files[0]!.id}`);
    expect(JSON.stringify(events)).not.toContain('strada');
  });

  it('go when nothing has claimed them in time', async () => {
    const { body } = await handIn([text('nobody wants it')]);
    const { id } = body.files[0]!;
    clock.advance(day - 60_000);
    await sleep(300);
    expect(await isKept(id)).toBe(true);
    clock.advance(60_000);
    await until(async () => (await typesOf(id)).at(-1) === 'UploadErased');
    expect(await typesOf(id)).toEqual(['UploadBegun', 'UploadReceived', 'UploadExpired', 'UploadErased']);
    expect(await isKept(id)).toBe(false);
  });

  it('leave nothing behind where the process died between the bytes and their record', async () => {
    const id = '3d3c0f62-94fd-4d0e-8a83-5be0c47b4a10';
    const service = test.context('feedback');
    const at = clock.now();
    const files: FileStore = service.parts.files;
    const metadata = { actor: 'public', correlationId: id, causationId: id };
    // The beginning and the bytes stand there then. The bytes are put first here, since the beginning is due to expire at once.
    await files.put(id, Buffer.from('half of a story'));
    await service.store.append({
      metadata,
      writes: [
        {
          stream: `${upload.category}-${id}`,
          expected: 0,
          events: [{ id: '3d3c0f62-94fd-4d0e-8a83-5be0c47b4a11', type: 'UploadBegun', data: { expiresAt: at } }],
        },
      ],
      timers: [{ id: '3d3c0f62-94fd-4d0e-8a83-5be0c47b4a12', name: 'upload-expires', dueAt: at, subject: id }],
    });
    clock.advance(1000);
    await until(async () => (await typesOf(id)).at(-1) === 'UploadErased');
    expect(await files.exists(id)).toBe(false);
  });

  it('are refused where too many forms come from one address, and not where staff hand them in', async () => {
    const from = '203.0.113.99';
    const forms = Array.from({ length: 60 }, (_, one) => handIn([text(`${one}`)], undefined, from));
    expect((await Promise.all(forms)).map(({ status }) => status)).toEqual(forms.map(() => 201));
    const refused = await handIn([text('one more')], undefined, from);
    expect([refused.status, refused.headers.get('ratelimit-policy')]).toEqual([429, '"files";q=60;w=3600']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3000);
    expect((await handIn([text('one more')], test.keys.staff, from)).status).toBe(201);
    expect((await handIn([text('one more')], undefined, '203.0.113.98')).status).toBe(201);
  });
});

describe('files that are refused', () => {
  const tooBig = new Blob([new Uint8Array(10 * 1024 * 1024 + 1)]);
  const picture = new Blob(['no picture'], { type: 'image/png' });
  it.each([
    ['none', [], '400 FILES_MISSING', 'files'],
    ['six', Array.from({ length: 6 }, () => text('x')), '413 FILES_TOO_MANY', 'files'],
    ['one of more than 10 MiB', [text('x'), tooBig], '413 FILE_TOO_LARGE', 'files.1'],
    ['an empty one', [text('')], '400 FILE_EMPTY', 'files.0'],
    ['one that pretends', [text('x'), picture], '415 FILE_TYPE_CONTRADICTED', 'files.1'],
    [
      'an archive',
      [new Blob([Buffer.from('504b0506000000000000000000000000000000000000', 'hex')])],
      '415 FILE_TYPE_UNSUPPORTED',
      'files.0',
    ],
  ] as const)('%s: with code and path, and nothing is stored', async (_what, files, answered, path) => {
    const [status, code] = answered.split(' ');
    const before = await test.context('feedback').head();
    const answer = await handIn(files, test.keys.staff);
    expect(answer).toMatchObject({ status: Number(status), body: { errors: [{ code, path }] } });
    expect(await test.context('feedback').head()).toBe(before);
  });
});
