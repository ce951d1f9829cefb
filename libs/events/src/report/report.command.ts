import { streamOf, CommandResult, type CommandContext } from '@ecou/event-sourcing';
import { AggregateCommand, Aggregates, settled } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { attendance } from '../attendance/attendance.aggregate.js';
import { civicEvent } from '../civic-event/civic-event.aggregate.js';
import { knownEvent } from '../civic-event/civic-event.decider.js';
import { report } from './report.aggregate.js';
import { latest, type PublishReport, type RecordFeedbackResults, type Report } from './report.decider.js';

type PublishOrder = Omit<PublishReport, 'civicEvent' | 'attendance'>;

/** What callers say; what the rules must know of other streams is added by the handler. */
export type ReportOrder = RecordFeedbackResults | PublishOrder;

export class ReportCommand extends AggregateCommand<ReportOrder> {}

/** The report is read as it was last published: results that came since do not change it. */
const resourceVersion = (state: Report): number => latest(state)?.at ?? 0;

@CommandHandler(ReportCommand)
export class ReportHandler implements ICommandHandler<ReportCommand> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ id, command, context }: ReportCommand): Promise<CommandResult> {
    return command.type === 'PublishReport'
      ? settled(context, () => this.publish(id, command, context))
      : this.aggregates.execute(report, id, command, context);
  }

  /** Neither the civic event nor its attendance changes between what was read and the position that the version is defined by. */
  private async publish(id: string, command: PublishOrder, context: CommandContext): Promise<CommandResult> {
    const [event, figures] = await Promise.all([
      this.aggregates.load(civicEvent, id),
      this.aggregates.load(attendance, id),
    ]);
    const whole = { ...command, civicEvent: knownEvent(event.state), attendance: figures.state };
    const result = await this.aggregates.execute(report, id, whole, context, {
      resourceVersion,
      extras: {
        checks: [
          { stream: streamOf(civicEvent.category, id), expected: event.version },
          { stream: streamOf(attendance.category, id), expected: figures.version },
        ],
      },
    });
    if (result.changed) return result;
    const { state } = await this.aggregates.load(report, id);
    return new CommandResult(id, resourceVersion(state), result.position, { changed: false });
  }
}
