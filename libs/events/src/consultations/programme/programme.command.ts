import { UnitsOfWork } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { programme } from './programme.aggregate.js';
import type { PresentDeliverable, ProgrammeCommandBody } from './programme.decider.js';

/** Presenting a deliverable needs the civic event as well, and is `PresentDeliverableCommand`. */
type Body = Exclude<ProgrammeCommandBody, PresentDeliverable>;

export class ProgrammeCommand extends AggregateCommand<Body> {}

@CommandHandler(ProgrammeCommand)
export class ProgrammeHandler implements ICommandHandler<ProgrammeCommand> {
  constructor(private readonly units: UnitsOfWork) {}

  execute({ id, command, context }: ProgrammeCommand) {
    return this.units.run(context, (work) => work.decide(programme, id, command));
  }
}
