import { UnitsOfWork } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { programme } from './programme.aggregate.js';
import type { ProgrammeCommandBody } from './programme.decider.js';

export class ProgrammeCommand extends AggregateCommand<ProgrammeCommandBody> {}

@CommandHandler(ProgrammeCommand)
export class ProgrammeHandler implements ICommandHandler<ProgrammeCommand> {
  constructor(private readonly units: UnitsOfWork) {}

  execute({ id, command, context }: ProgrammeCommand) {
    return this.units.run(context, (work) => work.decide(programme, id, command));
  }
}
