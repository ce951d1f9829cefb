import type { CommandContext, CommandResult } from '@ecou/event-sourcing';
import { Aggregates } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { message } from '../message/message.aggregate.js';
import { MessageCommand } from '../message/message.command.js';
import type { MessageCommandBody } from '../message/message.decider.js';
import { lastAttempt } from '../message/message.state.js';
import { refusalOf } from './whatsapp-errors.js';
import type { MessageStatus } from './whatsapp.schemas.js';

/** The name of an attempt, `<id>.<number>`. */
const attemptName = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([1-9]\d{0,5})$/;

/** The reports of what became of messages after the provider took them: each is put on record once. */
@Injectable()
export class WhatsAppStatuses {
  constructor(
    private readonly commands: CommandBus,
    private readonly aggregates: Aggregates,
  ) {}

  /** True where it told something new. A status of an attempt that is not the last one tells nothing. */
  async take(status: MessageStatus, context: CommandContext): Promise<boolean> {
    const [, id, number] = attemptName.exec(status.biz_opaque_callback_data) ?? [];
    if (id === undefined) return false;
    const { state } = await this.aggregates.load(message, id);
    const attempt = Number(number);
    if (state.queued?.channel !== 'whatsapp' || attempt !== lastAttempt(state)) return false;
    const command = commandFor(status, attempt, context.now);
    const result: CommandResult = await this.commands.execute(new MessageCommand(id, command, context));
    return result.changed;
  }
}

/** That it was sent, delivered or read says the same: it went out. */
function commandFor({ status, errors }: MessageStatus, attempt: number, at: string): MessageCommandBody {
  if (status !== 'failed') return { type: 'RecordSent', attempt, code: null, file: null, at };
  const refusal = refusalOf(errors[0]?.code ?? 0, null);
  const kind = refusal.kind === 'stop' ? 'bounced' : 'failed';
  const needsOperator = refusal.kind === 'operator';
  return { type: 'RecordReport', kind, status: null, reason: refusal.reason, needsOperator, at };
}
