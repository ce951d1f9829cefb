import { Sealing, UnitsOfWork, Vault, type CommandResult, type Unsealed } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { following } from './following.aggregate.js';
import type { AskFollowing } from './following.decider.js';

export class FollowingCommand extends AggregateCommand<Unsealed<AskFollowing>> {}

/** Whose address it is, is not known: whoever has the token may be the petitioner at another address, or somebody whom they trust with it. */
@CommandHandler(FollowingCommand)
export class FollowingHandler implements ICommandHandler<FollowingCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly vault: Vault,
  ) {}

  execute({ id, command, context }: FollowingCommand): Promise<CommandResult> {
    return this.units.run(context, async (work) => {
      work.target(following, id);
      const sealing = new Sealing(this.vault, work.random('subject'), null);
      await work.decide(following, id, await sealing.seal<AskFollowing>(command));
    });
  }
}
