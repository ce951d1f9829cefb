import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Clock, isOutage, type CommandContext } from '@ecou/event-sourcing';
import { Engine, loop } from '@ecou/messaging';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../settings.js';
import { MailReports } from './mail-reports.js';

const idleMs = 1_000;
/** Bytes of a mail that is read: reports hold at most the mail that came back. */
const mostBytes = 10 * 1024 * 1024;
/** Mails that are taken before it is looked again which there are. */
const atOnce = 100;

/**
 * The Maildir to which a mail server delivers what comes back. One process at a time takes what is in `new`, and moves each mail to `cur`:
 * as seen, or flagged where it could not be read. A mail that was taken twice since a process ended in between changes nothing twice.
 */
@Injectable()
export class ReturnFolder implements OnApplicationBootstrap {
  private readonly logger = new Logger(ReturnFolder.name);
  private trouble: string | undefined;

  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'returnDir'>,
    private readonly reports: MailReports,
    private readonly engine: Engine,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    const { returnDir } = this.settings;
    if (returnDir === undefined) return;
    const onError = (error: unknown) => {
      this.warn(error);
    };
    this.engine.lead('mail-returns', {
      run: (_, signal) => loop({ signal, idleMs, onError }, () => this.round(returnDir)),
      troubles: () => (this.trouble === undefined ? [] : [this.trouble]),
    });
  }

  /** True where there is more to do at once. */
  private async round(folder: string): Promise<boolean> {
    const names = (await this.delivered(folder)).filter((name) => !name.startsWith('.')).sort();
    if (names.length > 0) await mkdir(join(folder, 'cur'), { recursive: true });
    for (const name of names.slice(0, atOnce)) {
      const flag = (await this.isTaken(join(folder, 'new', name))) ? 'S' : 'F';
      await rename(join(folder, 'new', name), join(folder, 'cur', `${name}:2,${flag}`));
    }
    this.trouble = undefined;
    return names.length > atOnce;
  }

  /** Nothing where no mail has come yet. The mail server makes the folder, which is its user's: one that were made here, it might not write to. */
  private delivered(folder: string): Promise<string[]> {
    return readdir(join(folder, 'new')).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    });
  }

  private async isTaken(file: string): Promise<boolean> {
    try {
      if ((await stat(file)).size > mostBytes) throw new Error(`It is larger than ${mostBytes} bytes.`);
      await this.reports.takeMail(await readFile(file), this.context());
      return true;
    } catch (error) {
      if (isOutage(error)) throw error;
      this.logger.warn(`A mail that came back could not be read: ${messageOf(error)}`);
      return false;
    }
  }

  private context(): CommandContext {
    const correlationId = randomUUID();
    const metadata = { actor: 'mail-returns', correlationId, causationId: correlationId };
    return { metadata, commandId: randomUUID(), now: this.clock.now() };
  }

  /** Once, until it goes on. */
  private warn(error: unknown): void {
    const trouble = `Mails that came back are not read: ${messageOf(error)}`;
    if (this.trouble === undefined) this.logger.warn(trouble);
    this.trouble = trouble;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
