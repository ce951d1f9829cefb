import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { end, endWithParent, hasExited, nodeFlags, until } from './processes.ts';

export interface SupervisedOptions {
  readonly name: string;
  /** What node runs. */
  readonly program: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Answers 200 when the process can serve. */
  readonly ready: string;
  readonly tell: (line: string) => void;
}

const READY_WITHIN = 60_000;
const GRACE = 35_000;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;

/** A process that is started again, after growing pauses, where it ends by itself. */
export class Supervised {
  readonly #options: SupervisedOptions;
  #child: ChildProcess | undefined;
  #guard: { release(): void } | undefined;
  #pause = FIRST_PAUSE;
  #stopping = false;

  constructor(options: SupervisedOptions) {
    this.#options = options;
  }

  /** Starts it and waits until it is ready. Throws where it ends before; it is not started again then. */
  async start(): Promise<void> {
    await this.#startOnce();
    void this.#watch();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#child) await end(this.#child, 'SIGTERM', GRACE);
    this.#guard?.release();
  }

  async #startOnce(): Promise<void> {
    const { name, program, env, ready } = this.#options;
    const child = spawn(process.execPath, [...nodeFlags, program], {
      env,
      // Ctrl-C in a terminal is for this process, which ends the others in order.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    let last = '';
    for (const input of [child.stdout, child.stderr]) {
      createInterface({ input }).on('line', (line) => {
        last = line;
        this.#options.tell(`${name.padEnd(13)} | ${line}`);
      });
    }
    await once(child, 'spawn');
    this.#options.tell(`${name} is process ${child.pid}`);
    this.#guard = endWithParent(child.pid ?? 0);
    const probe = async () => {
      if (hasExited(child)) throw new Error(`${name} ended while it started: ${last}`);
      return (await fetch(ready).catch(() => undefined))?.ok ? true : undefined;
    };
    await until(probe, READY_WITHIN, `${name} to be ready`);
    this.#pause = FIRST_PAUSE;
  }

  async #watch(): Promise<void> {
    for (;;) {
      const child = this.#child;
      if (child && !hasExited(child)) await once(child, 'exit');
      this.#guard?.release();
      if (this.#stopping) return;
      const { name, tell } = this.#options;
      tell(`${name} ended (${child?.signalCode ?? `exit code ${child?.exitCode}`}): it is started again.`);
      await sleep(this.#pause);
      this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE);
      if (!this.#isStopping()) await this.#startOnce().catch((error: unknown) => tell(String(error)));
    }
  }

  #isStopping(): boolean {
    return this.#stopping;
  }
}
