import { mkdir, readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isOutage } from '@ecou/event-sourcing';
import { loop, type Engine } from '@ecou/messaging';
import { Logger } from '@nestjs/common';

const idleMs = 1_000;
/** Bytes of a mail that is read: more than a server lets through with its files. */
const mostBytes = 10 * 1024 * 1024;
/** Mails that are taken before it is looked again which there are. */
const atOnce = 100;

interface MaildirUse {
  readonly folder: string;
  /** Name of the lease under which one process at a time reads it. */
  readonly lease: string;
  /** The mails in words, for the log: `Mails that came back`. */
  readonly what: string;
  /** Takes a mail (RFC 5322). One that was taken twice, since a process ended in between, must change nothing twice. */
  readonly take: (raw: Buffer) => Promise<unknown>;
}

/**
 * A Maildir into which a mail server delivers. One process at a time takes what is in `new`, and moves each mail to `cur`: as seen, or
 * flagged where it could not be taken.
 */
export class Maildir {
  private readonly logger = new Logger(Maildir.name);
  private trouble: string | undefined;

  constructor(private readonly use: MaildirUse) {}

  /** Reads it for as long as the process holds the lease. */
  leadBy(engine: Engine): void {
    const onError = (error: unknown) => {
      this.warn(error);
    };
    engine.lead(this.use.lease, {
      run: (_, signal) => loop({ signal, idleMs, onError }, () => this.round()),
      troubles: () => (this.trouble === undefined ? [] : [this.trouble]),
    });
  }

  /** True where there is more to do at once. */
  private async round(): Promise<boolean> {
    const { folder } = this.use;
    const names = (await this.delivered()).filter((name) => !name.startsWith('.')).sort();
    if (names.length > 0) await mkdir(join(folder, 'cur'), { recursive: true });
    for (const name of names.slice(0, atOnce)) {
      const flag = (await this.isTaken(join(folder, 'new', name))) ? 'S' : 'F';
      await rename(join(folder, 'new', name), join(folder, 'cur', `${name}:2,${flag}`));
    }
    this.trouble = undefined;
    return names.length > atOnce;
  }

  /** Nothing where no mail has come yet. The mail server makes the folder, which is its user's: one that were made here, it might not write to. */
  private delivered(): Promise<string[]> {
    return readdir(join(this.use.folder, 'new')).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    });
  }

  private async isTaken(file: string): Promise<boolean> {
    try {
      if ((await stat(file)).size > mostBytes) throw new Error(`It is larger than ${mostBytes} bytes.`);
      await this.use.take(await readFile(file));
      return true;
    } catch (error) {
      if (isOutage(error)) throw error;
      this.logger.warn(`${this.use.what}: one could not be read: ${messageOf(error)}`);
      return false;
    }
  }

  /** Once, until it goes on. */
  private warn(error: unknown): void {
    const trouble = `${this.use.what} are not read: ${messageOf(error)}`;
    if (this.trouble === undefined) this.logger.warn(trouble);
    this.trouble = trouble;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
