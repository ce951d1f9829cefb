import type { Frozen } from '@ecou/contracts';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a freeze came to: the types that it wrote, and what it refused with the reasons. */
export interface Freeze {
  readonly written: readonly string[];
  readonly broken: readonly string[];
}

/**
 * Writes `libs/contracts/published/<type>.json` for each contract that is new, or that only gained what is compatible. One that broke
 * with its published form is left as it is and told: it needs a new version.
 */
export async function freezeContracts(root: string): Promise<Freeze> {
  await run(process.execPath, [join(root, 'node_modules/.bin/nx'), 'run', '@ecou/contracts:build'], { cwd: root });
  const { catalogue, compare, freeze } = await import('@ecou/contracts');
  const folder = join(root, 'libs/contracts/published');
  await mkdir(folder, { recursive: true });
  const written: string[] = [];
  const broken: string[] = [];
  for (const contract of catalogue.values()) {
    const file = join(folder, `${contract.type}.json`);
    const published = existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Frozen) : undefined;
    const status = compare(published, contract);
    if (status.is === 'broken') broken.push(`${contract.type}: ${status.breaks.join(', ')}`);
    if (status.is !== 'new' && status.is !== 'grown') continue;
    await writeFile(file, `${JSON.stringify(freeze(contract), null, 2)}\n`);
    written.push(contract.type);
  }
  return { written, broken };
}
