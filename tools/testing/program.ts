import { saysBuilt } from '../build.ts';
import { OsProcess } from '../os-process.ts';

const launched = new Set<OsProcess>();

/** Starts a program of tools/ for a test, as whoever starts Ecou runs it; it is ready once it says how it is stopped. */
export function launch(args: readonly string[], env: Readonly<Record<string, string>>): OsProcess {
  const program = new OsProcess({
    name: args.join(' '),
    command: [process.execPath, '--disable-warning=ExperimentalWarning', ...args],
    env: { HOME: process.env['HOME'], ...saysBuilt(), ...env },
    ready: ({ out }) => out.includes('Ctrl-C stops'),
  });
  program.launch();
  launched.add(program);
  return program;
}

/** After a test that failed in the middle: nothing is left running. */
export async function stopAll(): Promise<void> {
  for (const program of launched) await program.stop();
  launched.clear();
}
