import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, chmodSync, chownSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { StartError } from '../start-error.js';
import { copyBinaries, findBinaries, type Binaries } from './binaries.js';

/** The user that PostgreSQL runs as, where that is not the one who starts it. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** The places of data and programs, and the user who runs them. */
export interface Place {
  readonly dataDir: string;
  readonly binaries: Binaries;
  readonly identity?: Identity;
  /** One line for whoever starts it, where the data is elsewhere than asked for. */
  readonly notice?: string;
}

const SYSTEM_BASE = '/var/lib/ecou';

/**
 * PostgreSQL refuses to run as root, so root hands it to another user, who must be able to reach data and programs: where a
 * folder above cannot be entered by that user, both are kept under /var/lib/ecou: data in a folder per data directory, the programs once.
 */
export async function findPlace(wanted: string): Promise<Place> {
  const asked = resolve(wanted);
  const binaries = await findBinaries();
  if (process.getuid?.() !== 0) return { dataDir: writable(asked), binaries };
  checkWritable(asked, nearestExisting(asked));
  const moved = movedFrom(asked);
  const identity = whoRuns([asked, moved]);
  if (canEnter(identity, nearestExisting(dirname(asked))) && !(holdsData(moved) && !holdsData(asked)))
    return { dataDir: enterable(asked), binaries: reachable(binaries, identity), identity };
  const notice = `PostgreSQL does not run as root, and no other user can enter ${dirname(asked)}: the data is in ${moved}.`;
  return { dataDir: enterable(moved), binaries: reachable(binaries, identity), identity, notice };
}

/** True where data is kept that was asked for in a folder, there or elsewhere. Makes no folder. */
export function holdsEmbeddedData(wanted: string): boolean {
  const asked = resolve(wanted);
  return holdsData(asked) || (process.getuid?.() === 0 && holdsData(movedFrom(asked)));
}

const movedFrom = (asked: string): string =>
  join(SYSTEM_BASE, `${folderName(asked)}-${createHash('sha256').update(asked).digest('hex').slice(0, 8)}`);

const folderName = (dir: string): string => (basename(dir) === '.ecou' ? basename(dirname(dir)) : basename(dir));

const holdsData = (dir: string): boolean => existsSync(join(dir, 'postgres', 'PG_VERSION'));

/** The owner of data that is there already, else an account of the system that owns nothing of value. */
function whoRuns(dirs: readonly string[]): Identity {
  for (const dir of dirs.filter(holdsData)) {
    const { uid, gid } = statSync(join(dir, 'postgres'));
    if (uid !== 0) return { uid, gid };
  }
  for (const name of ['ecou', 'postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((option) => Number.parseInt(spawnSync('id', [option, name]).stdout.toString()));
    if (uid && gid) return { uid, gid };
  }
  throw new StartError('PostgreSQL does not run as root, and there is no user to run it. Add one named ecou.');
}

const canEnter = (identity: Identity, dir: string): boolean =>
  spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', dir], { ...identity, cwd: '/' }).status === 0;

const nearestExisting = (dir: string): string => (existsSync(dir) ? dir : nearestExisting(dirname(dir)));

function reachable(binaries: Binaries, identity: Identity): Binaries {
  const postgres = join(binaries.native, 'bin', 'postgres');
  const runs = spawnSync(postgres, ['--version'], { ...identity, cwd: '/' }).status === 0;
  return runs ? binaries : copyBinaries(binaries, SYSTEM_BASE);
}

/** Makes a folder of root's that others can pass through, but not list. */
function enterable(dir: string): string {
  writable(dir);
  chmodSync(dir, 0o711);
  return dir;
}

function writable(dir: string): string {
  try {
    mkdirSync(dir, { recursive: true });
  } catch (error) {
    throw notWritable(dir, error);
  }
  checkWritable(dir, dir);
  return dir;
}

function checkWritable(dir: string, existing: string): void {
  try {
    // The dot makes of a file an error.
    accessSync(join(existing, '/') + '.', constants.W_OK | constants.X_OK);
  } catch (error) {
    throw notWritable(dir, error);
  }
}

const notWritable = (dir: string, error: unknown): StartError => {
  const { code } = error as NodeJS.ErrnoException;
  return new StartError(`The data directory ${dir} cannot be written (${code}). Set ECOU_DATA_DIR to another one.`);
};

/** Hands a file or folder to the user that PostgreSQL runs as. */
export function giveTo(identity: Identity | undefined, path: string): void {
  if (identity) chownSync(path, identity.uid, identity.gid);
}
