import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ensureBuilt } from '../build.ts';
import { stopWithBoot } from '../processes.ts';
import { makeCopy } from './copy.ts';
import { findKept } from './deployment.ts';

/** `npm run backup -- <dir>`: copies databases, files and the secret of a deployment, which may be running, into an empty folder. */
async function backUp(target: string): Promise<void> {
  const dir = resolve(process.env['INIT_CWD'] ?? '.', target);
  if (existsSync(dir) && (await readdir(dir)).length > 0)
    throw new Error(`${dir} is not empty: name a folder that is.`);
  const kept = await findKept(process.env, false);
  try {
    const { databases, files } = await makeCopy(kept, dir);
    const tables = databases.flatMap((each) => each.tables);
    const rows = tables.reduce((sum, each) => sum + each.rows, 0);
    console.log(
      `${dir}: ${databases.length} databases with ${rows} rows in ${tables.length} tables, ${files.length} files, and the secret.`,
    );
    console.log('It opens every link and holds every person: keep it as safe as the deployment itself.');
  } finally {
    await kept.end();
  }
}

stopWithBoot();
const [dir] = process.argv.slice(2);
try {
  if (dir === undefined) throw new Error('Usage: npm run backup -- <dir>');
  await ensureBuilt();
  await backUp(dir);
  process.exit(0);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
