import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFileStore } from '@ecou/runtime';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startS3Server, type S3Server } from '../s3/server.ts';
import { attachments, copyFiles, filledPlace, folder, restoreFiles, targetPlaces } from './files.ts';

let server: S3Server;
let dir: string;

beforeAll(async () => {
  [server, dir] = await Promise.all([startS3Server(), mkdtemp(join(tmpdir(), 'ecou-copies-'))]);
});

afterAll(async () => {
  await Promise.all([server.stop(), rm(dir, { recursive: true, force: true })]);
});

it('copies files of a folder into a bucket and back, byte by byte, and others stay', async () => {
  const inFolder = await openFileStore({ kind: 'directory', dir: join(dir, 'files') });
  const credentials = { region: 'us-east-1', accessKeyId: 'tests', secretAccessKey: 'tests only', pathStyle: true };
  const inBucket = await openFileStore({
    ...{ kind: 's3', endpoint: server.endpoint, bucket: server.bucket, ...credentials },
  });
  const keys = Array.from({ length: 3 }, () => randomUUID()).sort();
  for (const key of keys) await inFolder.put(key, randomBytes(50_000));
  // What a crash left behind.
  await writeFile(join(dir, 'files', keys[0]!.slice(0, 2), `${keys[0]}.part`), 'half');
  await mkdir(join(dir, 'mail/2024'), { recursive: true });
  await writeFile(join(dir, 'mail/2024/one.eml'), 'a mail');

  const mail = folder(join(dir, 'mail'));
  const before = await copyFiles(
    new Map([
      ['files', attachments(inFolder, 'files')],
      ['mail', mail],
      ['none', folder(join(dir, 'nowhere'))],
    ]),
    join(dir, 'first'),
  );
  expect(before.map(({ place, name }) => `${place}/${name}`).sort()).toEqual([
    ...keys.map((key) => `files/${key.slice(0, 2)}/${key}`),
    'mail/2024/one.eml',
  ]);

  const bucket = new Map([
    ['files', attachments(inBucket, 'The bucket')],
    ['mail', folder(join(dir, 'elsewhere'))],
  ]);
  expect(await filledPlace(bucket)).toBeUndefined();
  const other = randomUUID();
  await inBucket.put(other, Buffer.from('other'));
  expect(await filledPlace(bucket)).toBe('The bucket');
  await restoreFiles(before, targetPlaces(before, ['ecou'], bucket), join(dir, 'first'));
  const after = await copyFiles(bucket, join(dir, 'second'));
  const sums = (copies: typeof before) => copies.map(({ name, sha256 }) => `${name} ${sha256}`).sort();
  expect(sums(after.filter(({ name }) => !name.endsWith(other)))).toEqual(sums(before));
  expect(after).toHaveLength(before.length + 1);
});
