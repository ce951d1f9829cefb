import { randomUUID } from 'node:crypto';
import { Sealing, UnitsOfWork, Vault, type CommandResult, type Personal } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { civicEvent } from '../../consultations/civic-event/civic-event.aggregate.js';
import { requireCivicEvent } from '../../consultations/civic-event/civic-event.decider.js';
import { Taxonomies } from '../../consultations/taxonomy/taxonomies.js';
import { refuseUnchoosable } from '../../consultations/taxonomy/vocabulary.js';
import { walkIn } from './walk-in.aggregate.js';
import type { WalkIn } from './walk-in.decider.js';

/** People at the door, as staff note them. The handler seals a name once it has loaded what stands. */
export type WalkInOrder = {
  readonly type: 'RecordWalkIn';
  readonly civicEventId: string;
  readonly category: string;
  readonly count: number;
  readonly name: Personal<string> | null;
};

export class WalkInCommand extends AggregateCommand<WalkInOrder> {}

@CommandHandler(WalkInCommand)
export class WalkInHandler implements ICommandHandler<WalkInCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly vault: Vault,
    private readonly taxonomies: Taxonomies,
  ) {}

  execute({ id, command, context }: WalkInCommand): Promise<CommandResult> {
    const { type, ...noted } = command;
    const { civicEventId, category } = noted;
    return this.units.run(context, async (work) => {
      work.target(walkIn, id);
      const [event, standing, categories] = await Promise.all([
        work.read(civicEvent, civicEventId),
        work.read(walkIn, id),
        this.taxonomies.current('attendance-categories'),
      ]);
      const { status, announced } = requireCivicEvent(event);
      if (!standing) refuseUnchoosable(categories, [{ id: category, path: ['category'] }]);
      const sealed = await new Sealing(this.vault, randomUUID(), standing).seal<WalkIn>(noted);
      return work.decide(walkIn, id, { type, walkIn: sealed, civicEvent: { status, announced }, at: work.now });
    });
  }
}
