import { randomUUID } from 'node:crypto';
import { Sealing, UnitsOfWork, Vault, type CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand, type Without } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import { civicEvent } from '../../consultations/civic-event/civic-event.aggregate.js';
import { requireCivicEvent } from '../../consultations/civic-event/civic-event.decider.js';
import { readVocabulary } from '../../consultations/taxonomy/taxonomies.js';
import { refuseUnchoosable } from '../../consultations/taxonomy/vocabulary.js';
import { walkIn } from './walk-in.aggregate.js';
import type { CorrectWalkIn, WalkIn } from './walk-in.decider.js';
import type { walkInBody } from './walk-in.schemas.js';

/** People at the door, as staff note them. A name is sealed once what stands is loaded. */
type RecordBody = Omit<z.output<typeof walkInBody>, 'id'> & {
  readonly type: 'RecordWalkIn';
  readonly civicEventId: string;
};
type CorrectBody = Without<CorrectWalkIn, 'civicEvent' | 'at'>;

export class WalkInCommand extends AggregateCommand<RecordBody | CorrectBody> {}

@CommandHandler(WalkInCommand)
export class WalkInHandler implements ICommandHandler<WalkInCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly vault: Vault,
  ) {}

  execute({ id, command, context }: WalkInCommand): Promise<CommandResult> {
    return this.units.run(context, async (work) => {
      work.target(walkIn, id);
      const { civicEventId, category } = command;
      const [event, standing, categories] = await Promise.all([
        work.read(civicEvent, civicEventId),
        work.read(walkIn, id),
        readVocabulary(work, 'attendance-categories'),
      ]);
      const { status, announced, details } = requireCivicEvent(event);
      const { startsAt, timeZone } = details;
      const about = { civicEvent: { status, announced, startsAt, timeZone }, at: work.now };
      if (
        category !== undefined &&
        category !== standing?.category &&
        (!standing || command.type === 'CorrectWalkIn')
      ) {
        refuseUnchoosable(categories, [{ id: category, path: ['category'] }]);
      }
      if (command.type === 'CorrectWalkIn') return work.decide(walkIn, id, { ...command, ...about });
      const { type, ...noted } = command;
      const sealed = await new Sealing(this.vault, randomUUID(), standing?.noted).seal<WalkIn>(noted);
      return work.decide(walkIn, id, { type, walkIn: sealed, ...about });
    });
  }
}
