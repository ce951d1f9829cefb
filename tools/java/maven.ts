import { execa, type ExecaError } from 'execa';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A thing that Maven fetches: the dependencies of a `pom.xml`, or one artifact without its own (`group:name:version:jar:classifier`). */
export type Wanted = { readonly pom: string; readonly artifactId: string } | { readonly artifact: string };

/**
 * A folder with jars, fetched by Maven the first time, kept in the user's cache under the version that is wanted. `program` is named where that
 * fails; `otherwise` goes on with what else helps then.
 */
export async function jarsOf(program: string, wanted: Wanted, otherwise = ''): Promise<string> {
  const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'ecou');
  const jars = join(cache, `${program.toLowerCase()}-${await versionOf(wanted)}`);
  if (!existsSync(jars)) await fetchJars(program, wanted, otherwise, { cache, jars });
  return jars;
}

async function versionOf(wanted: Wanted): Promise<string> {
  if ('artifact' in wanted) return wanted.artifact.split(':')[2] ?? '';
  const { pom, artifactId } = wanted;
  const [, version] =
    new RegExp(`<artifactId>${artifactId}</artifactId>\\s*<version>([^<]+)`).exec(await readFile(pom, 'utf8')) ?? [];
  if (version === undefined) throw new Error(`${pom} names no version of ${artifactId}.`);
  return version;
}

const goalOf = (wanted: Wanted): readonly string[] =>
  'artifact' in wanted
    ? ['dependency:copy', `-Dartifact=${wanted.artifact}`]
    : ['-f', wanted.pom, 'dependency:copy-dependencies'];

/** Into a folder of its own, renamed when whole: two fetches at a time, or one that is broken off, do no harm. */
async function fetchJars(
  program: string,
  wanted: Wanted,
  otherwise: string,
  { cache, jars }: { readonly cache: string; readonly jars: string },
): Promise<void> {
  const partial = join(cache, `fetching-${program.toLowerCase()}-${process.pid}`);
  await mkdir(partial, { recursive: true });
  try {
    await execa('mvn', ['-q', '-B', ...goalOf(wanted), `-DoutputDirectory=${partial}`], { cwd: partial });
    await rename(partial, jars).catch((error: unknown) => {
      if (!existsSync(jars)) throw error;
    });
  } catch (error) {
    const { code, stdout, shortMessage } = error as ExecaError<{ encoding: 'utf8' }>;
    throw new Error(
      code === 'ENOENT'
        ? `${program} is fetched by Maven (mvn), which was not found. Install it${otherwise}.`
        : `Maven could not fetch ${program}: ${(stdout || shortMessage).trim().split('\n')[0]}`,
      { cause: error },
    );
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}
