import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../build.ts';
import { stopWithBoot } from '../processes.ts';
import { findKept, identitiesOf, type Kept } from './deployment.ts';

const least = 32;

/** The secret that is to come: the one that the environment names, which it must where it names the one before; else drawn. */
function nextOf({ ECOU_SECRET: named, ECOU_SECRET_NEXT: next }: NodeJS.ProcessEnv): string {
  if (next !== undefined && next.length >= least) return next;
  if (next !== undefined || named !== undefined)
    throw new Error(
      `ECOU_SECRET_NEXT ${next === undefined ? 'is missing' : `must have at least ${least} characters`}.`,
    );
  return randomBytes(least).toString('base64url');
}

/** Lets another `ECOU_SECRET` open the deployment, beside the one before. */
async function add(kept: Kept, next: string): Promise<void> {
  const { withDeploymentSecret } = await import('@ecou/runtime');
  if (next === kept.secret) throw new Error('ECOU_SECRET_NEXT is the secret of today.');
  for (const { url } of await identitiesOf(kept))
    await withDeploymentSecret(url, (deployment) => deployment.add(kept.secret, next));
  console.log(
    kept.keepSecret(next)
      ? 'A new secret is kept, and opens this deployment from its next start; the one before still does.'
      : 'ECOU_SECRET_NEXT opens this deployment too: start every process with it as ECOU_SECRET.',
  );
  console.log('Then: npm run rotate-secret -- --finish');
}

/** Lets nothing but the secret of today open the deployment. */
async function finish(kept: Kept): Promise<void> {
  const { withDeploymentSecret } = await import('@ecou/runtime');
  let removed = 0;
  for (const { url } of await identitiesOf(kept))
    removed += await withDeploymentSecret(url, (deployment) => deployment.keepOnly(kept.secret));
  console.log(`Secrets that open this deployment no more: ${removed}. Copies that were made before want theirs.`);
}

/**
 * `npm run rotate-secret`: a new `ECOU_SECRET` for the deployment that the environment names, which may be running; with `--finish`, the one
 * before opens it no more. What was keyed stays as it is.
 */
stopWithBoot();
try {
  const { values } = parseArgs({ options: { finish: { type: 'boolean', default: false } } });
  const next = values.finish ? undefined : nextOf(process.env);
  await ensureBuilt();
  const kept = await findKept(process.env, false);
  await (next === undefined ? finish(kept) : add(kept, next)).finally(() => kept.end());
  process.exit(0);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
