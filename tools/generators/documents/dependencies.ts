import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { directOf, directTable } from '../../supply/direct.ts';
import { placesIn } from '../../supply/lockfile.ts';
import { write } from '../tree/changes.ts';

/** Writes the table of `docs/dependencies.md`: what apps and libraries ask for, by `package-lock.json` and their manifests. */
export async function writeDependencies(root: string): Promise<void> {
  const file = join(root, 'docs/dependencies.md');
  const text = readFileSync(file, 'utf8');
  const [open, close] = ['<!-- direct -->\n', '\n<!-- /direct -->'];
  const [before, after] = [text.indexOf(open) + open.length, text.indexOf(close)];
  const whole = `${text.slice(0, before)}\n${directTable(directOf(root, placesIn(root)))}\n${text.slice(after)}`;
  write(file, await format(whole, { ...(await resolveConfig(file)), filepath: file }));
}
