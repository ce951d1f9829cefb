import { BootError } from '../config/boot-error.js';
import { startProcess, type ProcessOptions, type RunningProcess } from './start-process.js';

export interface RunOptions extends ProcessOptions {
  /** Called when it serves, as to print where. */
  readonly started?: (running: RunningProcess) => void | Promise<void>;
  /** Called after everything has ended, as to stop a database that was started for it. */
  readonly ended?: () => Promise<void>;
}

/** The time that a stop may take before the process ends all the same. */
const graceMs = 30_000;

/** The error in one line where the reason is known, else with its stack. */
export const bootFailure = (error: unknown): string => {
  if (error instanceof BootError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};

/**
 * The life of a process, for `main.ts`: starts, serves until SIGTERM or SIGINT, stops gracefully, and ends with exit code 0. Where it
 * cannot start it says why on standard error, and ends with exit code 1.
 */
export async function runProcess({ started, ended, ...options }: RunOptions): Promise<void> {
  let signalled: (signal: NodeJS.Signals) => void = () => undefined;
  const signal = new Promise<NodeJS.Signals>((resolve) => (signalled = resolve));
  process.on('SIGTERM', signalled).on('SIGINT', signalled);
  let running: RunningProcess | undefined;
  try {
    running = await startProcess(options);
    await started?.(running);
    running.logger.info({ signal: await signal }, 'stopping');
  } catch (error) {
    process.stderr.write(`${bootFailure(error)}\n`);
    process.exitCode = 1;
  }
  setTimeout(() => process.exit(1), graceMs).unref();
  await running?.stop().catch((error: unknown) => {
    process.stderr.write(`${bootFailure(error)}\n`);
    process.exitCode = 1;
  });
  await ended?.();
  process.exit();
}
