import { UnitsOfWork, type CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand, type Without } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { attendance } from '../../consultations/civic-event/attendance.aggregate.js';
import { civicEvent } from '../../consultations/civic-event/civic-event.aggregate.js';
import { requireCivicEvent } from '../../consultations/civic-event/civic-event.decider.js';
import { report } from './report.aggregate.js';
import { latest, type Report, type ReportCommandBody } from './report.decider.js';

export class ReportCommand extends AggregateCommand<Without<ReportCommandBody, 'civicEvent' | 'attendance'>> {}

/** The report is read as it was last published: results that came since do not change it. */
const resourceVersion = (state: Report): number => latest(state)?.at ?? 0;

@CommandHandler(ReportCommand)
export class ReportHandler implements ICommandHandler<ReportCommand> {
  constructor(private readonly units: UnitsOfWork) {}

  /** Neither the civic event nor its attendance changes between what was read and the position that the version is defined by. */
  execute({ id, command, context }: ReportCommand): Promise<CommandResult> {
    return this.units.run(context, async (work) => {
      if (command.type === 'RecordFeedbackResults') return work.decide(report, id, command);
      work.target(report, id, { resourceVersion });
      const [event, figures] = await Promise.all([work.read(civicEvent, id), work.read(attendance, id)]);
      return work.decide(report, id, { ...command, civicEvent: requireCivicEvent(event), attendance: figures });
    });
  }
}
