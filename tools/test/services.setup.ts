import { findServices, type Found } from './services.ts';

declare global {
  var ecouTestServices: Found | undefined;
}

/** Before the first test of a run: servers for all of it. A run without them does not begin. */
export default async function setup(): Promise<void> {
  const found = await findServices();
  globalThis.ecouTestServices = found;
  if (found.missing.size === 0) return;
  await found.stop();
  const reasons = [...found.missing].map(([name, why]) => `${name} (${why})`);
  throw new Error(`These tests need servers that cannot be had: ${reasons.join(', ')}.`);
}
