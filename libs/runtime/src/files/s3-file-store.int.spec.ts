import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { S3Settings } from './file-settings.js';
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

fileStoreSuite('a bucket', async () => {
  const { endpoint, bucket, stop } = await startS3();
  const settings: S3Settings = {
    kind: 's3',
    endpoint,
    region: 'us-east-1',
    bucket,
    accessKeyId: 'tests',
    secretAccessKey: 'tests only',
    pathStyle: true,
  };
  return {
    store: await openFileStore(settings),
    away: await openFileStore({ ...settings, endpoint: 'http://127.0.0.1:1' }),
    end: stop,
  };
});
