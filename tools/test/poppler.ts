import { execa } from 'execa';
import { existsSync } from 'node:fs';

const APT = '/usr/bin/apt-get';
const PACKAGE = 'poppler-utils';
const LONGEST = 180_000;

const isThere = (): Promise<boolean> =>
  execa('pdftotext', ['-v']).then(
    () => true,
    () => false,
  );

async function install(): Promise<void> {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: readonly string[]) => execa(APT, ['-q', '-y', ...args], { env, timeout: LONGEST });
  const get = () => apt('install', '--no-install-recommends', PACKAGE);
  // A fresh image has no list of packages yet.
  await get().catch(async () => {
    await apt('update');
    await get();
  });
}

/**
 * Makes sure of Poppler's tools (`pdftotext`, `pdfinfo`), by which tests read documents: on the path already, or installed where that may be
 * done. Answers where it is from. Throws a sentence that says what to do.
 */
export async function findPoppler(): Promise<string> {
  if (await isThere()) return 'the path';
  if (process.getuid?.() !== 0 || !existsSync(APT)) throw new Error(`install the package ${PACKAGE}, for pdftotext`);
  await install();
  return `the package ${PACKAGE}`;
}
