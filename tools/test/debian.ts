import { execa } from 'execa';
import { existsSync } from 'node:fs';

const APT = '/usr/bin/apt-get';
const LONGEST = 180_000;
/** Seconds in which another one, which other tests started, is waited for. */
const LOCKED = 120;

async function install(name: string): Promise<void> {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const options = ['-q', '-y', '-o', `DPkg::Lock::Timeout=${LOCKED}`];
  const apt = (...args: readonly string[]) => execa(APT, [...options, ...args], { env, timeout: LONGEST });
  const get = () => apt('install', '--no-install-recommends', name);
  // A fresh image has no list of packages yet.
  await get().catch(async () => {
    await apt('update');
    await get();
  });
}

/**
 * Makes sure of a program that tests run, of a Debian package: on the path already, or installed where that may be done. `trial`: a command that ends
 * well where it is there. Answers where it is from. Throws a sentence that says what to do.
 */
export async function findPackage(name: string, ...trial: readonly [string, ...string[]]): Promise<string> {
  const [command, ...args] = trial;
  const { exitCode } = await execa(command, args.length > 0 ? args : ['-V'], { reject: false });
  if (exitCode === 0) return 'the path';
  if (process.getuid?.() !== 0 || !existsSync(APT)) throw new Error(`install the package ${name}, for ${command}`);
  await install(name);
  return `the package ${name}`;
}

/** Answers a question of a package (`package/question type value`) before it is installed, where that may be done. */
export async function answerPackage(answer: string): Promise<void> {
  if (process.getuid?.() === 0 && existsSync(APT)) await execa('debconf-set-selections', { input: `${answer}\n` });
}
