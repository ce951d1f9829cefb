import { AggregateCommand, Aggregates } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { message } from './message.aggregate.js';
import type { MessageCommandBody } from './message.decider.js';

export class MessageCommand extends AggregateCommand<MessageCommandBody> {}

@CommandHandler(MessageCommand)
export class MessageHandler implements ICommandHandler<MessageCommand> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ id, command, context }: MessageCommand) {
    return this.aggregates.execute(message, id, command, context);
  }
}
