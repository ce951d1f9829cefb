import { execa } from 'execa';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findJava } from '../kafka/java.ts';
import { OsProcess } from '../os-process.ts';
import { freePort } from '../processes.ts';

/** Adobe's S3Mock: a server that speaks S3, made for tests. It does not check signatures. */
const version = '5.2.0';
const bucket = 'ecou-tests';

export interface S3Server {
  readonly endpoint: string;
  /** One that is there already. */
  readonly bucket: string;
  stop(): Promise<void>;
}

/** Starts it on a free port, with its data in a temporary folder that ends with it: 31 MB to fetch the first time, 4 s to start. */
export async function startS3Server(): Promise<S3Server> {
  const [java, jar, port] = await Promise.all([findJava(), s3Jar(), freePort()]);
  const settings = ['--server.port=0', `--com.adobe.testing.s3mock.httpPort=${port}`];
  const endpoint = `http://127.0.0.1:${port}`;
  const server = new OsProcess({
    name: 'S3Mock',
    command: [java, '-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-jar', jar, ...settings],
    env: { ...process.env, COM_ADOBE_TESTING_S3MOCK_STORE_INITIAL_BUCKETS: bucket },
    ready: `${endpoint}/${bucket}`,
    detached: true,
  });
  await server.start();
  return { endpoint, bucket, stop: () => server.stop().then(() => undefined) };
}

/** Fetched by Maven the first time, kept in the user's cache. */
async function s3Jar(): Promise<string> {
  const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'ecou');
  const jar = join(cache, `s3mock-${version}-exec.jar`);
  if (existsSync(jar)) return jar;
  const partial = join(cache, `fetching-s3-${process.pid}`);
  await mkdir(partial, { recursive: true });
  try {
    const artifact = `com.adobe.testing:s3mock:${version}:jar:exec`;
    const args = ['-q', '-B', 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${partial}`];
    await execa('mvn', args, { cwd: partial });
    await rename(join(partial, `s3mock-${version}-exec.jar`), jar);
    return jar;
  } catch (error) {
    throw new Error(`S3Mock could not be fetched by Maven (mvn): ${(error as Error).message.split('\n')[0]}`, {
      cause: error,
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}
