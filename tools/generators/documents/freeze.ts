import type { compare, Contract, freeze, Frozen } from '@ecou/contracts';
import { execaNode } from 'execa';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { committed, write } from '../tree/changes.ts';
import { clientTypes, clientTypesFile } from './client-types.ts';
import { Refused } from '../tree/refused.ts';

const folder = 'libs/contracts/published';

/**
 * Writes `libs/contracts/published/<type>.json` for each contract that is new, or that only gained what is compatible, and the table in
 * the README of the contracts, and the types of the client. Throws `Refused` where one broke with its published form: it needs a new version.
 */
export async function freezeContracts(root: string): Promise<void> {
  await execaNode(join(root, 'node_modules/.bin/nx'), ['run', '@ecou/contracts:build'], { cwd: root, ipc: false });
  const contracts = await import('@ecou/contracts');
  const { catalogue, catalogueTable } = contracts;
  freezeAll(root, [...catalogue.values()], contracts);
  const readme = join(root, 'libs/contracts/README.md');
  const text = readFileSync(readme, 'utf8');
  const [open, close] = ['<!-- contracts -->\n', '\n<!-- /contracts -->'];
  const [before, after] = [text.indexOf(open) + open.length, text.indexOf(close)];
  write(readme, `${text.slice(0, before)}\n${catalogueTable(catalogue.values())}${text.slice(after)}`);
  write(join(root, clientTypesFile), await clientTypes(root, contracts));
}

interface Compatibility {
  readonly compare: typeof compare;
  readonly freeze: typeof freeze;
}

/** A published form counts once it is committed: before that it is written again, and goes with its contract. */
export function freezeAll(root: string, contracts: readonly Contract[], compatibility: Compatibility): void {
  const broken: string[] = [];
  for (const contract of contracts) {
    const path = `${folder}/${contract.type}.json`;
    const published = publishedIn(root, path);
    const status = compatibility.compare(published, contract);
    if (status.is === 'broken') broken.push(`${path}: ${status.breaks.join(', ')}`);
    else if (status.is === 'frozen') write(join(root, path), textOf(published));
    else write(join(root, path), textOf(compatibility.freeze(contract)));
  }
  if (broken.length > 0)
    throw new Refused(`A published contract is never edited: add a version.\n${broken.join('\n')}`);
  const known = contracts.map(({ type }) => `${type}.json`);
  for (const file of readdirSync(join(root, folder)).filter((name) => !known.includes(name)))
    if (!publishedIn(root, `${folder}/${file}`)) write(join(root, folder, file), null);
}

const textOf = (frozen: Frozen | undefined): string => `${JSON.stringify(frozen, null, 2)}\n`;

/** The committed form; without a repository, the one in the folder. */
function publishedIn(root: string, path: string): Frozen | undefined {
  const file = join(root, path);
  const hasGit = committed(root, 'package.json') !== undefined;
  const text = hasGit ? committed(root, path) : existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  return text === undefined ? undefined : (JSON.parse(text) as Frozen);
}
