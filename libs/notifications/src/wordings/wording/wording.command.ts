import { UnitsOfWork } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { wording } from './wording.aggregate.js';
import type { WordingCommandBody } from './wording.decider.js';

export class WordingCommand extends AggregateCommand<WordingCommandBody> {}

@CommandHandler(WordingCommand)
export class WordingHandler implements ICommandHandler<WordingCommand> {
  constructor(private readonly units: UnitsOfWork) {}

  execute({ id, command, context }: WordingCommand) {
    return this.units.run(context, (work) => work.decide(wording, id, command));
  }
}
