import { execa, type ExecaError } from 'execa';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

const pom = join(import.meta.dirname, 'pom.xml');

/** The folder with Apache Kafka's jars, fetched by Maven the first time, kept in the user's cache. */
export async function kafkaJars(): Promise<string> {
  const version = /kafka_2\.13<\/artifactId>\s*<version>([^<]+)/.exec(await readFile(pom, 'utf8'))?.[1];
  const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'ecou');
  const jars = join(cache, `kafka-${version}`);
  if (!existsSync(jars)) await fetchJars(cache, jars);
  return jars;
}

/** Into a folder of its own, renamed when whole: two fetches at a time, or one that is broken off, do no harm. */
async function fetchJars(cache: string, jars: string): Promise<void> {
  const partial = join(cache, `fetching-${process.pid}`);
  await mkdir(cache, { recursive: true });
  try {
    await execa('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${partial}`]);
    await rename(partial, jars).catch((error: unknown) => {
      if (!existsSync(jars)) throw error;
    });
  } catch (error) {
    const { code, stdout, shortMessage } = error as ExecaError<{ encoding: 'utf8' }>;
    throw new Error(
      code === 'ENOENT'
        ? 'Kafka is fetched by Maven (mvn), which was not found. Install it, or name a broker in KAFKA_BROKERS.'
        : `Maven could not fetch Kafka: ${(stdout || shortMessage).trim().split('\n')[0]}`,
      { cause: error },
    );
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}
