import { anotherKey, firstKey } from './first-key.js';

/** Prints the first administrator's key of a deployment, once; with `--another`, one more, for whoever lost it. */
const url = process.env['IDENTITY_DATABASE_URL'] ?? process.env['DATABASE_URL'];
try {
  if (!url) throw new Error('IDENTITY_DATABASE_URL is missing.');
  const key = process.argv.includes('--another') ? await anotherKey(url) : await firstKey(url);
  if (!key) throw new Error('The first key was made before. If it is lost, --another makes one more.');
  console.log(key);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
