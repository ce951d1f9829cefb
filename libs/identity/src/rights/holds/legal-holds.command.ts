import { Sealing, UnitsOfWork, Vault, type Unsealed } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { allHolds, legalHolds } from './legal-holds.aggregate.js';
import type { LegalHoldsCommandBody } from './legal-holds.decider.js';

/** `id`: of the hold. */
export class LegalHoldsCommand extends AggregateCommand<Unsealed<LegalHoldsCommandBody>> {}

@CommandHandler(LegalHoldsCommand)
export class LegalHoldsHandler implements ICommandHandler<LegalHoldsCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly vault: Vault,
  ) {}

  /** The reason belongs to the hold: its random id is the subject. */
  execute({ id, command: given, context }: LegalHoldsCommand) {
    return this.units.run(context, async (work) => {
      const before = (await work.look(legalHolds, allHolds)).get(id) ?? null;
      const command = await new Sealing(this.vault, id, before).seal<LegalHoldsCommandBody>(given);
      await work.decide(legalHolds, allHolds, command);
      work.answer({ id });
    });
  }
}
