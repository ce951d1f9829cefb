import { UnitsOfWork, Invalid, type CommandResult, type UnitOfWork } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { directory, directoryId } from '../directory/directory.aggregate.js';
import { listed } from '../directory/directory.decider.js';
import { offeredService } from './offered-service.aggregate.js';
import type { OfferedServiceCommandBody } from './offered-service.decider.js';

export class OfferedServiceCommand extends AggregateCommand<OfferedServiceCommandBody> {}

@CommandHandler(OfferedServiceCommand)
export class OfferedServiceHandler implements ICommandHandler<OfferedServiceCommand> {
  constructor(private readonly units: UnitsOfWork) {}

  execute({ id, command, context }: OfferedServiceCommand): Promise<CommandResult> {
    return this.units.run(context, async (work) => {
      if (command.type === 'OfferService') await refuseUnlessCategory(work, command.code);
      await work.decide(offeredService, id, command);
    });
  }
}

/** One that is retired afterwards takes no requests all the same: a request is registered with the category as it stands then. */
async function refuseUnlessCategory(work: UnitOfWork, code: string): Promise<void> {
  const { categories } = await work.look(directory, directoryId);
  if (!categories[code]?.active)
    throw new Invalid('CATEGORY_UNKNOWN', `There is no category ${code} that takes petitions. ${listed}`, ['code']);
}
