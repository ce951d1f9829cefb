import type { Frozen } from '@ecou/contracts';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Refused } from './refused.ts';

const run = promisify(execFile);

/**
 * Writes `libs/contracts/published/<type>.json` for each contract that is new, or that only gained what is compatible, and the table in
 * the README of the contracts. Throws `Refused` where one broke with its published form: it needs a new version. Answers the files
 * that it wrote.
 */
export async function freezeContracts(root: string): Promise<string[]> {
  await run(process.execPath, [join(root, 'node_modules/.bin/nx'), 'run', '@ecou/contracts:build'], { cwd: root });
  const { catalogue, catalogueTable, compare, freeze } = await import('@ecou/contracts');
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
    written.push(file);
  }
  if (broken.length > 0)
    throw new Refused(`A published contract is never edited: add a version.\n${broken.join('\n')}`);
  const readme = join(root, 'libs/contracts/README.md');
  const text = await readFile(readme, 'utf8');
  const [open, close] = ['<!-- contracts -->\n', '\n<!-- /contracts -->'];
  const [before, after] = [text.indexOf(open) + open.length, text.indexOf(close)];
  const current = `${text.slice(0, before)}\n${catalogueTable(catalogue.values())}${text.slice(after)}`;
  if (current === text) return written;
  await writeFile(readme, current);
  return [...written, readme];
}
