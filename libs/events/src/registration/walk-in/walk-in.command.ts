import { UnitsOfWork, Vault, type CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { civicEvent } from '../../consultations/civic-event/civic-event.aggregate.js';
import { requireCivicEvent } from '../../consultations/civic-event/civic-event.decider.js';
import { readVocabulary } from '../../consultations/taxonomy/taxonomies.js';
import { refuseUnchoosable } from '../../consultations/taxonomy/vocabulary.js';
import { PersonSealer } from '../registration/contact.js';
import { walkIn } from './walk-in.aggregate.js';

/** People at the door, as staff note them; a name is sealed by the handler. */
export type WalkInOrder = {
  readonly type: 'RecordWalkIn';
  readonly civicEventId: string;
  readonly category: string;
  readonly count: number;
  readonly name: string | null;
};

export class WalkInCommand extends AggregateCommand<WalkInOrder> {}

@CommandHandler(WalkInCommand)
export class WalkInHandler implements ICommandHandler<WalkInCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly vault: Vault,
  ) {}

  execute({ id, command, context }: WalkInCommand): Promise<CommandResult> {
    const { type, civicEventId, name, ...rest } = command;
    return this.units.run(context, async (work) => {
      work.target(walkIn, id);
      const [event, standing, categories] = await Promise.all([
        work.read(civicEvent, civicEventId),
        work.read(walkIn, id),
        readVocabulary(work, 'attendance-categories'),
      ]);
      const { status, announced } = requireCivicEvent(event);
      if (!standing) refuseUnchoosable(categories, [{ id: rest.category, path: ['category'] }]);
      const sealer = new PersonSealer(this.vault);
      const noted = { ...rest, civicEventId, name: await sealer.maybe(name, standing?.name) };
      return work.decide(walkIn, id, { type, walkIn: noted, civicEvent: { status, announced }, at: work.now });
    });
  }
}
