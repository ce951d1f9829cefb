import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { end, endWithParent, hasExited, nodeFlags, until } from './processes.ts';

const root = join(import.meta.dirname, '..');
const READY_WITHIN = 60_000;

export interface OsProcessOptions {
  /** The program, from the root of the repository. */
  readonly main: string;
  readonly args?: readonly string[];
  /** The address that answers 200 when it is ready. */
  readonly ready: string;
  /** Its whole environment, but for PATH. */
  readonly env: Readonly<Record<string, string>>;
}

/** A program of this repository as a process of its own, which can be killed and started again. It ends with this process. */
export class OsProcess {
  readonly #options: OsProcessOptions;
  #child: ChildProcess | undefined;
  #guard: { release(): void } | undefined;
  #written = '';

  constructor(options: OsProcessOptions) {
    this.#options = options;
  }

  /** Everything that it has written so far, over all its lives. */
  get output(): string {
    return this.#written;
  }

  get pid(): number {
    if (!this.#child?.pid || hasExited(this.#child)) throw new Error(`${this.#options.main} is not running.`);
    return this.#child.pid;
  }

  /** Starts it and waits until it is ready. */
  async start(): Promise<void> {
    const { main, args = [], env } = this.#options;
    const child = spawn(process.execPath, [...nodeFlags, join(root, main), ...args], {
      cwd: root,
      env: { PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (this.#written += chunk.toString()));
    this.#child = child;
    this.#guard = endWithParent(this.pid);
    await until(() => this.#isReady(child), READY_WITHIN, `${main} to be ready`).catch(async (error: unknown) => {
      await this.kill();
      throw new Error(`${String(error)}\n${this.#written.slice(-4_000)}`);
    });
  }

  /** Waits until it is gone. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.#child;
    if (!child || hasExited(child)) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
    this.#guard?.release();
  }

  async restart(): Promise<void> {
    await this.kill();
    await this.start();
  }

  /** Asks it to end; answers its exit code. */
  async stop(): Promise<number | null> {
    if (this.#child) await end(this.#child, 'SIGTERM', 30_000);
    this.#guard?.release();
    return this.#child?.exitCode ?? null;
  }

  async #isReady(child: ChildProcess): Promise<true | undefined> {
    if (hasExited(child)) throw new Error(`${this.#options.main} ended before it was ready.`);
    const answer = await fetch(this.#options.ready).catch(() => undefined);
    return answer?.ok ? true : undefined;
  }
}
