import { execa } from 'execa';
import { findPackage } from '../test/debian.ts';

/** Debian's own, which its packages are for. */
const python = '/usr/bin/python3';

/** Makes sure of GDAL's programs and of OWSLib, both of Debian. */
export async function findGis(): Promise<void> {
  await findPackage('gdal-bin', 'ogrinfo', '--version');
  await findPackage('python3-owslib', python, '-c', 'import owslib');
}

const env = { GDAL_HTTP_TIMEOUT: '20', CPL_DEBUG: 'ON' };

/** The output of a program of GDAL, and what it says on its way: the addresses that it asks for. Throws where it fails. */
export async function gdal(
  program: 'ogrinfo' | 'ogr2ogr',
  ...args: readonly string[]
): Promise<{ readonly output: string; readonly said: string }> {
  const { stdout, stderr } = await execa(program, args, { env, timeout: 60_000 });
  return { output: stdout, said: stderr };
}

/** What a script for OWSLib prints as JSON; `url` is that of a landing page. */
export async function owsLib<T>(url: string, script: string): Promise<T> {
  const code = `import json, sys\nfrom owslib.ogcapi.features import Features\nservice = Features(sys.argv[1])\n${script}\n`;
  const { stdout } = await execa(python, ['-c', code, url], { timeout: 60_000 });
  return JSON.parse(stdout) as T;
}
