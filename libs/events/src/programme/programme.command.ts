import { AggregateCommand, Aggregates } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { programme } from './programme.aggregate.js';
import type { ProgrammeCommandBody } from './programme.decider.js';

export class ProgrammeCommand extends AggregateCommand<ProgrammeCommandBody> {}

@CommandHandler(ProgrammeCommand)
export class ProgrammeHandler implements ICommandHandler<ProgrammeCommand> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ id, command, context }: ProgrammeCommand) {
    return this.aggregates.execute(programme, id, command, context);
  }
}
