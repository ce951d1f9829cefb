import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { troubleOf } from '@ecou/messaging/testing';
import type { S3Settings } from '../config/file-settings.js';
import { openFileStore } from './open-file-store.js';
import { fileStoreSuite } from './testing/file-store-suite.js';

interface S3Server {
  readonly endpoint: string;
  readonly bucket: string;
  readonly stop: () => Promise<void>;
}

/** Started by the repository's tools, which libraries do not import: hence by its path. */
async function startS3(): Promise<S3Server> {
  const path = join(import.meta.dirname, '../../../../tools/s3/server.ts');
  const tools = (await import(pathToFileURL(path).href)) as { startS3Server(): Promise<S3Server> };
  return tools.startS3Server();
}

const settings: Omit<S3Settings, 'endpoint' | 'bucket'> = {
  kind: 's3',
  region: 'us-east-1',
  accessKeyId: 'tests',
  secretAccessKey: 'tests only',
  pathStyle: true,
};

fileStoreSuite('a bucket', async () => {
  const { endpoint, bucket, stop } = await startS3();
  return {
    store: await openFileStore({ ...settings, endpoint, bucket }),
    away: await openFileStore({ ...settings, endpoint: 'http://127.0.0.1:1', bucket }),
    end: stop,
  };
});

describe('a bucket that cannot be reached', () => {
  it('is an outage: what a policy does there is tried again, and not parked', async () => {
    const store = await openFileStore({ ...settings, endpoint: 'http://127.0.0.1:1', bucket: 'none' });
    const error: unknown = await store.remove(randomUUID()).catch((reason: unknown) => reason);
    expect(troubleOf(error)).toBe('outage');
  });
});
