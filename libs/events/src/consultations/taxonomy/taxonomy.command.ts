import { UnitsOfWork, type CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { taxonomy, taxonomyIds } from './taxonomy.aggregate.js';
import { latest, type ChangeTaxonomy } from './taxonomy.decider.js';

export class TaxonomyCommand extends AggregateCommand<ChangeTaxonomy> {
  constructor(command: ChangeTaxonomy, context: AggregateCommand<ChangeTaxonomy>['context']) {
    super(taxonomyIds[command.name], command, context);
  }
}

@CommandHandler(TaxonomyCommand)
export class TaxonomyHandler implements ICommandHandler<TaxonomyCommand> {
  constructor(private readonly units: UnitsOfWork) {}

  execute({ id, command, context }: TaxonomyCommand): Promise<CommandResult> {
    return this.units.run(context, (work) => {
      work.target(taxonomy, id, { resourceVersion: (state) => latest(state, command.name).version });
      return work.decide(taxonomy, id, command);
    });
  }
}
