import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

/** A process that a spec starts, freezes, wakes and kills. */
export class Child {
  readonly messages: Record<string, unknown>[] = [];
  private readonly process: ChildProcess;

  /** Runs a file of this folder. */
  constructor(file: string, args: readonly string[]) {
    this.process = fork(join(import.meta.dirname, file), [...args], {
      execArgv: ['--import', join(import.meta.dirname, 'ts-loader.mjs'), '--disable-warning=TimeoutNegativeWarning'],
    });
    this.process.on('message', (message) => this.messages.push(message as Record<string, unknown>));
  }

  said(name: string): unknown {
    return this.messages.find((message) => name in message)?.[name];
  }

  signal(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  get ended(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  async end(): Promise<void> {
    if (this.ended) return;
    const exited = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGKILL');
    await exited;
  }
}
