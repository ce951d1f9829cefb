import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TestApi } from './api.js';

const loader = join(import.meta.dirname, '../../../messaging/src/testing/ts-loader.mjs');
const script = join(import.meta.dirname, 'told-service.ts');

interface ToldOptions {
  /** The file that exports the context, and the export's name. */
  readonly file: string;
  readonly name: string;
  /** `NOW`: the time that its clock begins with. */
  readonly env: Readonly<Record<string, string>>;
  readonly key: string;
}

/** A service in a process of its own, that a spec can kill; its clock is where it was told to be. */
export class ToldProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly api: TestApi,
  ) {}

  /** Runs the sources as they are. Throws where the process ends before it is ready. */
  static async start({ file, name, env, key }: ToldOptions): Promise<ToldProcess> {
    const told = JSON.stringify({ file: pathToFileURL(file).href, name });
    const child = fork(script, [], { env: { ...env, TOLD: told }, execArgv: ['--import', loader] });
    const ended = once(child, 'exit').then(() => {
      throw new Error('The service ended before it was ready.');
    });
    const [{ url }] = (await Promise.race([once(child, 'message'), ended])) as [{ url: string }];
    return new ToldProcess(child, new TestApi(url, key));
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
    await this.end('SIGKILL');
  }

  /** Asks it to end; answers its exit code. */
  async stop(): Promise<number | null> {
    await this.end('SIGTERM');
    return this.child.exitCode;
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill(signal);
    await exited;
  }
}
