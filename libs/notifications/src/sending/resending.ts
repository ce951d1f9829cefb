import { apart, type CommandContext } from '@ecou/event-sourcing';
import { inParallel } from '@ecou/messaging';
import { problemOf } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessageCommand } from './message/message.command.js';
import type { ResendMany, ResentAnswer } from './message/message.schemas.js';
import { MessagesReader } from './views/messages.reader.js';

/** So many messages are in work at a time. */
const side = 8;

/** Many messages that are sent again at somebody's word: each is a command of its own, and has the word in its stream. */
@Injectable()
export class Resending {
  constructor(
    private readonly commands: CommandBus,
    private readonly messages: MessagesReader,
  ) {}

  async run({ ids, uncertain, limit, reason }: ResendMany, context: CommandContext): Promise<ResentAnswer> {
    const { found, more } = ids ? { found: ids, more: false } : await this.messages.uncertain(uncertain ?? {}, limit);
    const outcomes = new Map<string, ResentAnswer['items'][number]>();
    await inParallel(found, side, async (id) => {
      outcomes.set(id, await this.resend(id, reason, context));
    });
    const items = found.flatMap((id) => outcomes.get(id) ?? []);
    const count = (which: string) => items.filter(({ outcome }) => outcome === which).length;
    return { resent: count('resent'), refused: count('refused'), more, items };
  }

  /** One that is refused leaves the others alone. */
  private async resend(id: string, reason: string, context: CommandContext): Promise<ResentAnswer['items'][number]> {
    try {
      const command = { type: 'ResendMessage', reason, at: context.now } as const;
      await this.commands.execute(new MessageCommand(id, command, apart(context, id)));
      return { id, outcome: 'resent' };
    } catch (error) {
      const { status, code, detail } = problemOf(error);
      return { id, outcome: 'refused', status, code, message: detail };
    }
  }
}
