import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { endWithParent, hasExited, until } from '../processes.ts';

const root = join(import.meta.dirname, '../..');
const READY_WITHIN = 90_000;

/** A program of tools/, run for a test as whoever starts Ecou runs it. */
export class Program {
  static readonly #running = new Set<Program>();

  /** After a test that failed in the middle: nothing is left running. */
  static async endAll(): Promise<void> {
    for (const program of Program.#running) await program.end('SIGTERM');
  }

  readonly child: ChildProcess;
  /** What it has written to standard output, and to standard error. */
  readonly written = { out: '', err: '' };
  readonly #ended: Promise<number | null>;
  readonly #guard: { release(): void };

  constructor(args: readonly string[], env: Readonly<Record<string, string>>) {
    this.child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
      cwd: root,
      env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (chunk: Buffer) => (this.written.out += chunk.toString()));
    this.child.stderr?.on('data', (chunk: Buffer) => (this.written.err += chunk.toString()));
    this.#guard = endWithParent(this.child.pid ?? 0);
    Program.#running.add(this);
    this.#ended = once(this.child, 'close').then(([code]) => code as number | null);
  }

  /** Waits until it has written that it is ready; throws where it ends before. */
  async ready(): Promise<this> {
    const probe = () => {
      if (this.written.out.includes('Ctrl-C stops')) return this;
      if (hasExited(this.child)) throw new Error(`It ended: ${this.written.err}`);
      return undefined;
    };
    return until(probe, READY_WITHIN, 'the program to be ready');
  }

  /** Waits for its end; answers its exit code. */
  async ended(): Promise<number | null> {
    const code = await this.#ended;
    this.#guard.release();
    Program.#running.delete(this);
    return code;
  }

  /** Sends a signal, and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill(signal);
    return this.ended();
  }
}
