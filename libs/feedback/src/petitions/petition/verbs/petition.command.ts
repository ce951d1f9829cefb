import { UnitsOfWork, Vault, type CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { PetitionWork } from './petition-work.js';
import { petition } from '../rules/petition.aggregate.js';
import { petitionVerbs, type PetitionVerb } from './petition.verbs.js';
import type { Run } from './verb.js';

export class PetitionCommand extends AggregateCommand<PetitionVerb> {}

@CommandHandler(PetitionCommand)
export class PetitionHandler implements ICommandHandler<PetitionCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly vault: Vault,
  ) {}

  execute({ id, command, context }: PetitionCommand): Promise<CommandResult> {
    const run = petitionVerbs[command.type].run as Run<PetitionVerb>;
    return this.units.run(context, (work) => {
      work.target(petition, id);
      return run(new PetitionWork(work, this.vault, context.commandId), id, command);
    });
  }
}
