import { createPool } from '@ecou/event-sourcing';
import type { Pool } from 'pg';
import { startPlatform, type Deployment } from '../deployment.ts';
import { compared, perSecond, type Line } from './measure.ts';
import { multiply, multiplyEncrypted, recordExample } from './petitions/catch-up.ts';
import { call, defineDirectory, inPlain, petition } from './petitions/petitions.ts';
import { idle, rebuildOnce } from './rebuild.ts';

/** Petitions that a view is built of, two events each. */
const petitions = 50_000;
const rounds = 5;
const roundMs = 3_000;
const writers = 16;

/** A platform that encrypts, or does not. */
interface Contender {
  readonly platform: Deployment;
  readonly pool: Pool;
}

type UrlOf = (isOn: boolean) => string;

const env = (isOn: boolean) => (isOn ? {} : inPlain);

/** The rates of a platform that encrypts and of one that does not, in turns. */
async function both(start: (isOn: boolean) => Promise<Contender>, rate: (one: Contender) => Promise<number>) {
  const [on, off] = [await start(true), await start(false)];
  try {
    return await compared(
      rounds,
      () => rate(on),
      () => rate(off),
    );
  } finally {
    for (const { platform, pool } of [on, off]) {
      await platform.stop();
      await pool.end();
    }
  }
}

const lineOf = (
  result: Awaited<ReturnType<typeof compared>>,
  { name, measured, goal }: { readonly name: string; readonly measured: string; readonly goal: number },
): Line => ({
  name,
  result,
  measured: `${result.perSecond} ${measured}`,
  comparedTo: `${result.comparedTo}/s of the same in plain: ratio ${result.ratio}`,
  goal: `ratio >= ${goal}`,
  met: result.ratio >= goal,
});

/** Petitions that are registered, each of somebody new: with encryption on, and with it off. `urlOf`: a database of each, which nobody has used. */
export async function benchEncryptedAppend(urlOf: UrlOf): Promise<Line> {
  let index = 0;
  const result = await both(
    async (isOn) => {
      const platform = await startPlatform({ databaseUrl: () => urlOf(isOn), env: env(isOn) });
      await defineDirectory(platform);
      return { platform, pool: createPool(urlOf(isOn), { max: 1 }) };
    },
    async ({ platform, pool }) => {
      const register = () => call(platform, 'POST', 'petitions', petition((index += 1)));
      const rate = await perSecond(writers, roundMs, register);
      // The other is not to be measured beside what follows.
      await idle(pool);
      return rate;
    },
  );
  const measured = `petitions/s by ${writers} writers, each of somebody with a key of their own`;
  return lineOf(result, { name: 'encryptedAppend', measured, goal: 0.8 });
}

/** The list of many petitions, built anew: with encryption on, and with it off. `urlOf`: a database of each, which nobody has used. */
export async function benchEncryptedRebuild(urlOf: UrlOf): Promise<Line> {
  const view = { context: 'feedback', view: 'petition_list' };
  const events = 2 * petitions;
  const result = await both(
    async (isOn) => {
      const databaseUrl = urlOf(isOn);
      const key = await recordExample(databaseUrl);
      const pool = createPool(databaseUrl, { max: 2 });
      await (isOn ? multiplyEncrypted(databaseUrl, pool, petitions) : multiply(pool, petitions));
      const platform = await startPlatform({ databaseUrl: () => databaseUrl, key, env: env(isOn) });
      await idle(pool);
      return { platform, pool };
    },
    async ({ platform, pool }) => (events * 1_000) / (await rebuildOnce(platform, pool, view)),
  );
  const measured = `events/s, ${view.view} of ${events} events whose personal values are encrypted`;
  return lineOf(result, { name: 'encryptedRebuild', measured, goal: 0.7 });
}
