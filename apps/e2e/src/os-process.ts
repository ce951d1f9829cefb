import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { end, endWithParent, hasExited, until } from '@ecou/tools/processes.ts';

const root = join(import.meta.dirname, '../../..');
const readyMs = 60_000;

/** A program of this repository as a process of its own, which can be killed and started again. */
export class OsProcess {
  private child: ChildProcess | undefined;
  private guard: { release(): void } | undefined;
  private written = '';

  /** `main`: the built program, from the root of the repository. `ready`: the address that says when it is ready. */
  constructor(
    private readonly main: string,
    private readonly ready: string,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  /** Everything that it has written so far, over all its lives. */
  get output(): string {
    return this.written;
  }

  get pid(): number {
    if (!this.child?.pid || hasExited(this.child)) throw new Error(`${this.main} is not running.`);
    return this.child.pid;
  }

  /** Starts it and waits until it is ready. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, this.main)], {
      cwd: root,
      env: { PATH: process.env['PATH'] ?? '', ...this.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (this.written += chunk.toString()));
    this.child = child;
    this.guard = endWithParent(this.pid);
    await until(() => this.isReady(child), readyMs, `${this.main} to be ready`).catch(async (error: unknown) => {
      await this.kill();
      throw new Error(`${String(error)}\n${this.written.slice(-4_000)}`);
    });
  }

  /** Waits until it is gone. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const { child } = this;
    if (!child || hasExited(child)) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
    this.guard?.release();
  }

  async restart(): Promise<void> {
    await this.kill();
    await this.start();
  }

  /** Asks it to end; answers its exit code. */
  async stop(): Promise<number | null> {
    if (this.child) await end(this.child, 'SIGTERM', 30_000);
    this.guard?.release();
    return this.child?.exitCode ?? null;
  }

  private async isReady(child: ChildProcess): Promise<true | undefined> {
    if (hasExited(child)) throw new Error(`${this.main} ended before it was ready.`);
    const answer = await fetch(this.ready).catch(() => undefined);
    return answer?.ok ? true : undefined;
  }
}
