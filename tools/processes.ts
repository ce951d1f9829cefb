import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Of every service: room for young objects and for garbage, as `boot.mjs` says; kafkajs sets timers to times that have passed. */
const nodeFlags = [
  '--max-semi-space-size=8',
  '--heap-growing-percent=60',
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
 * could take it before a process that was just started does. Others who look for one on this machine do not get the same for two minutes.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(15_000, 32_000);
    if ((await reserve(port)) && (await isFree(port))) return port;
  }
}

const reservedMs = 120_000;

/** Notes in the folder for temporary files that somebody is about to listen on a port. False where somebody else is. */
async function reserve(port: number): Promise<boolean> {
  const folder = join(tmpdir(), 'ecou-ports');
  const note = join(folder, String(port));
  await mkdir(folder, { recursive: true, mode: 0o1777 });
  const { mtimeMs } = await stat(note).catch(() => ({ mtimeMs: undefined }));
  if (mtimeMs !== undefined && Date.now() - mtimeMs < reservedMs) return false;
  await rm(note, { force: true });
  return writeFile(note, '', { flag: 'wx' }).then(
    () => true,
    () => false,
  );
}

/** True where nothing listens on a port of the loopback address. */
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
  const end = performance.now() + timeoutMs;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined) return answer;
    if (performance.now() > end) throw new Error(`${what}: not within ${timeoutMs / 1000} s.`);
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
