import { execa, type ResultPromise } from 'execa';
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endWithParent, until } from './processes.ts';

const root = join(import.meta.dirname, '..');
const READY_WITHIN = 90_000;
const GRACE = 35_000;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;
/** A process that runs for so long has started well. */
const LASTING = 10_000;

export interface OsProcessOptions {
  /** In messages. */
  readonly name: string;
  /** The program and its arguments. */
  readonly command: readonly [program: string, ...args: readonly string[]];
  /** Its whole environment, but for PATH. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The address that answers 200 once it is ready; or a question whether it is, asked again and again of all that it has `said`. */
  readonly ready: string | ((said: Written) => boolean | Promise<boolean>);
  /** Keeps Ctrl-C in a terminal from it: this process, which gets it too, ends the others in order. */
  readonly detached?: boolean;
  /** The file that it writes to, after what that holds; without one, its output is kept in `written`. */
  readonly log?: string;
  /** Takes each line that it writes, and what is to be told about it; `written` then holds only what comes before it is ready. */
  readonly tell?: (line: string) => void;
  /** Starts it again, after growing pauses, where it ends by itself. */
  readonly startAgain?: boolean;
}

/** The outputs of a process. */
export interface Written {
  readonly out: string;
  readonly err: string;
}

/** One life of a process. */
interface Life {
  readonly child: Pick<ResultPromise, 'pid' | 'kill'>;
  /** Fulfilled by its end: how it ended, as its signal or its exit code. */
  readonly end: Promise<string | number | undefined>;
  /** The places in `written`, or in the log, at which it begins. */
  readonly from: { readonly out: number; readonly err: number };
  isReady: boolean;
  ended: boolean;
}

/** A process of the operating system, which can be killed and started again. It ends with this process, however that ends. */
export class OsProcess {
  /** Everything that it has written, over all its lives. */
  readonly written = { out: '', err: '' };
  readonly #options: OsProcessOptions;
  #life: Life | undefined;
  #isWanted = false;

  constructor(options: OsProcessOptions) {
    this.#options = options;
  }

  get pid(): number {
    if (!this.#life?.child.pid || this.#life.ended) throw new Error(`${this.#options.name} is not running.`);
    return this.#life.child.pid;
  }

  /** Starts it and waits until it is ready. Throws, and leaves nothing running, where it is not within 90 s. */
  async start(): Promise<void> {
    this.launch();
    await this.ready();
    if (this.#options.startAgain) void this.#keepRunning();
  }

  /** Starts it. */
  launch(): void {
    const { name, tell, command, log, env, detached = false } = this.#options;
    const { out, err } = this.written;
    const from = { out: log === undefined ? out.length : sizeOf(log), err: err.length };
    const [program, ...args] = command;
    const child = execa(program, args, {
      cwd: root,
      env: { PATH: process.env['PATH'], ...env },
      extendEnv: false,
      detached,
      stdin: 'ignore',
      stdout: log === undefined ? this.#lines('out') : { file: log, append: true },
      stderr: log === undefined ? this.#lines('err') : { file: log, append: true },
      buffer: false,
      reject: false,
      forceKillAfterDelay: GRACE,
    });
    const guard = child.pid === undefined ? undefined : endWithParent(child.pid);
    const end = child.then(({ signal, exitCode, shortMessage = '' }) => {
      guard?.release();
      life.ended = true;
      if (child.pid === undefined) this.written.err += shortMessage;
      return signal ?? exitCode;
    });
    const life: Life = { child, end, from, isReady: false, ended: false };
    this.#life = life;
    this.#isWanted = true;
    tell?.(`${name} is process ${child.pid}`);
  }

  /** Waits until it is ready. Throws, and leaves nothing running, where it is not within 90 s. */
  async ready(): Promise<this> {
    try {
      await this.#untilReady();
      return this;
    } catch (error) {
      await this.kill();
      const { out, err } = this.written;
      const said = this.#options.tell ? '' : `\n${out.slice(-4_000)}${err.slice(-4_000)}`;
      throw new Error(`${(error as Error).message}${said}`.trimEnd(), { cause: error });
    }
  }

  /** Everything that it has written in its present life; with a log, to that. */
  async said(): Promise<Written> {
    const { log } = this.#options;
    const { out, err } = this.#life?.from ?? { out: 0, err: 0 };
    if (log === undefined) return { out: this.written.out.slice(out), err: this.written.err.slice(err) };
    return { out: sizeOf(log) > out ? (await readFile(log)).subarray(out).toString() : '', err: '' };
  }

  /** Waits for its end; answers its exit code, or null where a signal ended it. */
  async ended(): Promise<number | null> {
    const end = await this.#life?.end;
    return typeof end === 'number' ? end : null;
  }

  /** Sends a signal and waits for its end, unless the signal freezes it, or lets it go on. Answers its exit code. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
    if (signal === 'SIGSTOP' || signal === 'SIGCONT') {
      this.#life?.child.kill(signal);
      return null;
    }
    this.#isWanted = false;
    if (this.#life?.ended === false) this.#life.child.kill(signal);
    return this.ended();
  }

  /** Kills it and starts it again. */
  async restart(): Promise<void> {
    await this.kill();
    await this.start();
  }

  /** Asks it to end, frozen or not, and kills it where it does not within 35 s. Answers its exit code. */
  async stop(): Promise<number | null> {
    await this.kill('SIGCONT');
    return this.kill('SIGTERM');
  }

  /** Takes what it writes, line by line. */
  #lines(stream: keyof Written) {
    const take = (line: unknown) => {
      const { name, tell } = this.#options;
      if (!tell || !this.#life?.isReady) this.written[stream] += `${String(line)}\n`;
      tell?.(`${name.padEnd(13)} | ${String(line)}`);
    };
    return function* (line: unknown): Generator<string> {
      take(line);
      yield String(line);
    };
  }

  async #untilReady(): Promise<void> {
    const { name, ready } = this.#options;
    const life = this.#life;
    const isReady = async (): Promise<true | undefined> => {
      if (!life || life.ended) throw new Error(`${name} ended before it was ready.`);
      life.isReady = typeof ready === 'string' ? await answersWell(ready) : await ready(await this.said());
      return life.isReady || undefined;
    };
    await until(isReady, READY_WITHIN, `${name} to be ready`);
  }

  async #keepRunning(): Promise<void> {
    const { name, tell } = this.#options;
    let pause = FIRST_PAUSE;
    for (;;) {
      const since = performance.now();
      const end = await this.#life?.end;
      if (!this.#isWanted) return;
      if (performance.now() - since > LASTING) pause = FIRST_PAUSE;
      tell?.(`${name} ended (${typeof end === 'string' ? end : `exit code ${end}`}): it is started again.`);
      await sleep(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE);
      if (!this.#isStillWanted()) return;
      this.launch();
      // One that takes long is left to it.
      await this.#untilReady().catch((error: unknown) => tell?.(String(error)));
    }
  }

  #isStillWanted(): boolean {
    return this.#isWanted;
  }
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

const answersWell = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
