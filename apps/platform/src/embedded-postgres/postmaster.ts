import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A postmaster that `postmaster.pid` tells of. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

/**
 * The postmaster that runs on a data folder, also one that its starter left behind. A file left by one that is gone is removed:
 * PostgreSQL would refuse to start where another program, or the postmaster of other data, has got its process id since.
 */
export function findPostmaster(data: string): Postmaster | undefined {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const [pid, , , port] = readFileSync(file, 'utf8').split('\n').map(Number);
  if (pid && isAlive(pid) && isPostmasterOf(commandOf(pid), data)) return { pid, port: port ?? 0 };
  rmSync(file, { force: true });
  return undefined;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** True for the command line of a postmaster that was started on this data, as `postgres -D <data> ...`. */
const isPostmasterOf = (command: string, data: string): boolean =>
  process.platform === 'win32' || command.includes(`postgres -D ${data} `);

/** The program with its arguments, each followed by a space. */
function commandOf(pid: number): string {
  if (process.platform === 'win32') return '';
  if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  return `${spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)])
    .stdout.toString()
    .trim()} `;
}

const FAST = 20_000;
const IMMEDIATE = 10_000;

/** Ends a postmaster: connections are broken off, a checkpoint is written. One that does not end so is made to. */
export async function stopPostmaster(pid: number): Promise<void> {
  const steps = [
    ['SIGINT', FAST],
    ['SIGQUIT', IMMEDIATE],
    ['SIGKILL', IMMEDIATE],
  ] as const;
  for (const [signal, patience] of steps) {
    if (!send(pid, signal) || (await ends(pid, patience))) return;
  }
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

async function ends(pid: number, patience: number): Promise<boolean> {
  for (let waited = 0; waited < patience; waited += 20) {
    if (!isAlive(pid)) return true;
    await sleep(20);
  }
  return false;
}
