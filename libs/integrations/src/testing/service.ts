import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { TestApi } from '@ecou/runtime/testing';
import { loader } from './receiver.js';

/** The service as a process that can be killed; its clock is where it was told to be. */
export class Service {
  private constructor(
    private readonly child: ChildProcess,
    readonly api: TestApi,
  ) {}

  /** Runs the sources as they are. Throws where the process ends before it is ready. */
  static async start(env: Readonly<Record<string, string>>, key: string): Promise<Service> {
    const child = fork(join(import.meta.dirname, 'service-process.ts'), [], {
      env: { ...env },
      execArgv: ['--import', loader],
    });
    const ended = once(child, 'exit').then(() => {
      throw new Error('The service ended before it was ready.');
    });
    const [{ url }] = (await Promise.race([once(child, 'message'), ended])) as [{ url: string }];
    return new Service(child, new TestApi(url, key));
  }

  /** ISO 8601. */
  setClock(now: string): void {
    // It may have been killed a moment ago.
    if (this.child.connected) this.child.send({ now }, () => undefined);
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
  }
}
