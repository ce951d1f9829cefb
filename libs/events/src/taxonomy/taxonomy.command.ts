import { CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand, Aggregates } from '@ecou/runtime';
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
  constructor(private readonly aggregates: Aggregates) {}

  async execute({ id, command, context }: TaxonomyCommand): Promise<CommandResult> {
    const { name } = command;
    const result = await this.aggregates.execute(taxonomy, id, command, context, {
      resourceVersion: (state) => latest(state, name).version,
    });
    if (result.changed) return result;
    const { state } = await this.aggregates.load(taxonomy, id);
    return new CommandResult(id, latest(state, name).version, result.position, { changed: false });
  }
}
