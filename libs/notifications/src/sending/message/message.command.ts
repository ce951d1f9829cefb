import { UnitsOfWork } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { message } from './message.aggregate.js';
import type { MessageCommandBody } from './message.decider.js';

export class MessageCommand extends AggregateCommand<MessageCommandBody> {}

@CommandHandler(MessageCommand)
export class MessageHandler implements ICommandHandler<MessageCommand> {
  constructor(private readonly units: UnitsOfWork) {}

  execute({ id, command, context }: MessageCommand) {
    return this.units.run(context, (work) => work.decide(message, id, command));
  }
}
