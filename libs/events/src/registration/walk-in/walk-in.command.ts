import { randomUUID } from 'node:crypto';
import { Sealing, UnitsOfWork, Vault, type CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import { civicEvent } from '../../consultations/civic-event/civic-event.aggregate.js';
import { requireCivicEvent } from '../../consultations/civic-event/civic-event.decider.js';
import { Taxonomies } from '../../consultations/taxonomy/taxonomies.js';
import { refuseUnchoosable } from '../../consultations/taxonomy/vocabulary.js';
import { walkIn } from './walk-in.aggregate.js';
import type { WalkIn } from './walk-in.decider.js';
import type { walkInBody } from './walk-in.schemas.js';

/** People at the door, as staff note them. A name is sealed once what stands is loaded. */
type Body = Omit<z.output<typeof walkInBody>, 'id'> & { readonly type: 'RecordWalkIn'; readonly civicEventId: string };

export class WalkInCommand extends AggregateCommand<Body> {}

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
