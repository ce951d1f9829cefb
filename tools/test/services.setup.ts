import { findServices, type Found } from './services.ts';

declare global {
  var ecouTestServices: Found | undefined;
}

/** Before the first test of a run: servers for all of it. A run without them does not begin. */
export default async function setup(): Promise<void> {
  const found = await findServices();
  globalThis.ecouTestServices = found;
  // Without Poppler the few tests that read documents fail, and say why.
  const missing = [...found.missing].filter(([name]) => name !== 'Poppler');
  if (missing.length === 0) return;
  await found.stop();
  const reasons = missing.map(([name, why]) => `${name} (${why})`);
  throw new Error(`These tests need servers that cannot be had: ${reasons.join(', ')}.`);
}
