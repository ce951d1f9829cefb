import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../build.ts';
import { stopWithBoot } from '../processes.ts';
import { putBack } from './copy.ts';
import { findKept } from './deployment.ts';
import { checkCopy, readManifest } from './manifest.ts';

const usage = 'Usage: npm run restore -- <dir> [--replace] [--check]';

/** `npm run restore -- <dir>`: puts a copy that `npm run backup` made into the deployment that the environment names. */
async function restore(dir: string, replace: boolean): Promise<void> {
  const copy = await readManifest(dir);
  await checkCopy(dir, copy);
  const kept = await findKept(process.env, true);
  try {
    await putBack(copy, dir, kept, { named: process.env['ECOU_SECRET'], replace });
    const rows = copy.databases.flatMap(({ tables }) => tables).reduce((sum, each) => sum + each.rows, 0);
    console.log(
      `Restored as of ${copy.madeAt}: ${copy.databases.length} databases with ${rows} rows, ${copy.files.length} files.`,
    );
  } finally {
    await kept.end();
  }
}

stopWithBoot();
try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { replace: { type: 'boolean', default: false }, check: { type: 'boolean', default: false } },
  });
  const [named] = positionals;
  if (named === undefined) throw new Error(usage);
  const dir = resolve(process.env['INIT_CWD'] ?? '.', named);
  if (values.check) {
    await checkCopy(dir, await readManifest(dir));
    console.log(`${dir} is whole.`);
  } else {
    await ensureBuilt();
    await restore(dir, values.replace);
  }
  process.exit(0);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
