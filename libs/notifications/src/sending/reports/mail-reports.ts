import { apart, type CommandContext, type CommandResult } from '@ecou/event-sourcing';
import { Aggregates } from '@ecou/runtime';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { SETTINGS, type Settings } from '../../settings.js';
import { Links } from '../../subscribers/links/links.js';
import { SubscriberCommand } from '../../subscribers/subscriber/subscriber.command.js';
import { Admission } from '../admission.js';
import { toldBy } from '../leaving.js';
import { MailIds } from '../mail/mail-ids.js';
import { message } from '../message/message.aggregate.js';
import { MessageCommand } from '../message/message.command.js';
import type { Message } from '../message/message.state.js';
import type { TakenReport } from './mail-reports.schemas.js';
import { readReturned, type MailReport } from './reports-in.js';

/** Reports on mails after a server took them, and wishes to leave by mail: each is put on record once. */
@Injectable()
export class MailReports {
  private readonly ids: MailIds;

  constructor(
    private readonly commands: CommandBus,
    private readonly aggregates: Aggregates,
    private readonly links: Links,
    private readonly admission: Admission,
    @Inject(SETTINGS) { secret }: Pick<Settings, 'secret'>,
  ) {
    this.ids = new MailIds(secret);
  }

  /** Takes a mail that came back (RFC 5322) in; nothing of any other mail. */
  async takeMail(raw: Buffer | string, context: CommandContext): Promise<readonly TakenReport[]> {
    const { reports, leaving } = await readReturned(raw);
    const taken = await this.take(reports, context);
    return leaving === null ? taken : [...taken, await this.leave(leaving, context)];
  }

  async take(reports: readonly MailReport[], context: CommandContext): Promise<readonly TakenReport[]> {
    const taken: TakenReport[] = [];
    for (const [index, report] of reports.entries())
      taken.push(await this.takeOne(report, apart(context, `report ${index}`)));
    return taken;
  }

  private async takeOne(report: MailReport, context: CommandContext): Promise<TakenReport> {
    const { kind, mailId, recipients, status } = report;
    const messageId = this.ids.read(mailId ?? '');
    if (messageId === undefined) return { kind, messageId: null, outcome: 'unknown' };
    const about = { kind, messageId };
    const { state } = await this.aggregates.load(message, messageId);
    if (!(await this.wentTo(state, recipients))) return { ...about, outcome: 'unknown' };
    if (kind === 'delayed' || kind === 'delivered') return { ...about, outcome: 'unchanged' };
    const command = { type: 'RecordReport', kind, status, at: context.now } as const;
    return {
      ...about,
      outcome: outcomeOf(await this.commands.execute(new MessageCommand(messageId, command, context))),
    };
  }

  private async leave(token: string, context: CommandContext): Promise<TakenReport> {
    const { links, aggregates } = this;
    const told = await toldBy(token, { links, aggregates });
    const about = { kind: 'leaving', messageId: links.tokens.read('unsubscribe', token)?.id ?? null } as const;
    if (!told) return { ...about, outcome: 'unknown' };
    const { messageId, topics } = told;
    const command = { type: 'EndSubscription', topics, how: 'mail', messageId, at: context.now } as const;
    return {
      ...about,
      outcome: outcomeOf(await this.commands.execute(new SubscriberCommand(told.subscriberId, command, context))),
    };
  }

  /** True where it went to one of these by mail; a report without recipients counts by the id of the mail alone. */
  private async wentTo(state: Message, recipients: readonly string[]): Promise<boolean> {
    if (state.queued?.channel !== 'email' || state.attempts.length === 0) return false;
    if (recipients.length === 0) return true;
    const address = await this.admission.addressOf(state);
    return address !== undefined && recipients.includes(address.trim().toLowerCase());
  }
}

const outcomeOf = ({ changed }: CommandResult) => (changed ? 'recorded' : 'unchanged');
