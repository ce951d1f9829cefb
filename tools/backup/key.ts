import { ensureBuilt } from '../build.ts';
import { stopWithBoot } from '../processes.ts';
import { findKept, identitiesOf } from './deployment.ts';

/** `npm run key`: another administrator's key for the deployment that the environment names, which may be running. */
stopWithBoot();
try {
  await ensureBuilt();
  const { anotherKey, keyLines } = await import('@ecou/platform');
  const { readConfig } = await import('@ecou/runtime');
  const kept = await findKept(process.env, false);
  const { publicUrl } = readConfig({
    ...process.env,
    DATABASE_URL: process.env['DATABASE_URL'] || 'postgres://127.0.0.1/ecou',
    ECOU_SECRET: kept.secret,
  }).publisher;
  const makeKeys = async () => {
    const databases = await identitiesOf(kept);
    for (const { name, url } of databases) {
      // Those of `npm start` and of `npm run services` may stand side by side.
      if (databases.length > 1) console.log(`For the database ${name}:`);
      for (const line of keyLines(publicUrl, await anotherKey(url))) console.log(line);
    }
  };
  await makeKeys().finally(() => kept.end());
  console.log(`Whoever finds the lost one can use it until it is revoked: ${publicUrl}/docs, Identity.`);
  process.exit(0);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
