import { runNx } from './nx.ts';

/** Says that everything is built: another build would take away, for a moment, what tests run beside it. */
const built = 'ECOU_BUILT';

/** Lets programs that this one starts take what is built as it is. */
export function leaveBuilt(): void {
  process.env[built] = 'true';
}

/** The part of an environment that says so to a program which gets no other part of this one's. */
export function saysBuilt(): Record<string, string> {
  const { [built]: said } = process.env;
  return said ? { [built]: said } : {};
}

/** Builds what has changed since the last build: Nx answers the rest from its cache, in about half a second. Throws with what it writes where it fails. */
export async function ensureBuilt(): Promise<void> {
  if (process.env[built]) return;
  const { ok, output } = await runNx(['run-many', '-t', 'build', '--outputStyle=static'], { quiet: true });
  if (!ok) throw new Error(`The build failed:\n${output}`);
}
