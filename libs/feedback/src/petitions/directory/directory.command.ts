import { UnitsOfWork, Vault, type CommandResult, type Unsealed, Sealing } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { directory, directoryId } from './directory.aggregate.js';
import { registerOf } from '../calendar/register.js';
import type { BeginRegister, DirectoryCommandBody } from './directory.decider.js';

/** A command as callers give it: the handler knows which numbers were drawn. */
type Given = Exclude<DirectoryCommandBody, BeginRegister> | Omit<BeginRegister, 'drawn'>;

export class DirectoryCommand extends AggregateCommand<Unsealed<Given>> {}

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
      const whole =
        command.type === 'BeginRegister'
          ? { ...command, drawn: await this.units.store.lastNumber(registerOf(`${command.year}`)) }
          : command;
      await work.decide(directory, directoryId, await sealing.seal<DirectoryCommandBody>(whole));
    });
  }
}
