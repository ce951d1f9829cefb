import { UnitsOfWork, type CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand, type Without } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { attendance } from '../consultations/civic-event/attendance.aggregate.js';
import { civicEvent } from '../consultations/civic-event/civic-event.aggregate.js';
import type { CivicEvent, RevokeHold } from '../consultations/civic-event/civic-event.decider.js';
import { report } from './report/report.aggregate.js';

/** To a civic event, of which attendance and report tell whether it was held after all. */
export class RevokeHoldCommand extends AggregateCommand<Without<RevokeHold, 'attended' | 'reported'>> {}

const resourceVersion = (state: CivicEvent | null): number => state?.versions.event ?? 0;

@CommandHandler(RevokeHoldCommand)
export class RevokeHoldHandler implements ICommandHandler<RevokeHoldCommand> {
  constructor(private readonly units: UnitsOfWork) {}

  execute({ id, command, context }: RevokeHoldCommand): Promise<CommandResult> {
    return this.units.run(context, async (work) => {
      work.target(civicEvent, id, { resourceVersion });
      // A report of attendance, or a publication, at the same moment makes one of the two fail.
      const [{ reported }, { versions }] = await Promise.all([work.read(attendance, id), work.read(report, id)]);
      const known = { attended: reported !== null, reported: versions.length > 0 };
      await work.decide(civicEvent, id, { ...command, ...known });
    });
  }
}
