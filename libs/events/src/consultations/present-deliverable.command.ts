import { UnitsOfWork, type CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand, type Without } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { civicEvent } from './civic-event/civic-event.aggregate.js';
import { requireCivicEvent } from './civic-event/civic-event.decider.js';
import { tookPlace } from './civic-event/civic-event.state.js';
import { programme } from './programme/programme.aggregate.js';
import type { PresentDeliverable } from './programme/programme.decider.js';

/** To a programme, about one of its civic events. */
export class PresentDeliverableCommand extends AggregateCommand<Without<PresentDeliverable, 'at' | 'own' | 'held'>> {}

@CommandHandler(PresentDeliverableCommand)
export class PresentDeliverableHandler implements ICommandHandler<PresentDeliverableCommand> {
  constructor(private readonly units: UnitsOfWork) {}

  execute({ id, command, context }: PresentDeliverableCommand): Promise<CommandResult> {
    return this.units.run(context, async (work) => {
      work.target(programme, id);
      const { details, status } = requireCivicEvent(await work.read(civicEvent, command.civicEventId));
      const about = { at: details.startsAt, own: details.programmeId === id, held: tookPlace(status) };
      await work.decide(programme, id, { ...command, ...about });
    });
  }
}
