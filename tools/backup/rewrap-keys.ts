import { ensureBuilt } from '../build.ts';
import { stopWithBoot } from '../processes.ts';
import { findKept, identitiesOf } from './deployment.ts';

/**
 * `npm run rewrap-keys`: wraps the data keys of people anew by the key-encryption key that the environment names (`ECOU_KEK` and others), for the
 * deployment that it names, which may be running with the same settings. Nothing that is stored under the data keys is written anew.
 */
stopWithBoot();
try {
  await ensureBuilt();
  const kept = await findKept(process.env, false);
  try {
    const { rewrapKeys } = await import('@ecou/runtime');
    for (const { url } of await identitiesOf(kept)) {
      const { rewrapped, unreadable, by } = await rewrapKeys(process.env, { url, secret: kept.secret });
      console.log(`Keys that ${by} wraps from now on: ${rewrapped}.`);
      if (unreadable > 0)
        throw new Error(
          `${unreadable} keys are not unwrapped by any key-encryption key of the environment: they stay.`,
        );
    }
  } finally {
    await kept.end();
  }
  process.exit(0);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
