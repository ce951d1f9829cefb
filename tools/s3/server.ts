import { join } from 'node:path';
import { findJava } from '../java/java.ts';
import { jarsOf } from '../java/maven.ts';
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
  const [java, jars, port] = await Promise.all([
    findJava('S3Mock'),
    jarsOf('S3Mock', { artifact: `com.adobe.testing:s3mock:${version}:jar:exec` }),
    freePort(),
  ]);
  const settings = ['--server.port=0', `--com.adobe.testing.s3mock.httpPort=${port}`];
  const endpoint = `http://127.0.0.1:${port}`;
  const server = new OsProcess({
    name: 'S3Mock',
    command: [
      java,
      '-Xmx256m',
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      '-jar',
      join(jars, `s3mock-${version}-exec.jar`),
      ...settings,
    ],
    env: { ...process.env, COM_ADOBE_TESTING_S3MOCK_STORE_INITIAL_BUCKETS: bucket },
    ready: `${endpoint}/${bucket}`,
    detached: true,
  });
  await server.start();
  return { endpoint, bucket, stop: () => server.stop().then(() => undefined) };
}
