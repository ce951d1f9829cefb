import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Of every service: room for young objects in MB, as `boot.mjs` says; kafkajs sets timers to times that have passed. */
const nodeFlags = [
  '--max-semi-space-size=8',
  '--disable-warning=ExperimentalWarning',
  '--disable-warning=TimeoutNegativeWarning',
] as const;

/** The environment of a program whose output is read: no colours, which Nx asks of its tasks. */
export const withoutColours = { NO_COLOR: '1', FORCE_COLOR: undefined } as const;

/** The command of a program of this repository, as every service is started. */
export const nodeCommand = (main: string, ...args: readonly string[]) =>
  [process.execPath, ...nodeFlags, main, ...args] as const;

/**
 * A TCP port of the loopback address that is free at this moment; from below those that systems give to outgoing connections, which
 * could take it before a process that was just started does.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(15_000, 32_000);
    if (await isFree(port)) return port;
  }
}

/** Whether nothing listens on a port of the loopback address. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const free = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (free) await new Promise((resolve) => server.close(resolve));
  return free;
}

/** Asks until `probe` answers something other than `undefined`; throws after `timeoutMs`. */
export async function until<T>(probe: () => Promise<T | undefined> | T | undefined, timeoutMs: number, what: string) {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`${what}: not within ${timeoutMs / 1000} s.`);
    await sleep(50);
  }
}

/**
 * Kills a process when this one ends in any way, SIGKILL included: a shell waits for the end of its input, which
 * this process holds open.
 */
export function endWithParent(pid: number): { release(): void } {
  if (process.platform === 'win32') return { release: () => undefined };
  const guard = spawn('/bin/sh', ['-c', `cat >/dev/null; kill -KILL ${pid}`], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.unref();
  (guard.stdin as unknown as { unref(): void }).unref();
  return { release: () => void guard.kill('SIGKILL') };
}

/** Takes the signal to stop where tools/boot.mjs, which this process was started by, was killed. */
export function stopWithBoot(): void {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel?.unref();
}
