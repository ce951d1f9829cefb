import { UnitsOfWork, type CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Taxonomies } from '../taxonomy/taxonomies.js';
import { attendance } from './attendance.aggregate.js';
import type { CorrectAttendance, ReportAttendance } from './attendance.decider.js';
import { civicEvent } from './civic-event.aggregate.js';
import { requireCivicEvent } from './civic-event.decider.js';

/** The command as callers give it; the handler adds what the rules must know of the civic event. */
type Known = 'civicEvent' | 'categories';
export type AttendanceOrder = Omit<ReportAttendance, Known> | Omit<CorrectAttendance, Known>;

export class AttendanceCommand extends AggregateCommand<AttendanceOrder> {}

@CommandHandler(AttendanceCommand)
export class AttendanceHandler implements ICommandHandler<AttendanceCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly taxonomies: Taxonomies,
  ) {}

  execute({ id, command, context }: AttendanceCommand): Promise<CommandResult> {
    return this.units.run(context, async (work) => {
      work.target(attendance, id);
      const [event, categories] = await Promise.all([
        work.read(civicEvent, id),
        this.taxonomies.current('attendance-categories'),
      ]);
      const { status, announced, details } = requireCivicEvent(event);
      const about = { status, announced, programmeId: details.programmeId };
      await work.decide(attendance, id, { ...command, categories, civicEvent: about });
    });
  }
}
