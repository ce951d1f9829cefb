import { streamOf, Vault, type CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand, Aggregates, settled } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { civicEvent } from '../civic-event/civic-event.aggregate.js';
import { knownEvent } from '../civic-event/civic-event.decider.js';
import { PersonSealer } from '../registration/contact.js';
import { Taxonomies } from '../taxonomy/taxonomies.js';
import { refuseUnchoosable } from '../taxonomy/vocabulary.js';
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
    private readonly aggregates: Aggregates,
    private readonly vault: Vault,
    private readonly taxonomies: Taxonomies,
  ) {}

  execute({ id, command, context }: WalkInCommand): Promise<CommandResult> {
    const { type, civicEventId, name, ...rest } = command;
    return settled(context, async () => {
      const [{ state, version }, { state: standing }, categories] = await Promise.all([
        this.aggregates.load(civicEvent, civicEventId),
        this.aggregates.load(walkIn, id),
        this.taxonomies.current('attendance-categories'),
      ]);
      const { status, announced } = knownEvent(state);
      if (!standing) refuseUnchoosable(categories, [{ id: rest.category, path: ['category'] }]);
      const sealer = new PersonSealer(this.vault);
      const noted = { ...rest, civicEventId, name: await sealer.maybe(name, standing?.name) };
      const body = { type, walkIn: noted, civicEvent: { status, announced }, at: context.now };
      const check = { stream: streamOf(civicEvent.category, civicEventId), expected: version };
      return this.aggregates.execute(walkIn, id, body, context, { extras: { checks: [check] } });
    });
  }
}
