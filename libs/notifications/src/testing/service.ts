import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { TestApi } from '@ecou/runtime/testing';

const loader = join(import.meta.dirname, '../../../runtime/src/messaging/testing/ts-loader.mjs');

/** The service as a process that can be killed. */
export class Service {
  /** What it wrote to its log. */
  log = '';

  private constructor(
    private readonly child: ChildProcess,
    /** A client of the public. */
    readonly visitor: TestApi,
  ) {
    child.stdout?.on('data', (text: Buffer) => (this.log += text.toString()));
  }

  static async start(env: Readonly<Record<string, string>>): Promise<Service> {
    const child = fork(join(import.meta.dirname, 'service-process.ts'), [], {
      env: { ...env },
      execArgv: ['--import', loader],
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    const [{ url }] = (await once(child, 'message')) as [{ url: string }];
    return new Service(child, new TestApi(url));
  }

  async kill(): Promise<void> {
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
  }
}
