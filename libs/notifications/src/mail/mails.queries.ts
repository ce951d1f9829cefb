import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Unknown, Vault } from '@ecou/event-sourcing';
import { listOf, pageOf, Page, pageQuery, ReadModels, Representation } from '@ecou/runtime';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { instant, language } from '@ecou/contracts';
import { In } from 'typeorm';
import { z } from 'zod';
import { purpose } from '../message/message.events.js';
import { SETTINGS, type Settings } from '../settings.js';
import { messages } from '../views/messages.view.js';
import { subscriptions } from '../views/subscriptions.view.js';

export const mailsQuery = z.strictObject(pageQuery);

/** The form of the names that `FileTransport` gives; no path can be hidden in it. */
export const mailParams = z.strictObject({ file: z.string().regex(/^[0-9a-f-]{36}\.[0-9]{1,6}\.eml$/) });

const mail = z.object({
  file: z.string(),
  messageId: z.uuid(),
  to: z.string().nullable(),
  purpose,
  language,
  queuedAt: instant,
});

export const mailsAnswer = listOf(mail.meta({ id: 'KeptMail' }), 'KeptMails');

type MailAnswer = z.output<typeof mail>;

/** The mails that are kept as files, the newest first. */
export class ListMails extends Query<Page<MailAnswer>> {
  constructor(readonly criteria: z.output<typeof mailsQuery>) {
    super();
  }
}

@QueryHandler(ListMails)
export class ListMailsHandler implements IQueryHandler<ListMails> {
  constructor(
    private readonly readModels: ReadModels,
    private readonly vault: Vault,
  ) {}

  async execute({ criteria }: ListMails): Promise<Page<MailAnswer>> {
    const query = this.readModels.repository(messages).createQueryBuilder('row').where('row.file IS NOT NULL');
    const { items, next } = await pageOf(query, { queuedAt: z.iso.datetime(), id: z.uuid() }, criteria, 'DESC');
    const to = await this.addresses(items.map(({ subscriberId }) => subscriberId));
    const mails = items.map(({ id, file, subscriberId, purpose: why, language: lang, queuedAt }) => ({
      file: file ?? '',
      messageId: id,
      to: to.get(subscriberId) ?? null,
      purpose: why,
      language: lang,
      queuedAt,
    }));
    return new Page(mails, next);
  }

  private async addresses(ids: readonly string[]): Promise<ReadonlyMap<string, string | undefined>> {
    const rows = await this.readModels.repository(subscriptions).findBy({ id: In([...new Set(ids)]) });
    const opened = rows.map(async ({ id, address }) => [id, await this.vault.open(address)] as const);
    return new Map(await Promise.all(opened));
  }
}

/** One of them, as it is. */
export class GetMail extends Query<Representation> {
  constructor(readonly file: string) {
    super();
  }
}

@QueryHandler(GetMail)
export class GetMailHandler implements IQueryHandler<GetMail> {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  async execute({ file }: GetMail): Promise<Representation> {
    const content = await readFile(join(this.settings.mailDir, file)).catch(() => undefined);
    if (!content) throw new Unknown('MAIL_UNKNOWN', 'There is no such file here.');
    return new Representation('message/rfc822', content);
  }
}
