import { firstKey } from './first-key.js';

/** Prints the first administrator's key of a deployment, once. */
const url = process.env['IDENTITY_DATABASE_URL'] ?? process.env['DATABASE_URL'];
try {
  if (!url) throw new Error('IDENTITY_DATABASE_URL is missing.');
  const key = await firstKey(url);
  if (!key)
    throw new Error('The first key was made before. An administrator makes further ones: POST /identity/v1/keys.');
  console.log(key);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
