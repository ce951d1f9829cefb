import { UnitsOfWork, Vault, type CommandResult, type Unsealed, Sealing } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { directory, directoryId } from './directory.aggregate.js';
import type { DirectoryCommandBody } from './directory.decider.js';

export class DirectoryCommand extends AggregateCommand<Unsealed<DirectoryCommandBody>> {}

@CommandHandler(DirectoryCommand)
export class DirectoryHandler implements ICommandHandler<DirectoryCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly vault: Vault,
  ) {}

  /** An officer's name and phone are sealed for the officer. */
  execute({ command, context }: DirectoryCommand): Promise<CommandResult> {
    return this.units.run(context, async (work) => {
      const officerId = command.type === 'DefineOfficer' ? command.officerId : '';
      const { officers } = await work.read(directory, directoryId);
      const sealing = new Sealing(this.vault, officerId, { officer: officers[officerId] });
      await work.decide(directory, directoryId, await sealing.seal<DirectoryCommandBody>(command));
    });
  }
}
