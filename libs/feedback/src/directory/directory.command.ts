import { Vault, type CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand, Aggregates } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Sealing } from '../petition/sealing.js';
import { directory, directoryId } from './directory.aggregate.js';
import type { DefineOfficer, DirectoryCommandBody } from './directory.decider.js';

/** An officer as staff say it; the handler seals name and phone. */
export interface OfficerOrder {
  readonly type: 'DefineOfficer';
  readonly officerId: string;
  readonly officer: {
    readonly department: string;
    readonly name: string;
    readonly phone: string;
    readonly active: boolean;
  };
}
export type DirectoryOrder = Exclude<DirectoryCommandBody, DefineOfficer> | OfficerOrder;

export class DirectoryCommand extends AggregateCommand<DirectoryOrder> {}

@CommandHandler(DirectoryCommand)
export class DirectoryHandler implements ICommandHandler<DirectoryCommand> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly vault: Vault,
  ) {}

  async execute({ command, context }: DirectoryCommand): Promise<CommandResult> {
    const body = command.type === 'DefineOfficer' ? await this.sealed(command) : command;
    return this.aggregates.execute(directory, directoryId, body, context);
  }

  private async sealed({ officerId, officer, type }: OfficerOrder): Promise<DefineOfficer> {
    const { state } = await this.aggregates.load(directory, directoryId);
    const before = state.officers[officerId];
    const sealing = new Sealing(this.vault, officerId, before ? [before.name, before.phone] : []);
    const [name, phone] = [await sealing.text(officer.name), await sealing.text(officer.phone)];
    return { type, officerId, officer: { ...officer, name, phone } };
  }
}
