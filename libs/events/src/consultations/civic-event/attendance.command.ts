import { UnitsOfWork, type CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand, type Without } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { readVocabulary } from '../taxonomy/taxonomies.js';
import { attendance } from './attendance.aggregate.js';
import type { AttendanceCommandBody } from './attendance.decider.js';
import { civicEvent } from './civic-event.aggregate.js';
import { requireCivicEvent } from './civic-event.decider.js';

export class AttendanceCommand extends AggregateCommand<Without<AttendanceCommandBody, 'civicEvent' | 'categories'>> {}

@CommandHandler(AttendanceCommand)
export class AttendanceHandler implements ICommandHandler<AttendanceCommand> {
  constructor(private readonly units: UnitsOfWork) {}

  execute({ id, command, context }: AttendanceCommand): Promise<CommandResult> {
    return this.units.run(context, async (work) => {
      work.target(attendance, id);
      const [event, categories] = await Promise.all([
        work.read(civicEvent, id),
        readVocabulary(work, 'attendance-categories'),
      ]);
      const { status, announced, details } = requireCivicEvent(event);
      const about = { status, announced, startsAt: details.startsAt, programmeId: details.programmeId };
      await work.decide(attendance, id, { ...command, categories, civicEvent: about });
    });
  }
}
