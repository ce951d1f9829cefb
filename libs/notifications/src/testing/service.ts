import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { TestApi } from '@ecou/runtime/testing';

const loader = join(import.meta.dirname, '../../../messaging/src/testing/ts-loader.mjs');

/** The service as a process that can be killed. */
export class Service {
  /** The text that it wrote to its log, and to its standard error. */
  log = '';

  private url = '';

  private constructor(private readonly child: ChildProcess) {
    for (const output of [child.stdout, child.stderr])
      output?.on('data', (text: Buffer) => (this.log += text.toString()));
  }

  /** Runs the sources as they are. Throws where the process ends before it is ready, with what it wrote. */
  static async start(env: Readonly<Record<string, string>>): Promise<Service> {
    const child = fork(join(import.meta.dirname, 'service-process.ts'), [], {
      env: { ...env },
      execArgv: ['--import', loader],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const service = new Service(child);
    const ended = once(child, 'close').then(() => {
      throw new Error(`The service ended before it was ready: ${service.log}`);
    });
    const [{ url }] = (await Promise.race([once(child, 'message'), ended])) as [{ url: string }];
    service.url = url;
    return service;
  }

  /** A client of the public. */
  get visitor(): TestApi {
    return new TestApi(this.url);
  }

  async kill(): Promise<void> {
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
  }
}
