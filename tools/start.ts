import { ensureBuilt } from './build.ts';
import { stopWithBoot } from './processes.ts';

/** `npm start`: the platform in one process; `--empty` leaves the sample programme out. */
stopWithBoot();
const empty = process.argv.includes('--empty');

try {
  await ensureBuilt();
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
const { runPlatform } = await import('@ecou/platform');

async function loadSample(into: { url: string; key: string }): Promise<void> {
  const sample = await import('./sample/index.ts');
  console.log('Loading the sample programme ...');
  await sample.loadSample(into);
}

await runPlatform({
  env: { ...process.env, LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn' },
  keyCommand: 'npm run key',
  ...(empty ? {} : { load: loadSample }),
});
