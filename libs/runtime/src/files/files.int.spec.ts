import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { until } from '@ecou/event-sourcing/testing';
import sharp from 'sharp';
import { startTestProcess, type TestProcess } from '../testing/index.js';
import { filesContext } from './testing/files-context.js';
import { document, picture, positions } from './testing/samples.js';

let test: TestProcess;
beforeAll(async () => {
  test = await startTestProcess([filesContext]);
});
afterAll(() => test.stop());

interface Sent {
  readonly field?: string;
  readonly name?: string;
  readonly type?: string;
  readonly bytes: Uint8Array;
}

const formOf = (files: readonly Sent[], fields: Readonly<Record<string, string>> = { note: 'a note' }): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const { field = 'files', name = 'a name', type = '', bytes } of files) {
    form.append(field, new Blob([new Uint8Array(bytes)], { type }), name);
  }
  return form;
};

const send = async (
  path: string,
  form: FormData,
  headers: Record<string, string> = {},
  signal: AbortSignal | null = null,
) => {
  const response = await fetch(`${test.process.url}/events/v1/files/${path}`, {
    method: 'POST',
    body: form,
    headers,
    signal,
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

describe('files in a form', () => {
  it('reach the route with its fields, cleaned, and are given back as something to save', async () => {
    const id = randomUUID();
    const bytes = await picture('jpeg');
    const sent = await send(id, formOf([{ name: 'C:\\poză "1".jpeg', type: 'image/jpeg', bytes }]));
    expect(sent).toMatchObject({
      status: 201,
      body: { note: 'a note', files: [{ name: 'poză 1.jpg', type: 'image/jpeg' }] },
    });
    const [{ size, sha256 }] = sent.body['files'] as [{ size: number; sha256: string }];

    const response = await fetch(`${test.process.url}/events/v1/files/${id}`);
    const kept = Buffer.from(await response.arrayBuffer());
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': String(size),
      'content-disposition': `attachment; filename="poza 1.jpg"; filename*=UTF-8''po%C8%9B%C4%83%201.jpg`.replace(
        '%C8%9B',
        'z',
      ),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      etag: `"${sha256}"`,
    });
    expect([kept.length, positions(kept)]).toEqual([size, []]);
    const again = await fetch(response.url, { headers: { 'if-none-match': `"${sha256}"` } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const head = await fetch(response.url, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(size)]);
  });

  it('may be none: a field in which nobody chose one, or JSON', async () => {
    const empty = await send(randomUUID(), formOf([{ name: '', bytes: Buffer.alloc(0) }]));
    expect(empty).toMatchObject({ status: 201, body: { files: [] } });
    const json = await test.visitor.post(`/events/v1/files/${randomUUID()}`, { note: 'a note' });
    expect(json).toMatchObject({ status: 201, body: { files: [] } });
  });

  const big = Buffer.alloc(100 * 1024 + 1, 'a');
  const small = { bytes: Buffer.from('small') };
  it.each([
    ['a file that is too large', [{ bytes: big }], {}, '413 FILE_TOO_LARGE', 'files.0'],
    ['a second file that is too large', [small, { bytes: big }], {}, '413 FILE_TOO_LARGE', 'files.1'],
    ['too many files', [small, small, small], {}, '413 FILES_TOO_MANY', 'files'],
    ['a file in another field', [{ ...small, field: 'other' }], {}, '400 UNKNOWN_FIELD', 'other'],
    ['a file of another kind', [small, { bytes: document('zip') }], {}, '415 FILE_TYPE_UNSUPPORTED', 'files.1'],
    ['a file that pretends', [{ ...small, type: 'image/png' }], {}, '415 FILE_TYPE_CONTRADICTED', 'files.0'],
    ['an empty file', [{ bytes: Buffer.alloc(0), name: 'x.txt' }], {}, '400 FILE_EMPTY', 'files.0'],
    ['a field that is not known', [], { note: 'a', other: 'b' }, '400 UNKNOWN_FIELD', 'other'],
    ['a field that is missing', [small], {}, '400 INVALID_TYPE', 'note'],
    ['a field that is too long', [], { note: 'a'.repeat(65 * 1024) }, '413 BODY_TOO_LARGE', undefined],
    ['text instead of files', [], { note: 'a', files: 'text' }, '400 FILE_EXPECTED', 'files'],
  ] as const)('are refused with code and path: %s', async (_what, files, fields, answered, path) => {
    const [status, code] = answered.split(' ');
    const note = code === 'INVALID_TYPE' ? {} : { note: 'a' };
    const answer = await send(randomUUID(), formOf(files, { ...note, ...fields }));
    expect(answer).toMatchObject({
      status: Number(status),
      body: { status: Number(status), code: path === undefined ? code : expect.any(String) },
    });
    if (path !== undefined) expect(answer.body).toMatchObject({ errors: [{ code, path }] });
  });

  it('are refused where they are too large once they are encoded anew', async () => {
    const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
    const bytes = await sharp({ create: { width: 700, height: 700, channels: 3, background: 'white', noise } })
      .jpeg({ quality: 20 })
      .toBuffer();
    expect(bytes.length).toBeLessThan(100 * 1024);
    const answer = await send(randomUUID(), formOf([small, { bytes }]));
    expect(answer).toMatchObject({ status: 413, body: { errors: [{ code: 'FILE_TOO_LARGE', path: 'files.1' }] } });
  });

  it('are received a few at a time, some wait, and others are told to come back; who goes away takes no turn', async () => {
    const { port } = new URL(test.process.url);
    const half = () => {
      const socket = connect(Number(port), '127.0.0.1');
      const lines = [
        `POST /events/v1/files/${randomUUID()}/locked HTTP/1.1`,
        'Host: x',
        `Authorization: Bearer ${test.keys.staff}`,
        'Content-Type: multipart/form-data; boundary=x',
        'Content-Length: 5000',
        '',
        '--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nhalf',
      ];
      socket.write(lines.join('\r\n'));
      return socket;
    };
    const whole = (signal?: AbortSignal) =>
      send(`${randomUUID()}/locked`, formOf([small]), { authorization: `Bearer ${test.keys.staff}` }, signal);
    const sockets: Socket[] = Array.from({ length: 32 }, half);
    // They come when they come, and one of them in vain where an earlier request still has a turn: then another one waits in its place.
    const refused = async () => {
      const answer = await whole(AbortSignal.timeout(500)).catch(() => undefined);
      if (!answer) sockets.push(half());
      return answer?.status === 503 && answer;
    };
    expect(await until(refused, 'a form that is refused')).toMatchObject({ body: { code: 'FORMS_BUSY' } });
    expect(await send(randomUUID(), formOf([small]))).toMatchObject({ status: 201 });
    for (const socket of sockets.toReversed()) socket.destroy();
    await setTimeout(500);
    for (let round = 0; round < 9; round += 1) expect(await whole()).toMatchObject({ status: 201 });
  });

  it('cannot be forged by JSON', async () => {
    const files = [{ name: 'x', type: 'text/plain', size: 1, sha256: 'x', bytes: [1] }];
    const answer = await test.visitor.post(`/events/v1/files/${randomUUID()}`, { note: 'a note', files });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ code: 'FILE_EXPECTED', path: 'files.0' }] } });
  });

  it('are not read for somebody who may not send them, nor where none are taken', async () => {
    const form = formOf([small]);
    expect(await send(`${randomUUID()}/locked`, form)).toMatchObject({ status: 401, body: { code: 'KEY_MISSING' } });
    const key = { authorization: `Bearer ${test.keys.system}` };
    expect(await send(`${randomUUID()}/locked`, form, key)).toMatchObject({ status: 403 });
    const closed = await send(`${randomUUID()}/closed`, form);
    expect(closed).toMatchObject({ status: 415, body: { code: 'MEDIA_TYPE_UNSUPPORTED' } });
  });

  it.each([
    ['that is broken off', '--x\r\nContent-Disposition: form-data; name="note"\r\n\r\na'],
    ['without a boundary', ''],
  ])('need a form that can be read: not one %s', async (what, body) => {
    const type = what === 'without a boundary' ? 'multipart/form-data' : 'multipart/form-data; boundary=x';
    const response = await fetch(`${test.process.url}/events/v1/files/${randomUUID()}`, {
      method: 'POST',
      body,
      headers: { 'content-type': type },
    });
    expect([response.status, await response.json()]).toMatchObject([400, { code: 'FORM_INVALID' }]);
  });

  it.each(['[1]', '{}', '12', 'null', `${'['.repeat(30_000)}${']'.repeat(30_000)}`])(
    'hold text in their fields, and no JSON such as %.20s',
    async (json) => {
      const part = `--x\r\nContent-Disposition: form-data; name="note"\r\nContent-Type: application/json\r\n\r\n${json}`;
      const response = await fetch(`${test.process.url}/events/v1/files/${randomUUID()}`, {
        method: 'POST',
        body: `${part}\r\n--x--\r\n`,
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
      });
      expect([response.status, await response.json()]).toMatchObject([400, { code: 'FORM_INVALID' }]);
    },
  );

  it('of somebody who goes away in the middle do no harm', async () => {
    const path = `/events/v1/files/${randomUUID()}`;
    const { port } = new URL(test.process.url);
    const socket = connect(Number(port), '127.0.0.1');
    const start = '--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nhalf';
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 5000\r\n\r\n${start}`,
    );
    await setTimeout(200);
    socket.destroy();
    expect(await test.visitor.get(path)).toMatchObject({ status: 404, body: { code: 'FILE_UNKNOWN' } });
  });

  it('are told of in the document', async () => {
    const { body } = await test.visitor.get('/events/openapi.json');
    const { requestBody } = body.paths['/events/v1/files/{id}'].post;
    expect(Object.keys(requestBody.content as object)).toEqual(['multipart/form-data', 'application/json']);
    expect(JSON.stringify(requestBody)).toContain('"format":"binary"');
  });
});
