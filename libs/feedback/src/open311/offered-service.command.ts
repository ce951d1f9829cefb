import { UnitsOfWork, Invalid, type CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Directories } from '../directory/directory.aggregate.js';
import { offeredService } from './offered-service.aggregate.js';
import type { OfferedServiceCommandBody } from './offered-service.decider.js';

export class OfferedServiceCommand extends AggregateCommand<OfferedServiceCommandBody> {}

@CommandHandler(OfferedServiceCommand)
export class OfferedServiceHandler implements ICommandHandler<OfferedServiceCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly directories: Directories,
  ) {}

  async execute({ id, command, context }: OfferedServiceCommand): Promise<CommandResult> {
    if (command.type === 'OfferService') await this.refuseUnlessCategory(command.code);
    return this.units.run(context, (work) => work.decide(offeredService, id, command));
  }

  /** One that is retired afterwards takes no requests all the same: a request is registered with the category as it stands then. */
  private async refuseUnlessCategory(code: string): Promise<void> {
    const { state } = await this.directories.now();
    if (!state.categories[code]?.active)
      throw new Invalid('CATEGORY_UNKNOWN', `There is no category ${code} that takes petitions.`, ['code']);
  }
}
