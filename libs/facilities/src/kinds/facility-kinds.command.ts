import { UnitsOfWork, type CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { facilityKindsAggregate, kindsId } from './facility-kinds.aggregate.js';
import { KindsInForce } from './kinds-in-force.js';
import { latest, type ChangeKinds } from './facility-kinds.decider.js';

export class FacilityKindsCommand extends AggregateCommand<ChangeKinds> {
  constructor(command: ChangeKinds, context: AggregateCommand<ChangeKinds>['context']) {
    super(kindsId, command, context);
  }
}

@CommandHandler(FacilityKindsCommand)
export class FacilityKindsHandler implements ICommandHandler<FacilityKindsCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly inForce: KindsInForce,
  ) {}

  async execute({ id, command, context }: FacilityKindsCommand): Promise<CommandResult> {
    const result = await this.units.run(context, (work) => {
      work.target(facilityKindsAggregate, id, { resourceVersion: (state) => latest(state).version });
      return work.decide(facilityKindsAggregate, id, command);
    });
    this.inForce.forget();
    return result;
  }
}
