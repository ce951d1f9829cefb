import { UnitsOfWork } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { inOwnWords } from '../../wordings/in-force.js';
import { message } from './message.aggregate.js';
import type { MessageCommandBody, QueueMessage } from './message.decider.js';
import { testPurpose } from './message.events.js';

export class MessageCommand extends AggregateCommand<MessageCommandBody> {}

@CommandHandler(MessageCommand)
export class MessageHandler implements ICommandHandler<MessageCommand> {
  constructor(private readonly units: UnitsOfWork) {}

  execute({ id, command, context }: MessageCommand) {
    return this.units.run(context, async (work) =>
      work.decide(message, id, takesOwnWords(command) ? await inOwnWords(command, channelOf(command), work) : command),
    );
  }
}

/** A test names the words that it shows. */
const takesOwnWords = (command: MessageCommandBody): command is QueueMessage =>
  command.type === 'QueueMessage' && command.purpose !== testPurpose;

const channelOf = (command: QueueMessage): string => ('promise' in command ? command.promise.channel : command.channel);
