import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const stamp = join(root, 'node_modules/.cache/ecou/built');

/** Builds what has changed since the last build. Where nothing has, nothing is started: it takes some milliseconds. */
export async function ensureBuilt(tell: (line: string) => void = console.log): Promise<void> {
  const sources = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources && distsOf().every((dist) => existsSync(dist)))
    return;
  tell('Building ...');
  await build();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, sources);
}

/** Of every file that a build reads: its name, size and time. */
function fingerprint(): string {
  const files = globSync(['{apps,libs}/*/src/**/*.{ts,tsx}', '{apps,libs}/*/package.json'], { cwd: root })
    .filter((file) => !file.includes('.spec.ts'))
    .concat('.swcrc', 'tsconfig.base.json', 'nx.json', 'package-lock.json')
    .sort();
  const hash = createHash('sha256');
  for (const file of files) {
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

const distsOf = (): string[] =>
  globSync('{apps,libs}/*/src', { cwd: root })
    .filter((src) => readFileSync(join(root, src, '../package.json'), 'utf8').includes('"build"'))
    .map((src) => join(root, src, '../dist'));

/** Shows what nx writes only where it fails. */
async function build(): Promise<void> {
  const nx = join(root, 'node_modules/.bin/nx');
  const child = spawn(process.execPath, [nx, 'run-many', '-t', 'build', '--outputStyle=static'], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => written.push(chunk));
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`The build failed:\n${Buffer.concat(written).toString().trim()}`);
}

if (import.meta.main) await ensureBuilt();
