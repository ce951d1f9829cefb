import { UnitsOfWork, Vault, type CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand, Publisher } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { PetitionWork } from './petition-work.js';
import { petition } from '../rules/petition.aggregate.js';
import { runVerb, type PetitionVerb } from './petition.verbs.js';

export class PetitionCommand extends AggregateCommand<PetitionVerb> {}

@CommandHandler(PetitionCommand)
export class PetitionHandler implements ICommandHandler<PetitionCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly vault: Vault,
    private readonly publisher: Publisher,
  ) {}

  execute({ id, command, context }: PetitionCommand): Promise<CommandResult> {
    return this.units.run(context, async (work) => {
      work.target(petition, id);
      const own = new PetitionWork(work, this.vault, context, this.publisher.institution);
      if (context.caller?.isBound) await own.refuseOtherDepartment(id, context.caller);
      return runVerb(command.type, own, id, command);
    });
  }
}
