import { randomUUID } from 'node:crypto';
import { Clock, type CommandContext, type CommandResult } from '@ecou/event-sourcing';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { InboundMessages, type InboundMessage } from '../inbound.js';
import { ConversationCommand } from './conversation/conversation.command.js';
import type { Inbound } from './conversation/inbound.js';

/** Takes messages into the conversations of those who sent them. Throws `Rejected` for a sender that is no address of the channel. */
@Injectable()
export class Inbox extends InboundMessages {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
  ) {
    super();
  }

  async take(message: InboundMessage): Promise<void> {
    await this.receive({ ...message, isAutomatic: false, files: 0 }, this.contextOf(message));
  }

  /** The same message again changes nothing. */
  receive(message: Inbound, context: CommandContext): Promise<CommandResult> {
    const command = { type: 'ReceiveMessage', message } as const;
    return this.commands.execute(new ConversationCommand(context.commandId, command, context));
  }

  contextOf({ channel }: Pick<InboundMessage, 'channel'>): CommandContext {
    const correlationId = randomUUID();
    const metadata = { actor: `inbox:${channel}`, correlationId, causationId: correlationId };
    return { metadata, commandId: randomUUID(), now: this.clock.now() };
  }
}
