import { mkdtempSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser, type ParsedMail } from 'mailparser';
import { until } from '@ecou/event-sourcing/testing';
import type { FileEncryption } from '@ecou/runtime';
import type { TestProcess } from '@ecou/runtime/testing';

export const addressOf = ({ to }: ParsedMail): string => (Array.isArray(to) ? to[0] : to)?.value[0]?.address ?? '';

/** The path of a link in a mail, without the deployment's address. */
export function pathOf(
  mail: ParsedMail,
  page: 'confirm' | 'address' | 'renewal' | 'unsubscribe' | 'preferences',
): string {
  const [, path] = new RegExp(`https://ecou\\.test(/notifications/v1/${page}/[\\w-]+)`).exec(mail.text ?? '') ?? [];
  if (path === undefined) throw new Error(`The mail has no link to ${page}.`);
  return path;
}

/** A folder of `.eml` files, each encrypted by the process that keeps it. */
export class Mailbox {
  readonly folder = mkdtempSync(join(tmpdir(), 'ecou-mail-'));
  private encryption: FileEncryption | undefined;

  /** Opens them as a process does. */
  openedBy(test: TestProcess): void {
    this.encryption = test.context('notifications').parts.fileEncryption;
  }

  /** The mails to an address. */
  async to(address: string): Promise<ParsedMail[]> {
    return (await this.all()).filter((mail) => addressOf(mail) === address);
  }

  async all(): Promise<ParsedMail[]> {
    const files = (await readdir(this.folder)).filter((name) => name.endsWith('.eml'));
    return Promise.all(files.map((name) => this.read(name)));
  }

  private async read(name: string): Promise<ParsedMail> {
    const kept = await readFile(join(this.folder, name));
    return simpleParser((await this.encryption?.open(name, kept)) ?? kept);
  }

  /** The mail to an address with this in its subject, once it is there. */
  waitFor(address: string, subject: string): Promise<ParsedMail> {
    const found = async () => (await this.to(address)).find((mail) => mail.subject?.includes(subject));
    return until(found, `a mail to ${address}: ${subject}`);
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}
