import { streamOf } from '@ecou/event-sourcing';
import { AggregateCommand, Aggregates, settled, type CommandResult } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { civicEvent } from '../civic-event/civic-event.aggregate.js';
import { knownEvent } from '../civic-event/civic-event.decider.js';
import { attendance } from './attendance.aggregate.js';
import type { CorrectAttendance, ReportAttendance } from './attendance.decider.js';

/** What callers say; what the rules must know of the civic event is added by the handler. */
export type AttendanceOrder = Omit<ReportAttendance, 'civicEvent'> | Omit<CorrectAttendance, 'civicEvent'>;

export class AttendanceCommand extends AggregateCommand<AttendanceOrder> {}

@CommandHandler(AttendanceCommand)
export class AttendanceHandler implements ICommandHandler<AttendanceCommand> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ id, command, context }: AttendanceCommand): Promise<CommandResult> {
    return settled(context, async () => {
      const { state, version } = await this.aggregates.load(civicEvent, id);
      const { status, announced, details } = knownEvent(state);
      const check = { stream: streamOf(civicEvent.category, id), expected: version };
      const about = { status, announced, programmeId: details.programmeId };
      return this.aggregates.execute(attendance, id, { ...command, civicEvent: about }, context, {
        extras: { checks: [check] },
      });
    });
  }
}
