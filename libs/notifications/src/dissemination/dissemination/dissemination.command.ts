import { UnitsOfWork } from '@ecou/event-sourcing';
import { AggregateCommand, FileStore } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { dissemination } from './dissemination.aggregate.js';
import type { DisseminationCommandBody } from './dissemination.decider.js';

export class DisseminationCommand extends AggregateCommand<DisseminationCommandBody> {}

@CommandHandler(DisseminationCommand)
export class DisseminationHandler implements ICommandHandler<DisseminationCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly files: FileStore,
  ) {}

  async execute({ id, command, context }: DisseminationCommand) {
    const result = await this.units.run(context, (work) => work.decide(dissemination, id, command));
    // Once nothing refers to them. A repeat of the command removes bytes that a crash left.
    if (command.type === 'RemoveMaterial') await this.files.remove(command.materialId);
    return result;
  }
}
