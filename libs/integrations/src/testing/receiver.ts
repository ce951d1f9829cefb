import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogEntry } from '../log/log.reader.js';

export const loader = join(import.meta.dirname, '../../../messaging/src/testing/ts-loader.mjs');

/** One request, as the receiver wrote it down. */
export interface Receipt {
  readonly path: string;
  readonly behaviour: string;
  /** `webhook-id`. */
  readonly id: string;
  readonly at: number;
  readonly body: { readonly type: string; readonly timestamp: string; readonly data: LogEntry };
  readonly isGenuine: boolean;
  readonly signatures: number;
  /** The header `ecou-replay`. */
  readonly again: string | null;
}

type Paths = Record<string, { secret?: string; behaviour: string }>;

/** A receiver of webhooks in a process of its own, which can be killed and started again. */
export class Receiver {
  private readonly folder = mkdtempSync(join(tmpdir(), 'ecou-receiver-'));
  private readonly paths: Paths = {};
  private child: ChildProcess | undefined;
  private port = 0;

  constructor(private readonly tls?: { readonly key: string; readonly cert: string; readonly ca: string }) {}

  /** On the port that it had before. */
  async start(): Promise<void> {
    const { port, paths, journal, tls } = this;
    this.child = fork(join(import.meta.dirname, 'receiver-process.ts'), [], {
      env: { RECEIVER: JSON.stringify({ port, paths, journal, ...(tls ? { tls } : {}) }) },
      execArgv: ['--import', loader],
    });
    const [said] = (await once(this.child, 'message')) as [{ port: number }];
    this.port = said.port;
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (!child) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    this.child = undefined;
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  url(path: string): string {
    return `${this.tls ? 'https' : 'http'}://127.0.0.1:${this.port}${path}`;
  }

  /** Tells it the secret of a path, or how to answer there from now on. */
  async tell(path: string, change: { secret?: string; behaviour?: string }): Promise<void> {
    this.paths[path] = { behaviour: '200', ...this.paths[path], ...change };
    const { child } = this;
    if (!child) return;
    const told = once(child, 'message');
    child.send({ [path]: this.paths[path] });
    await told;
  }

  /** The requests that it got at a path, in order. */
  got(path?: string): Receipt[] {
    if (!existsSync(this.journal)) return [];
    return (
      readFileSync(this.journal, 'utf8')
        .split('\n')
        // The last line of a killed process may be a part of one.
        .filter((line) => line.endsWith('}'))
        .map((line) => JSON.parse(line) as Omit<Receipt, 'body'> & { readonly body: string })
        .map((receipt) => ({ ...receipt, body: JSON.parse(receipt.body) as Receipt['body'] }))
        .filter((receipt) => path === undefined || receipt.path === path)
    );
  }

  private get journal(): string {
    return join(this.folder, 'journal.ndjson');
  }
}
