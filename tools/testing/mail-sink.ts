import { setTimeout as sleep } from 'node:timers/promises';
import { OsProcess } from '../os-process.ts';
import { freePort, nodeCommand } from '../processes.ts';

/** The note of a sink on a mail that it took. */
export interface SunkMail {
  readonly to: string;
  /** As it stands in the head, with its brackets. */
  readonly messageId: string;
  /** As it stands in the head. */
  readonly subject: string;
  /** Addresses of `example.org` in its plain text, in their order. */
  readonly links: readonly string[];
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A mail server in a process of its own, which takes everything and notes it. */
export class MailSink {
  /** As for `SMTP_URL`. */
  readonly url: string;
  readonly #control: string;
  readonly #program: OsProcess;

  private constructor(url: string, control: string, program: OsProcess) {
    this.url = url;
    this.#control = control;
    this.#program = program;
  }

  static async start(): Promise<MailSink> {
    const [port, smtpPort] = [await freePort(), await freePort()];
    const control = `http://127.0.0.1:${port}`;
    const program = new OsProcess({
      name: 'The mail sink',
      command: nodeCommand('tools/testing/mail-sink-process.ts'),
      ready: `${control}/count`,
      env: { PORT: String(port), SMTP_PORT: String(smtpPort) },
    });
    await program.start();
    return new MailSink(`smtp://127.0.0.1:${smtpPort}`, control, program);
  }

  /** The number of mails that it took. */
  async count(): Promise<number> {
    return Number(await (await fetch(`${this.#control}/count`)).text());
  }

  async mails(): Promise<readonly SunkMail[]> {
    return (await (await fetch(`${this.#control}/mails`)).json()) as SunkMail[];
  }

  /** The last mail as it came. */
  async last(): Promise<Buffer> {
    return Buffer.from(await (await fetch(`${this.#control}/last`)).arrayBuffer());
  }

  /** Begins to count anew. */
  async forget(): Promise<void> {
    await fetch(`${this.#control}/forget`, { method: 'POST' });
  }

  /** Waits until it took so many. Throws where none came for so long. */
  async wait(count: number, patienceMs = 120_000): Promise<void> {
    let [before, since] = [-1, performance.now()];
    for (;;) {
      const now = await this.count();
      if (now >= count) return;
      if (now > before) [before, since] = [now, performance.now()];
      if (performance.now() - since > patienceMs) throw new Error(`${now} of ${count} mails have come.`);
      await sleep(50);
    }
  }

  async stop(): Promise<void> {
    await this.#program.stop();
  }
}

/** Mails per second between the first and the last one. */
export function rateOf(mails: readonly SunkMail[]): number {
  const [first, last] = [mails[0], mails.at(-1)];
  return first && last && last.at > first.at ? ((mails.length - 1) * 1_000) / (last.at - first.at) : NaN;
}
