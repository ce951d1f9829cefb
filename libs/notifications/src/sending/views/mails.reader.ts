import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Unknown, Vault } from '@ecou/event-sourcing';
import { FileEncryption, pageOf, Page, ReadModels, Representation } from '@ecou/runtime';
import { Inject, Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { z } from 'zod';
import { SETTINGS, type Settings } from '../../settings.js';
import { messageList } from './message-list.view.js';
import { subscriptionList } from '../../subscribers/views/subscription-list.view.js';
import type { MailAnswer, mailsQuery } from '../mail/mails.schemas.js';

/** The mails that are kept as files. */
@Injectable()
export class MailsReader {
  constructor(
    private readonly readModels: ReadModels,
    private readonly vault: Vault,
    private readonly encryption: FileEncryption,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** The mails, the newest first. */
  async list(criteria: z.output<typeof mailsQuery>): Promise<Page<MailAnswer>> {
    const query = this.readModels.repository(messageList).createQueryBuilder('row').where('row.file IS NOT NULL');
    const { items, next } = await pageOf(query, { queuedAt: z.iso.datetime(), id: z.uuid() }, criteria, 'DESC');
    const subscribers = await this.addresses(items.flatMap(({ subscriberId }) => subscriberId ?? []));
    const mails = items.map(
      async ({ id, file, subscriberId, number, address, purpose: why, language: lang, queuedAt }) => ({
        file: file ?? '',
        messageId: id,
        to: (address ? await this.vault.open(address) : subscribers.get(`${subscriberId}/${number}`)) ?? null,
        purpose: why,
        language: lang,
        queuedAt,
      }),
    );
    return new Page(await Promise.all(mails), next);
  }

  /** By subscriber and number. */
  private async addresses(ids: readonly string[]): Promise<ReadonlyMap<string, string | undefined>> {
    const rows = await this.readModels.repository(subscriptionList).findBy({ id: In([...new Set(ids)]) });
    const opened = rows.flatMap(({ id, addresses }) =>
      addresses.map(async ({ number, address }) => [`${id}/${number}`, await this.vault.open(address)] as const),
    );
    return new Map(await Promise.all(opened));
  }

  /** One of them, as it is. Throws `Unknown`. */
  async get(file: string): Promise<Representation> {
    return new Representation('message/rfc822', await this.read(file));
  }

  /** One of them, decoded: whom it is for, its subject and its text. Throws `Unknown`. */
  async text(file: string): Promise<Representation> {
    const content = await this.read(file);
    const { simpleParser } = await import('mailparser');
    const { to, subject = '', text = '' } = await simpleParser(content);
    const recipients = [to ?? []].flat().map((each) => each.text);
    return new Representation(
      'text/plain; charset=utf-8',
      `To: ${recipients.join(', ')}\nSubject: ${subject}\n\n${text}`,
    );
  }

  private async read(file: string): Promise<Buffer> {
    const kept = await readFile(join(this.settings.mailDir, file)).catch(() => undefined);
    const content = kept && (await this.encryption.open(file, kept));
    if (!content) throw new Unknown('MAIL_UNKNOWN', 'There is no such file here.');
    return content;
  }
}
